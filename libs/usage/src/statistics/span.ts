import { addMonths, startOfDay, utcDate } from '@onegate/platform';
import { stretchBefore, summedLengths, type SummedLength } from '../aggregation/stretch-lengths.js';

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

/** The lengths of time that a span is read in: all but moments are summed up beforehand. */
export type Length = SummedLength | 'days' | 'moments' | 'months';

/** Whether the one that begins then is summed up as a whole. */
export type IsSummed = (length: SummedLength, start: Date) => boolean;

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
  return utcDate(new Date(Date.parse(date) + days * day));
}

const nothingIsSummed: IsSummed = () => false;

/** How the way is read from an end to where a longer piece begins. */
interface Way {
  readonly fine: 'days' | 'moments';
  readonly coarse: SummedLength;
  readonly isSummed: IsSummed;
}

/** As the coarsest sums that fit. Ends are moved to where a day or a month of UTC begins next to them, and the difference is made up for. */
export function piecesOf(
  stretch: Stretch,
  coarsest: 'days' | 'months',
  isSummed: IsSummed = nothingIsSummed,
): Piece[] {
  const inDays = movedTo(nearestUtcDay, stretch, { fine: 'moments', coarse: 'shifts', isSummed });
  if (!inDays) return [added('moments', stretch)];
  const way = { fine: 'days', coarse: 'weeks', isSummed } as const;
  const inMonths = coarsest === 'months' ? movedTo(nearestUtcMonth, inDays.middle, way) : null;
  const pieces = inMonths
    ? [added('months', inMonths.middle), ...inMonths.ends, ...inDays.ends]
    : [added('days', inDays.middle), ...inDays.ends];
  return pieces.filter(({ stretch: [from, to] }) => from < to);
}

export function added(of: Length, stretch: Stretch): Piece {
  return { of, stretch, isTaken: false };
}

/** Nothing, where a longer piece neither fits in nor begins within. */
function movedTo(
  nearest: (moment: Date) => Date,
  [from, to]: Stretch,
  way: Way,
): { middle: Stretch; ends: Piece[] } | null {
  const middle: Stretch = [nearest(from), nearest(to)];
  const [first, last] = middle;
  if (first >= last && (first <= from || last >= to)) return null;
  return { middle, ends: [...wayTo(first, from, way), ...wayFrom(last, to, way)] };
}

function wayTo(anchor: Date, end: Date, way: Way): Piece[] {
  const joint = jointNear(end, anchor, way);
  return [...between(end, joint, way.fine), ...between(joint, anchor, way.coarse)];
}

function wayFrom(anchor: Date, end: Date, way: Way): Piece[] {
  const joint = jointNear(end, anchor, way);
  return [...between(anchor, joint, way.coarse), ...between(joint, end, way.fine)];
}

/** As near to the end as what is summed up leads from the anchor. */
function jointNear(end: Date, anchor: Date, { coarse, isSummed }: Way): Date {
  const distance = (moment: Date) => Math.abs(end.getTime() - moment.getTime());
  const isForth = end > anchor;
  for (let joint = anchor; ;) {
    const before = stretchBefore(coarse, joint);
    const following = isForth ? summedLengths[coarse].next(joint) : before;
    if (distance(following) >= distance(joint) || !isSummed(coarse, isForth ? joint : before)) return joint;
    joint = following;
  }
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
