import { addMonths } from '@onegate/platform';
import type { Axis } from '../rollups/rollup-axes.js';

/**
 * Lengths of time that are summed up as a whole once they are over. A week here is about a quarter of a month: the days
 * from 1, 9, 17 and 25. A shift is a quarter of a day, so that a day in any time zone begins at most three hours from one.
 */
export type SummedLength = 'shifts' | 'weeks';

interface Length {
  readonly table: string;
  /** What it is summed up from. */
  readonly from: 'days' | 'moments';
  /** By what the sums are divided. Service users of six hours would be as many as their calls. */
  readonly axes: readonly Axis[];
  /** When the one began that an event `e` falls into, in SQL. */
  readonly of: string;
  readonly startOf: (moment: Date) => Date;
  /** When the one after it begins. */
  readonly next: (start: Date) => Date;
}

const shift = 6 * 3_600_000;
const daysOfWeek = 8;
const lastWeekOfMonth = 3;
const dayOfEvent = `(e.settled_at at time zone 'UTC')`;

export const summedLengths: Readonly<Record<SummedLength, Length>> = {
  shifts: {
    table: 'usage_shifts',
    from: 'moments',
    axes: ['caller', 'model'],
    of: `date_bin('6 hours', e.settled_at, timestamptz '2000-01-01 00:00:00Z')`,
    startOf: (moment) => new Date(Math.floor(moment.getTime() / shift) * shift),
    next: (start) => new Date(start.getTime() + shift),
  },
  weeks: {
    table: 'usage_weeks',
    from: 'days',
    axes: ['caller', 'model', 'service'],
    of: `(date_trunc('month', ${dayOfEvent})
      + (extract(day from ${dayOfEvent})::integer - 1) / ${daysOfWeek} * interval '${daysOfWeek} days') at time zone 'UTC'`,
    startOf: (moment) => weekOfMonth(moment, Math.floor((moment.getUTCDate() - 1) / daysOfWeek)),
    next: (start) => {
      const week = (start.getUTCDate() - 1) / daysOfWeek;
      return week < lastWeekOfMonth ? weekOfMonth(start, week + 1) : addMonths(weekOfMonth(start, 0), 1);
    },
  },
};

/** The one that ends where this one begins. */
export function stretchBefore(length: SummedLength, start: Date): Date {
  return summedLengths[length].startOf(new Date(start.getTime() - 1));
}

function weekOfMonth(moment: Date, week: number): Date {
  return new Date(Date.UTC(moment.getUTCFullYear(), moment.getUTCMonth(), 1 + week * daysOfWeek));
}
