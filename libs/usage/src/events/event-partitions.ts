import { Injectable } from '@nestjs/common';
import { addMonths, Clock, Database, timeOfOrderedId } from '@onegate/platform';
import { RetiredMonths } from '../retention/retired-months.service.js';
import { monthOf, type EventMonth } from './event-month.js';

const monthsAhead = 3;
/** Who makes or removes a month is alone in doing so. */
export const partitionChange = 'usage-event-partitions';

/** The months of the table of events. A job makes them ahead; what comes for another month makes that one. */
@Injectable()
export class EventPartitions {
  private readonly known = new Set<string>();

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly retired: RetiredMonths,
  ) {}

  async makeAhead(): Promise<void> {
    const now = this.clock.now();
    const months = Array.from({ length: monthsAhead + 1 }, (_, index) => monthOf(addMonths(now, index)));
    for (const month of months) await this.ensure(month);
  }

  /** Not within the transaction that needs them: making one must not wait for it, nor make others wait for long. */
  async ensureFor(eventIds: readonly string[]): Promise<void> {
    const months = new Map(eventIds.map((id) => monthOfEvent(id)).map((month) => [month.name, month]));
    for (const month of months.values()) await this.ensure(month);
  }

  private async ensure(month: EventMonth): Promise<void> {
    if (this.known.has(month.name)) return;
    // Looked for without the lock first: who lets go of an old month keeps it for a while.
    if (!(await this.isThere(month)))
      await this.database.exclusively(partitionChange, () => this.make(month));
    this.known.add(month.name);
  }

  private async isThere({ name }: EventMonth): Promise<boolean> {
    const [there] = await this.database.query<{ found: string | null }>('select to_regclass($1) as found', [
      partitionOf(name),
    ]);
    return Boolean(there?.found);
  }

  /** Made apart and then attached, which lets readers and writers of the other months go on. */
  private async make(month: EventMonth): Promise<void> {
    if (await this.isThere(month)) return;
    const { name, firstId, endId } = month;
    await this.retired.requireKept(name);
    const table = partitionOf(name);
    await this.database.query(`create table ${table} (like usage_events including all)`);
    await this.database.query(
      `alter table usage_events attach partition ${table} for values from ('${firstId}') to ('${endId}')`,
    );
  }
}

export function partitionOf(month: string): string {
  return `usage_events_${month}`;
}

function monthOfEvent(id: string): EventMonth {
  return monthOf(timeOfOrderedId(id.slice('evt_'.length)));
}
