import { addMonths, startOfDay } from '@onegate/platform';

const day = 86_400_000;

/** Whole days in a time zone, both ends included. */
export interface Span {
  /** `2026-01-01` */
  readonly startDate: string;
  readonly endDate: string;
  readonly zone: string;
}

/** Moments from the first, up to and without the second. */
export type Stretch = readonly [from: Date, to: Date];

/** A span in the lengths of time that sums are kept of, and what is left of it at its ends. */
export interface Pieces {
  readonly months: Stretch | null;
  readonly days: readonly Stretch[];
  readonly edges: readonly Stretch[];
}

export function stretchOf({ startDate, endDate, zone }: Span): Stretch {
  return [startOf(startDate, zone), startOf(nextDate(endDate, 1), zone)];
}

/** As many days, right before. */
export function previousOf({ startDate, endDate, zone }: Span): Span {
  const length = (Date.parse(endDate) - Date.parse(startDate)) / day + 1;
  return { startDate: nextDate(startDate, -length), endDate: nextDate(startDate, -1), zone };
}

export function datesOf({ startDate, endDate }: Span): string[] {
  const length = (Date.parse(endDate) - Date.parse(startDate)) / day + 1;
  return Array.from({ length }, (_, index) => nextDate(startDate, index));
}

/** The day it is then and there. */
export function dateIn(zone: string, moment: Date): string {
  const parts = new Intl.DateTimeFormat('en', {
    timeZone: zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  }).formatToParts(moment);
  const of = new Map(parts.map(({ type, value }) => [type, value]));
  return `${of.get('year')}-${of.get('month')}-${of.get('day')}`;
}

export function nextDate(date: string, days: number): string {
  return new Date(Date.parse(date) + days * day).toISOString().slice(0, 10);
}

/** The whole months of UTC in the middle, the whole days around them, and the rest, which is less than a day at each end. */
export function piecesOf([from, to]: Stretch): Pieces {
  const days: Stretch = [ceilTo(from, startOfUtcDay, (date) => later(date, day)), startOfUtcDay(to)];
  if (days[0] >= days[1]) return { months: null, days: [], edges: filled([[from, to]]) };
  const edges = filled([
    [from, days[0]],
    [days[1], to],
  ]);
  const months: Stretch = [
    ceilTo(days[0], startOfUtcMonth, (date) => addMonths(date, 1)),
    startOfUtcMonth(days[1]),
  ];
  if (months[0] >= months[1]) return { months: null, days: [days], edges };
  const around = filled([
    [days[0], months[0]],
    [months[1], days[1]],
  ]);
  return { months, days: around, edges };
}

/** Noon of the date in UTC is within a day of its start anywhere: one step leads into it, wherever the zone is. */
function startOf(date: string, zone: string): Date {
  const noon = new Date(Date.parse(date) + day / 2);
  const there = dateIn(zone, noon);
  const inside = there === date ? noon : later(noon, there > date ? -day : day);
  return startOfDay(inside, zone);
}

function startOfUtcDay(date: Date): Date {
  return new Date(Math.floor(date.getTime() / day) * day);
}

function startOfUtcMonth(date: Date): Date {
  return new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1));
}

function ceilTo(date: Date, floor: (date: Date) => Date, next: (date: Date) => Date): Date {
  const start = floor(date);
  return start.getTime() === date.getTime() ? start : next(start);
}

function later(date: Date, millis: number): Date {
  return new Date(date.getTime() + millis);
}

function filled(stretches: readonly Stretch[]): Stretch[] {
  return stretches.filter(([from, to]) => from < to);
}
