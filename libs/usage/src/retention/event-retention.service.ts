import { Inject, Injectable } from '@nestjs/common';
import { addMonths, Clock, CONFIGURATION, Database, type Configuration } from '@onegate/platform';
import { dateOfMonth, monthOf } from '../events/event-month.js';
import { partitionChange, partitionOf } from '../events/event-partitions.js';
import { oneAtATime } from '../reconciliation/booked-figures.statements.js';
import { RetiredMonth } from './retired-month.entity.js';

const partitions = `select c.relname as name from pg_inherits i join pg_class c on c.oid = i.inhrelid
  where i.inhparent = 'usage_events'::regclass and c.relname < $1 order by 1`;

const keepSums = (partition: string): string => `insert into retired_days (account, day, calls, charged_nano)
  select account, (settled_at at time zone 'UTC')::date, count(*), sum(charged_nano) from ${partition}
  group by 1, 2 order by 1, 2
  on conflict (account, day) do update
    set calls = retired_days.calls + excluded.calls, charged_nano = retired_days.charged_nano + excluded.charged_nano`;

/** Without their events they could not be summed up again, and nobody asks for hours of that time. */
const forgetShifts = [
  'delete from usage_shifts where at < $1',
  `delete from usage_stretches where length = 'shifts' and at < $1`,
];

/** Everybody who begins to read waits behind this one while it waits itself: the next try is better than a long wait. */
const waitShortly = `set local lock_timeout = '3s'`;

/** Lets go of the events of months that are longer ago than they are to be kept; what they came to stays in the books. */
@Injectable()
export class EventRetention {
  constructor(
    @Inject(CONFIGURATION) private readonly config: Configuration,
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Answers the months that it let go of. */
  async retire(): Promise<string[]> {
    const { eventMonths } = this.config.usage;
    if (eventMonths === 0) return [];
    const firstKept = monthOf(addMonths(this.clock.now(), -eventMonths));
    const rows = await this.database.query<{ name: string }>(partitions, [partitionOf(firstKept.name)]);
    const months = rows.map(({ name }) => name.slice(partitionOf('').length));
    for (const month of months) await this.retireMonth(month);
    return months;
  }

  /** All or nothing, and never while the books are being compared: a comparison sees the events or what they came to. */
  private async retireMonth(month: string): Promise<void> {
    const partition = partitionOf(month);
    await this.database.exclusively(partitionChange, async () => {
      await this.database.query(oneAtATime);
      await this.database.query(`lock table ${partition} in share mode`);
      const [counted] = await this.database.query<{ calls: number }>(
        `select count(*)::integer as calls from ${partition}`,
      );
      await this.database.query(keepSums(partition));
      const endAt = addMonths(dateOfMonth(month), 1);
      for (const statement of forgetShifts) await this.database.query(statement, [endAt]);
      await this.database.of(RetiredMonth).insert({
        month,
        endAt,
        calls: counted?.calls ?? 0,
        retiredAt: this.clock.now(),
      });
      await this.database.query(waitShortly);
      await this.database.query(`alter table usage_events detach partition ${partition}`);
      await this.database.query(`drop table ${partition}`);
    });
  }
}
