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

/** The lengths of time that a span is read in: months and days are summed up beforehand. */
export type Length = 'days' | 'moments' | 'months';

/** A stretch that is read; one that the piece beside it has too much is taken away again. */
export interface Piece {
  readonly of: Length;
  readonly stretch: Stretch;
  readonly isTaken: boolean;
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

/** As the coarsest sums that fit. Ends are moved to where a day or a month of UTC begins next to them, and the difference is made up for. */
export function piecesOf(stretch: Stretch, coarsest: 'days' | 'months'): Piece[] {
  const inDays = movedTo(nearestUtcDay, stretch, 'moments');
  if (!inDays) return [added('moments', stretch)];
  const inMonths = coarsest === 'months' ? movedTo(nearestUtcMonth, inDays.middle, 'days') : null;
  return inMonths
    ? [added('months', inMonths.middle), ...inMonths.ends, ...inDays.ends]
    : [added('days', inDays.middle), ...inDays.ends];
}

export function added(of: Length, stretch: Stretch): Piece {
  return { of, stretch, isTaken: false };
}

/** Nothing, where nothing is left between the ends. */
function movedTo(
  nearest: (moment: Date) => Date,
  [from, to]: Stretch,
  of: Length,
): { middle: Stretch; ends: Piece[] } | null {
  const middle: Stretch = [nearest(from), nearest(to)];
  if (middle[0] >= middle[1]) return null;
  return { middle, ends: [...between(from, middle[0], of), ...between(middle[1], to, of)] };
}

function between(from: Date, to: Date, of: Length): Piece[] {
  if (from.getTime() === to.getTime()) return [];
  const isTaken = from > to;
  return [{ of, stretch: isTaken ? [to, from] : [from, to], isTaken }];
}

/** Noon of the date in UTC is within a day of its start anywhere: one step leads into it, wherever the zone is. */
function startOf(date: string, zone: string): Date {
  const noon = new Date(Date.parse(date) + day / 2);
  const there = dateIn(zone, noon);
  const inside = there === date ? noon : later(noon, there > date ? -day : day);
  return startOfDay(inside, zone);
}

function nearestUtcDay(moment: Date): Date {
  return new Date(Math.round(moment.getTime() / day) * day);
}

function nearestUtcMonth(moment: Date): Date {
  const start = new Date(Date.UTC(moment.getUTCFullYear(), moment.getUTCMonth(), 1));
  const next = addMonths(start, 1);
  return moment.getTime() - start.getTime() < next.getTime() - moment.getTime() ? start : next;
}

function later(date: Date, millis: number): Date {
  return new Date(date.getTime() + millis);
}
