import { utcDate } from '@onegate/platform';
import { summedLengths } from '../aggregation/stretch-lengths.js';
import { lowestIdAt } from '../events/event-month.js';
import { hasMonths, placeOfEvent, type Axis, type EventPlace, type Level } from '../rollups/rollup-axes.js';
import {
  figureNames,
  figures,
  figureSums,
  figuresOfCorrection,
  callsInAll,
  summed,
} from '../rollups/rollup-figures.js';
import { piecesOf, type IsSummed, type Piece, type Stretch } from './span.js';
import { accountsOf, scopesOf, type Subject } from './subject.js';

/** By what the sums of an answer are told apart. */
export type Dimension = 'detail_id' | 'part_id';

/** What is asked of usage, without the time. */
export interface Asked {
  readonly subject: Subject;
  /** By what it is divided. */
  readonly axis: Axis;
  /** Only these parts. */
  readonly partIds?: readonly number[];
}

export interface RollupQuestion extends Asked {
  readonly pieces: readonly Piece[];
}

export interface Query {
  readonly sql: string;
  readonly parameters: readonly unknown[];
}

/** No call takes longer, so that an event's id is at most so much older than its end. */
const longestCallMillis = 7 * 86_400_000;

/** Collects the values of a statement while it is written. */
class Parameters {
  readonly values: unknown[] = [];

  add(value: unknown): string {
    this.values.push(value);
    return `$${this.values.length}`;
  }
}

/** From the coarsest sums that are kept of it. */
export function questionOver(stretch: Stretch, asked: Asked, isSummed?: IsSummed): RollupQuestion {
  return {
    ...asked,
    pieces: piecesOf(stretch, hasMonths(asked.subject.level) ? 'months' : 'days', isSummed),
  };
}

/** All rows that make up the answer: those of sums, and the events and corrections that none are kept of. */
export function rowsOf(question: RollupQuestion): Query {
  return sourcesOf(question, { summed: rowColumns, counted: eventRows });
}

/** The same, added up by these dimensions: what had no call is no part of it. */
export function sumsBy(question: RollupQuestion, dimensions: readonly Dimension[]): Query {
  const { sql, parameters } = sourcesOf(question, { summed: ['part_id', 'detail_id'], counted: eventSums });
  const grouping = dimensions.length > 0 ? `group by ${dimensions.join(', ')} having ${callsInAll} > 0` : '';
  return { sql: `select ${[...dimensions, figureSums].join(', ')} from (${sql}) r ${grouping}`, parameters };
}

/** The same by part and detail as the columns of a sum that is kept, with the time of the last call. */
export function sumsToKeep(question: RollupQuestion): Query {
  const { sql, parameters } = sourcesOf(question, {
    summed: ['part_id', 'detail_id', 'last_at'],
    counted: eventRows,
  });
  const sums = figureNames.map((name) => `${summed(name)} as ${name}`);
  return {
    sql: `select part_id, detail_id, ${sums.join(', ')}, max(last_at) as last_at from (${sql}) r group by 1, 2`,
    parameters,
  };
}

/** What is selected of sums besides the figures, and how events are written as rows like those. */
interface Manner {
  readonly summed: readonly string[];
  readonly counted: (place: EventPlace, figures: readonly CountedFigure[]) => CountedAs;
}

interface CountedFigure {
  readonly name: string;
  /** Of one event, in SQL. */
  readonly counted: string;
}

interface CountedAs {
  readonly columns: readonly string[];
  readonly grouping: string;
}

const tables = {
  days: 'usage_days',
  months: 'usage_months',
  moments: 'usage_quarters',
  shifts: summedLengths.shifts.table,
  weeks: summedLengths.weeks.table,
} as const;
const dayOfMoment = `(at at time zone 'UTC')::date as at`;
const rowColumns = ['at', 'part_id', 'detail_id', 'operation', 'last_at'] as const;

function sourcesOf(question: RollupQuestion, manner: Manner): Query {
  const parameters = new Parameters();
  const sources = question.pieces.map((piece) => sourceOf(piece, question, manner, parameters));
  return { sql: sources.join('\nunion all\n'), parameters: parameters.values };
}

function sourceOf(piece: Piece, question: RollupQuestion, manner: Manner, values: Parameters): string {
  if (piece.of !== 'moments') return summedRows(piece, question, manner, values);
  const { subject, axis } = question;
  // Of accounts as a whole there are quarters; all else between longer pieces is counted from the events.
  const isWhole = subject.level === 'account' && axis === 'total';
  return isWhole ? summedRows(piece, question, manner, values) : countedRows(piece, question, manner, values);
}

