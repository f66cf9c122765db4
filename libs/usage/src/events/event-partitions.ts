import { Injectable } from '@nestjs/common';
import { addMonths, Clock, Database, timeOfOrderedId } from '@onegate/platform';
import { monthOf, type EventMonth } from './event-month.js';

const monthsAhead = 3;

/** The months of the table of events. A job makes them ahead; what comes for another month makes that one. */
@Injectable()
export class EventPartitions {
  private readonly known = new Set<string>();

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
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

  /** Made apart and then attached, which lets readers and writers of the other months go on. */
  private async ensure({ name, firstId, endId }: EventMonth): Promise<void> {
    if (this.known.has(name)) return;
    const table = `usage_events_${name}`;
    await this.database.exclusively('usage-event-partitions', async () => {
      const [there] = await this.database.query<{ found: string | null }>('select to_regclass($1) as found', [
        table,
      ]);
      if (there?.found) return;
      await this.database.query(`create table ${table} (like usage_events including all)`);
      await this.database.query(
        `alter table usage_events attach partition ${table} for values from ('${firstId}') to ('${endId}')`,
      );
    });
    this.known.add(name);
  }
}

function monthOfEvent(id: string): EventMonth {
  return monthOf(timeOfOrderedId(id.slice('evt_'.length)));
}
