import { Injectable } from '@nestjs/common';
import { UsageLedger } from '@onegate/billing';
import { Clock, Database, orderedId } from '@onegate/platform';
import { eventParameters, insertEvents, type IdentifiedEvent } from '../events/event-columns.js';
import type { UsageEvent } from '../events/usage-event.js';
import { RollupWriting } from '../rollups/rollup-writing.js';
import { ServiceUserDirectory } from '../service-users/service-user-directory.js';

/** Takes events in: into the table, the books and the sums, all of them or none, and each event once. */
@Injectable()
export class UsageIngest {
  constructor(
    private readonly database: Database,
    private readonly serviceUsers: ServiceUserDirectory,
    private readonly rollups: RollupWriting,
    private readonly ledger: UsageLedger,
    private readonly clock: Clock,
  ) {}

  /** Answers how many were new. The unique id decides that, in the database, whoever else sends them at the same time. */
  async take(events: readonly UsageEvent[]): Promise<number> {
    // The first to come stands, within a batch too.
    const byId = new Map(events.toReversed().map((event) => [event.id, event]));
    if (byId.size === 0) return 0;
    const rows = await this.identified([...byId.values()]);
    return this.database.transaction(async () => {
      const batch = orderedId();
      const ids = await this.insert(rows, batch);
      if (ids.length === 0) return 0;
      const fresh = ids.map((id) => byId.get(id)).filter((event) => event !== undefined);
      await this.ledger.chargeUsage({ batch, charges: fresh.map(toCharge) });
      await this.rollups.add(ids);
      return ids.length;
    });
  }

  /** Before the transaction, so that nobody waits to the end of it who names the same new service user. */
  private async identified(events: readonly UsageEvent[]): Promise<IdentifiedEvent[]> {
    const serviceUserOf = await this.serviceUsers.identify(events);
    return events.map((event) => ({ event, serviceUserId: serviceUserOf(event) }));
  }

  private async insert(rows: readonly IdentifiedEvent[], batch: string): Promise<string[]> {
    const inserted = await this.database.query<{ id: string }>(
      insertEvents,
      eventParameters(rows, batch, this.clock.now()),
    );
    return inserted.map(({ id }) => id);
  }
}

/** The money was promised when the call was let in: a grant that expires while it runs still pays for it. */
function toCharge({ account, chargedNano, startedAt }: UsageEvent) {
  return { account, amount: BigInt(chargedNano), usedAt: new Date(startedAt) };
}
