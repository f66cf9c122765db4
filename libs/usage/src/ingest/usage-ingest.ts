import { Injectable, Optional } from '@nestjs/common';
import { Clock, Database } from '@onegate/platform';
import { eventParameters, insertEvents, type IdentifiedEvent } from '../events/event-columns.js';
import type { UsageEvent } from '../events/usage-event.js';
import { RollupWriting } from '../rollups/rollup-writing.js';
import { ServiceUserDirectory } from '../service-users/service-user-directory.js';
import { UsageCharging, type UsageCharge } from './usage-charging.js';

/** Takes events in: into the table, the books and the sums, all of them or none, and each event once. */
@Injectable()
export class UsageIngest {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly serviceUsers: ServiceUserDirectory,
    private readonly rollups: RollupWriting,
    /** Bound by whoever keeps the books; without books nothing is charged. */
    @Optional() private readonly charging?: UsageCharging,
  ) {}

  /** Answers how many were new. The unique id decides that, in the database, whoever else sends them at the same time. */
  async take(events: readonly UsageEvent[]): Promise<number> {
    // The first to come stands, within a batch too.
    const byId = new Map(events.toReversed().map((event) => [event.id, event]));
    if (byId.size === 0) return 0;
    return this.database.transaction(async () => {
      const ids = await this.insert([...byId.values()]);
      if (ids.length === 0) return 0;
      const fresh = ids.map((id) => byId.get(id)).filter((event) => event !== undefined);
      await this.charging?.charge(chargesOf(fresh));
      await this.rollups.add(ids);
      return ids.length;
    });
  }

  private async insert(events: readonly UsageEvent[]): Promise<string[]> {
    const serviceUserOf = await this.serviceUsers.identify(events);
    const rows: IdentifiedEvent[] = events.map((event) => ({ event, serviceUserId: serviceUserOf(event) }));
    const inserted = await this.database.query<{ id: string }>(
      insertEvents,
      eventParameters(rows, this.clock.now()),
    );
    return inserted.map(({ id }) => id);
  }
}

/** One charge for each account and day, in an order that all processes share. */
export function chargesOf(events: readonly UsageEvent[]): UsageCharge[] {
  const groups = Map.groupBy(events, ({ account, settledAt }) => `${account} ${dayOf(settledAt)}`);
  return [...groups]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, [first, ...rest]]) => (first ? [chargeOf(first, [first, ...rest])] : []));
}

function chargeOf({ account, settledAt }: UsageEvent, events: readonly UsageEvent[]): UsageCharge {
  const nanos = events.reduce((sum, { chargedNano }) => sum + BigInt(chargedNano), 0n);
  return { account, day: dayOf(settledAt), nanos, eventIds: events.map(({ id }) => id) };
}

function dayOf(millis: number): string {
  return new Date(millis).toISOString().slice(0, 10);
}
