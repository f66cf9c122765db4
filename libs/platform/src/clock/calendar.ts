const hour = 3_600_000;
/** No day is longer than 25 hours (clocks go back by one at most), so its start lies within this reach. */
const reach = 26 * hour;

/**
 * The same day and time so many months on, in UTC, held to the last day of a shorter month. Count every period from
 * the first one's start, `addMonths(anchor, n)`: going from period to period would turn the 31st into the 28th for good.
 */
export function addMonths(date: Date, months: number): Date {
  const moved = new Date(date);
  moved.setUTCDate(1);
  moved.setUTCMonth(moved.getUTCMonth() + months);
  moved.setUTCDate(Math.min(date.getUTCDate(), daysInMonth(moved)));
  return moved;
}

/** The day it then is in UTC: `2026-01-31`. */
export function utcDate(moment: Date): string {
  return moment.toISOString().slice(0, 10);
}

/**
 * The first instant of the day it then is in a named time zone (`Europe/Athens`). Found by halving, because midnight
 * itself is missing or comes twice on some days. Throws a RangeError for a zone that does not exist.
 */
export function startOfDay(date: Date, zone: string): Date {
  const dayOf = new Intl.DateTimeFormat('en', { timeZone: zone, dateStyle: 'short' });
  const day = dayOf.format(date);
  let outside = date.getTime() - reach;
  let inside = date.getTime();
  while (inside - outside > 1) {
    const middle = Math.floor((inside + outside) / 2);
    if (dayOf.format(middle) === day) inside = middle;
    else outside = middle;
  }
  return new Date(inside);
}

function daysInMonth(date: Date): number {
  return new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
}
