import { Inject, Injectable, Optional } from '@nestjs/common';
import { Clock, Database } from '@onegate/platform';
import { seatsTaken } from './invite.errors.js';
import { SeatLimit, UnlimitedSeats } from './seat-limit.js';

/** Counts the seats of a tenant: its members, and the invites that can still be accepted. */
@Injectable()
export class Seats {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    @Optional() @Inject(SeatLimit) private readonly limit: SeatLimit = new UnlimitedSeats(),
  ) {}

  async taken(tenantId: number): Promise<number> {
    const [row] = await this.database.query<{ taken: number }>(
      `select ((select count(*) from memberships where tenant_id = $1)
        + (select count(*) from invites where tenant_id = $1 and accepted_at is null and revoked_at is null
           and expires_at > $2))::integer as taken`,
      [tenantId, this.clock.now()],
    );
    return row?.taken ?? 0;
  }

  /** How many may still join; `null` for as many as they like. Asked with the tenant locked. */
  async room(tenantId: number): Promise<number | null> {
    const seats = await this.limit.seatsOf(tenantId);
    return seats === null ? null : Math.max(0, seats - (await this.taken(tenantId)));
  }

  /** Called after invites were written, with the tenant locked: fails, and so undoes them, when they are too many. */
  async requireEnough(tenantId: number): Promise<void> {
    const seats = await this.limit.seatsOf(tenantId);
    if (seats === null) return;
    const needed = await this.taken(tenantId);
    if (needed > seats) throw seatsTaken({ seats, needed }, { details: { seats, needed } });
  }
}
