import { lowestIdAt } from '../events/event-month.js';
import { hasMonths, placeOfEvent, type Axis, type Level } from '../rollups/rollup-axes.js';
import { figureNames, figures, figureSums, figuresOfCorrection } from '../rollups/rollup-figures.js';
import { piecesOf, type Piece, type Stretch } from './span.js';
import { accountsOf, scopesOf, type Subject } from './subject.js';

/** By what the rows of an answer are told apart. */
export type Dimension = 'axis' | 'detail_id' | 'part_id';

/** What is asked of usage, without the time. */
export interface Asked {
  readonly subject: Subject;
  /** By what it is divided: each of them tells the whole. */
  readonly axes: readonly Axis[];
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
export function questionOver(stretch: Stretch, asked: Asked): RollupQuestion {
  return { ...asked, pieces: piecesOf(stretch, hasMonths(asked.subject.level) ? 'months' : 'days') };
}

/** All rows that make up the answer. */
export function rowsOf(question: RollupQuestion): Query {
  const parameters = new Parameters();
  const sources = question.pieces.map((piece) => sourceOf(piece, question, parameters));
  return { sql: sources.join('\nunion all\n'), parameters: parameters.values };
}

/** The same, added up by these dimensions: what had no call is no part of it. */
export function sumsBy(question: RollupQuestion, dimensions: readonly Dimension[]): Query {
  const { sql, parameters } = rowsOf(question);
  const grouping = dimensions.length > 0 ? `group by ${dimensions.join(', ')} having sum(calls) > 0` : '';
  return { sql: `select ${[...dimensions, figureSums].join(', ')} from (${sql}) r ${grouping}`, parameters };
}

function sourceOf(piece: Piece, question: RollupQuestion, values: Parameters): string {
  if (piece.of !== 'moments') return summedRows(piece, question, values);
  const { subject, axes } = question;
  const isWhole = subject.level === 'account' && axes.every((axis) => axis === 'total');
  return isWhole ? quarterRows(piece, subject, values) : countedRows(piece, question, values);
}

const tables = { days: 'usage_days', months: 'usage_months', moments: 'usage_quarters' } as const;

function summedRows({ of, stretch, isTaken }: Piece, question: RollupQuestion, values: Parameters): string {
  const { subject, axes, partIds } = question;
  const [from, to] = stretch;
  const parts = partIds ? `and part_id = any(${values.add(partIds)}::bigint[])` : '';
  return `select ${columns('at', isTaken)} from ${tables[of]}
    where ${isOneOf('scope', scopesOf(subject), values)} and ${isOneOf('axis', axes, values)}
      and at >= ${values.add(dateOf(from))}::date and at < ${values.add(dateOf(to))}::date ${parts}`;
}

/** Of accounts as a whole there are quarters; all else at the ends of a span is counted from the events. */
function quarterRows({ of, stretch, isTaken }: Piece, subject: Subject, values: Parameters): string {
  const [from, to] = stretch;
  return `select ${columns(`(at at time zone 'UTC')::date as at`, isTaken)} from ${tables[of]}
    where ${isOneOf('scope', scopesOf(subject), values)} and axis = 'total'
      and at >= ${values.add(from)} and at < ${values.add(to)}`;
}

function columns(at: string, isTaken: boolean): string {
  const counted = figureNames.map((name) => (isTaken ? `-${name} as ${name}` : name));
  return ['scope', 'axis', at, 'part_id', 'detail_id', 'operation', ...counted, 'last_at'].join(', ');
}

/** Each event once for each axis, and each correction of one. Corrections are few, and mostly none. */
function countedRows({ stretch, isTaken }: Piece, question: RollupQuestion, values: Parameters): string {
  const from = `usage_events e cross join lateral (values ${placesOf(question)}) p (scope, axis, part_id, detail_id, operation)`;
  const [start, end] = stretch;
  const [since, until] = [new Date(start.getTime() - longestCallMillis), end].map((moment) =>
    values.add(lowestIdAt(moment)),
  );
  const parts = question.partIds ? `and p.part_id = any(${values.add(question.partIds)}::bigint[])` : '';
  const isMeant = `${belongs(question.subject, values)}
      and e.settled_at >= ${values.add(start)} and e.settled_at < ${values.add(end)}
      and e.id >= ${since} and e.id < ${until} and p.part_id is not null ${parts}`;
  return `select ${countedColumns(figures, isTaken)} from ${from} where ${isMeant}
    union all
    select ${countedColumns(figuresOfCorrection, isTaken)}
    from usage_corrections c join ${from} on e.id = c.event_id
    where c.event_id >= ${since} and c.event_id < ${until} and ${isMeant}`;
}

function placesOf({ subject, axes }: RollupQuestion): string {
  return axes
    .map((axis) => placeOfEvent(subject.level, axis))
    .map(
      ([scope, axis, part, detail, operation]) =>
        `(${scope}, ${axis}, (${part})::bigint, (${detail})::bigint, ${operation})`,
    )
    .join(', ');
}

function countedColumns(counts: typeof figuresOfCorrection, isTaken: boolean): string {
  const sign = isTaken ? '-' : '';
  const counted = figureNames.map((name) => `(${sign}(${counts[name] ?? '0'}))::bigint as ${name}`);
  const place = `p.scope, p.axis, (e.settled_at at time zone 'UTC')::date as at, p.part_id, p.detail_id, p.operation`;
  return [place, ...counted, 'e.settled_at as last_at'].join(', ');
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

function dateOf(date: Date): string {
  return date.toISOString().slice(0, 10);
}
