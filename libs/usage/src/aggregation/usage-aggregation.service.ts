import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock, Database } from '@onegate/platform';
import { figureNames } from '../rollups/rollup-figures.js';
import { sumsToKeep } from '../statistics/rollup-query.js';
import { added, type Stretch } from '../statistics/span.js';
import { summedLengths, type SummedLength } from './stretch-lengths.js';
import type { UsageStretch } from './usage-stretch.entity.js';

/** With fewer calls, what a stretch consists of is read as quickly. */
const callsWorthSumming = 1_000;
/** What comes late has mostly come by then; what comes later has its stretch summed up once more. */
const slackMillis = 3_600_000;
const atOnce = 500;

const turned = (change: string, condition: string): string => `with turned as (
    update usage_stretches set ${change} where account = $1 and length = $2 and at = $3 and ${condition} returning 1)
  select count(*)::integer as turned from turned`;
const begun = turned(`state = 'summing', attempt = $4::uuid`, `state in ('changed', 'summing')`);
const isOwn = `state = 'summing' and attempt = $4::uuid`;
const ended = turned(`state = 'summed', summed_at = clock_timestamp()`, isOwn);
const foundSmall = turned(`state = 'small'`, isOwn);

type Named = Pick<UsageStretch, 'account' | 'at' | 'length'>;

/** Sums up what is over of large accounts, so that statistics read a row where there were many. */
@Injectable()
export class UsageAggregation {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Everything that is over and has changed since; answers how many stretches are summed up now. */
  async sumUp(): Promise<number> {
    let summed = 0;
    for (let after: Named | undefined; ;) {
      const due = await this.dueAfter(after);
      for (const stretch of due) if (await this.sumUpOne(stretch)) summed += 1;
      if (due.length < atOnce) return summed;
      after = due.at(-1);
    }
  }

  private dueAfter(after: Named | undefined): Promise<Named[]> {
    const over = new Date(this.clock.now().getTime() - slackMillis);
    return this.database.query<Named>(
      `select account, length, at from usage_stretches
       where state in ('changed', 'summing') and at < case length when 'shifts' then $1::timestamptz else $2 end
         and ($3::timestamptz is null or (at, account, length) > ($3, $4, $5))
       order by at, account, length limit ${atOnce}`,
      [
        summedLengths.shifts.startOf(over),
        summedLengths.weeks.startOf(over),
        after?.at ?? null,
        after?.account ?? null,
        after?.length ?? null,
      ],
    );
  }

  /**
   * Told to be under way first, in a transaction of its own: batches that were adding to it are waited for by that, and
   * those that come meanwhile tell that it has changed. Who begins after another takes it over from him.
   */
  private async sumUpOne(stretch: Named): Promise<boolean> {
    const attempt = randomUUID();
    if (!(await this.turn(begun, stretch, attempt))) return false;
    return this.database.exclusively('usage-aggregation', async () => {
      const isWorthIt = (await this.callsIn(stretch)) >= callsWorthSumming;
      if (isWorthIt) await this.write(stretch);
      const isOurs = await this.turn(isWorthIt ? ended : foundSmall, stretch, attempt);
      return isWorthIt && isOurs;
    });
  }

  /** Answers whether it was as it has to be for that. */
  private async turn(change: string, { account, length, at }: Named, attempt: string): Promise<boolean> {
    const [row] = await this.database.query<{ turned: number }>(change, [account, length, at, attempt]);
    return row?.turned === 1;
  }

  private async callsIn(stretch: Named): Promise<number> {
    const [row] = await this.database.query<{ calls: number }>(
      `select coalesce(sum(calls), 0)::float8 as calls from usage_quarters
       where scope = $1 and axis = 'total' and at >= $2 and at < $3`,
      [stretch.account, ...extentOf(stretch)],
    );
    return row?.calls ?? 0;
  }

  /** In place of what was summed up of it before. */
  private async write(stretch: Named): Promise<void> {
    const { account, at, length } = stretch;
    const { table, from, axes } = summedLengths[length];
    const subject = { level: 'account', accounts: [account] } as const;
    const pieces = [added(from, extentOf(stretch))];
    await this.database.query(`delete from ${table} where scope = $1 and at = ${inTable(length, '$2')}`, [
      account,
      at,
    ]);
    for (const axis of axes) {
      const { sql, parameters } = sumsToKeep({ subject, axis, pieces });
      const [scope, by, start] = [1, 2, 3].map((place) => `$${parameters.length + place}`);
      await this.database.query(
        `insert into ${table} (scope, axis, at, operation, part_id, detail_id, ${figureNames.join(', ')}, last_at)
         select ${scope}, ${by}, ${inTable(length, String(start))}, '', s.* from (${sql}) s`,
        [...parameters, account, axis, at],
      );
    }
  }
}

/** When a stretch began, as its table says it. */
function inTable(length: SummedLength, moment: string): string {
  return length === 'weeks' ? `(${moment}::timestamptz at time zone 'UTC')::date` : `${moment}::timestamptz`;
}

function extentOf({ at, length }: Named): Stretch {
  return [at, summedLengths[length].next(at)];
}
