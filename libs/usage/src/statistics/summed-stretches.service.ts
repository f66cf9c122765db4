import { Injectable } from '@nestjs/common';
import { StatisticsDatabase } from '@onegate/platform';
import { summedLengths, type SummedLength } from '../aggregation/stretch-lengths.js';
import type { Asked } from './rollup-query.js';
import type { IsSummed, Stretch } from './span.js';

/** How far from an end of a span stretches are read: half a month, half a day, and one that goes beyond it. */
const reach: Readonly<Record<SummedLength, string>> = { weeks: '25 days', shifts: '18 hours' };

const near = `select s.length, s.at from unnest($2::text[], $3::interval[]) l (length, reach)
    cross join unnest($4::timestamptz[]) e (at)
    join usage_stretches s on s.account = $1 and s.length = l.length
      and s.at >= e.at - l.reach and s.at < e.at + l.reach
  where s.state = 'summed' and s.summed_at <= now() - $5 * interval '1 second'`;

/** Knows what the job `usage-aggregation` has summed up as a whole. */
@Injectable()
export class SummedStretches {
  constructor(private readonly database: StatisticsDatabase) {}

  /** Where it is about a single account. */
  async near(stretch: Stretch, { subject, axis }: Asked): Promise<IsSummed | undefined> {
    if (subject.level !== 'account' || subject.accounts.length !== 1) return undefined;
    const lengths = allLengths.filter((length) => summedLengths[length].axes.includes(axis));
    if (lengths.length === 0) return undefined;
    const rows = await this.database.query<{ length: SummedLength; at: Date }>(near, [
      subject.accounts[0],
      lengths,
      lengths.map((length) => reach[length]),
      stretch,
      // The sums are read next, and by then perhaps from a replica that has them later.
      this.database.lagSeconds,
    ]);
    const summed = new Set(rows.map(({ length, at }) => nameOf(length, at)));
    return (length, at) => summed.has(nameOf(length, at));
  }
}

const allLengths = Object.keys(summedLengths) as SummedLength[];

function nameOf(length: SummedLength, at: Date): string {
  return `${length} ${at.getTime()}`;
}
