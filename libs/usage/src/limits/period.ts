import type { QuotaPeriod } from '@onegate/auth';
import { startOfDay } from '@onegate/platform';

/** From the first moment, up to and without the second; without an end it never starts anew. */
export interface Period {
  readonly start: number;
  readonly end: number | null;
}

const day = 86_400_000;
/** Long enough to reach into the next day from anywhere in this one, and never beyond it. */
const dayAndAHalf = 1.5 * day;

/** Calculating with time zones is slow, and the answer is the same until the period ends. */
const known = new Map<string, Period>();

/** The period of a quota or budget that a moment falls into, in a time zone; weeks begin on Monday. */
export function periodAt(kind: QuotaPeriod, moment: number, zone: string): Period {
  if (kind === 'none') return { start: 0, end: null };
  const key = `${kind} ${zone}`;
  const last = known.get(key);
  if (last && moment >= last.start && moment < (last.end ?? 0)) return last;
  const period = periodOf(kind, moment, zone);
  known.set(key, period);
  return period;
}

function periodOf(kind: Exclude<QuotaPeriod, 'none'>, moment: number, zone: string): Period {
  const today = startOfDay(new Date(moment), zone);
  const { date, weekday } = dateIn(zone, today);
  const first = { daily: 0, weekly: (weekday + 6) % 7, monthly: date - 1 }[kind];
  const start = daysFrom(today, -first, zone);
  return { start: start.getTime(), end: endOf(kind, start, zone).getTime() };
}

function endOf(kind: Exclude<QuotaPeriod, 'none'>, start: Date, zone: string): Date {
  if (kind === 'daily') return daysFrom(start, 1, zone);
  if (kind === 'weekly') return daysFrom(start, 7, zone);
  let end = daysFrom(start, 28, zone);
  while (dateIn(zone, end).date !== 1) end = daysFrom(end, 1, zone);
  return end;
}

/** Day by day through its noon, because days have 23 to 25 hours. */
function daysFrom(start: Date, count: number, zone: string): Date {
  const step = count < 0 ? -0.5 * day : dayAndAHalf;
  let date = start;
  for (let left = Math.abs(count); left > 0; left -= 1) {
    date = startOfDay(new Date(date.getTime() + step), zone);
  }
  return date;
}

function dateIn(zone: string, moment: Date): { date: number; weekday: number } {
  const format = new Intl.DateTimeFormat('en', { timeZone: zone, day: 'numeric', weekday: 'short' });
  const parts = new Map(format.formatToParts(moment).map(({ type, value }) => [type, value]));
  const names = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
  return { date: Number(parts.get('day')), weekday: names.indexOf(parts.get('weekday') ?? '') };
}
