import { Global, Injectable, Module } from '@nestjs/common';
import { Database } from '@onegate/platform';
import { Obligations, SeatLimit } from '@onegate/tenants';

/** Who joins has to fit in now, and in what is to come. */
const seatsOfTenant = `select least(s.seats, s.next_seats, v.max_seats)::integer as seats from subscriptions s
  left join plan_versions v on v.id = s.next_version_id
  where s.tenant_id = $1 and s.status in ('active', 'past_due', 'suspended')`;

@Injectable()
class PlanSeatLimit extends SeatLimit {
  constructor(private readonly database: Database) {
    super();
  }

  override async seatsOf(tenantId: number): Promise<number | null> {
    const [row] = await this.database.query<{ seats: number }>(seatsOfTenant, [tenantId]);
    return row?.seats ?? null;
  }
}

const running = `select count(*)::integer as count from subscriptions
  where (user_id = $1 or tenant_id = $2) and origin = 'bought'
    and status in ('incomplete', 'active', 'past_due', 'suspended')`;
const reason = 'A plan runs on it: cancel it at once, or wait until it ends.';

@Injectable()
class PlanObligations extends Obligations {
  constructor(private readonly database: Database) {
    super();
  }

  override ofTenant(tenantId: number): Promise<readonly string[]> {
    return this.of(null, tenantId);
  }

  override ofUser(userId: number): Promise<readonly string[]> {
    return this.of(userId, null);
  }

  private async of(userId: number | null, tenantId: number | null): Promise<readonly string[]> {
    const [row] = await this.database.query<{ count: number }>(running, [userId, tenantId]);
    return row && row.count > 0 ? [reason] : [];
  }
}

/** What people and organizations have to know of plans, without knowing billing. */
@Global()
@Module({
  providers: [
    { provide: SeatLimit, useClass: PlanSeatLimit },
    { provide: Obligations, useClass: PlanObligations },
  ],
  exports: [SeatLimit, Obligations],
})
export class PlanPortsModule {}