function summedRows(
  { of, stretch, isTaken }: Piece,
  { subject, axis, partIds }: RollupQuestion,
  { summed }: Manner,
  values: Parameters,
): string {
  const isOfDays = of !== 'moments' && of !== 'shifts';
  const selected = isOfDays ? summed : summed.map((name) => (name === 'at' ? dayOfMoment : name));
  const [from, to] = stretch.map((end) => (isOfDays ? `${values.add(utcDate(end))}::date` : values.add(end)));
  const parts = partIds ? `and part_id = any(${values.add(partIds)}::bigint[])` : '';
  return `select ${columnsOf(selected, isTaken)} from ${tables[of]}
    where ${isOneOf('scope', scopesOf(subject), values)} and axis = ${values.add(axis)}
      and at >= ${from} and at < ${to} ${parts}`;
}

function columnsOf(selected: readonly string[], isTaken: boolean): string {
  const counted = figureNames.map((name) => (isTaken ? `-${name} as ${name}` : name));
  return [...selected, ...counted].join(', ');
}

/** The events, and the corrections of them, which are few and mostly none. */
function countedRows(
  { stretch, isTaken }: Piece,
  { subject, axis, partIds }: RollupQuestion,
  { counted }: Manner,
  values: Parameters,
): string {
  const place = placeOfEvent(subject.level, axis);
  const [start, end] = stretch;
  const [since, until] = [new Date(start.getTime() - longestCallMillis), end].map((moment) =>
    values.add(lowestIdAt(moment)),
  );
  const parts = partIds ? `and ${place.part} = any(${values.add(partIds)}::bigint[])` : '';
  const isMeant = `${belongs(subject, values)}
      and e.settled_at >= ${values.add(start)} and e.settled_at < ${values.add(end)}
      and e.id >= ${since} and e.id < ${until} and ${place.part} is not null ${parts}`;
  const events = counted(place, countedFigures(figures, isTaken));
  const corrections = counted(place, countedFigures(figuresOfCorrection, isTaken));
  return `select ${events.columns.join(', ')} from usage_events e where ${isMeant} ${events.grouping}
    union all
    select ${corrections.columns.join(', ')}
    from usage_corrections c join usage_events e on e.id = c.event_id
    where c.event_id >= ${since} and c.event_id < ${until} and ${isMeant} ${corrections.grouping}`;
}

function countedFigures(counts: typeof figuresOfCorrection, isTaken: boolean): CountedFigure[] {
  return figureNames.map((name) => ({ name, counted: `${isTaken ? '-' : ''}(${counts[name] ?? '0'})` }));
}

/** A row for each of them. */
function eventRows({ part, detail, operation }: EventPlace, counted: readonly CountedFigure[]): CountedAs {
  const columns = [
    `(e.settled_at at time zone 'UTC')::date as at`,
    `(${part})::bigint as part_id`,
    `(${detail})::bigint as detail_id`,
    `${operation} as operation`,
    'e.settled_at as last_at',
    ...counted.map(({ name, counted: one }) => `${one}::bigint as ${name}`),
  ];
  return { columns, grouping: '' };
}

/** Added up before they meet the other rows: that takes half the time. As integers again, so that those stay integers too. */
function eventSums({ part, detail }: EventPlace, counted: readonly CountedFigure[]): CountedAs {
  const sums = counted.map(({ name, counted: one }) => `${summed(one)} as ${name}`);
  const columns = [`(${part})::bigint as part_id`, `(${detail})::bigint as detail_id`, ...sums];
  return { columns, grouping: 'group by 1, 2' };
}

function belongs(subject: Subject, values: Parameters): string {
  const conditions: Record<Level, () => string> = {
    platform: () => 'true',
    account: () => isOneOf('e.account', accountsOf(subject), values),
    person: () => `${conditions.account()} and e.user_id = ${values.add(personOf(subject))}`,
    serviceUser: () => `${conditions.account()} and e.service_user_id = ${values.add(personOf(subject))}`,
  };
  return conditions[subject.level]();
}

/** One value is compared as such: the planner knows better then how few rows there are. */
function isOneOf(column: string, all: readonly string[], values: Parameters): string {
  const [only] = all;
  return all.length === 1 ? `${column} = ${values.add(only)}` : `${column} = any(${values.add(all)}::text[])`;
}

function personOf(subject: Subject): number | null {
  if (subject.level === 'person') return subject.userId;
  return subject.level === 'serviceUser' ? subject.serviceUserId : null;
}
