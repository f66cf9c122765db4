import { lowestIdAt } from '../events/event-month.js';
import { hasMonths, placeOfEvent, type Axis, type Level } from '../rollups/rollup-axes.js';
import { correctedFigures, figureNames } from '../rollups/rollup-figures.js';
import type { Pieces, Stretch } from './span.js';
import { accountsOf, scopesOf, type Subject } from './subject.js';

/** By what the rows of an answer are told apart. */
export type Dimension = 'scope' | 'at' | 'part_id' | 'detail_id' | 'operation';

export interface RollupQuestion {
  readonly subject: Subject;
  readonly axis: Axis;
  readonly pieces: Pieces;
  /** Only these parts. */
  readonly partIds?: readonly number[];
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

/** All rows that make up the answer, from the coarsest sums that fit; the ends are counted from the events themselves. */
export function rowsOf(question: RollupQuestion): Query {
  const parameters = new Parameters();
  const { months, days, edges } = question.pieces;
  const coarsest = hasMonths(question.subject.level) ? 'usage_months' : 'usage_days';
  const sources = [
    ...(months ? [summedRows(coarsest, months, question, parameters)] : []),
    ...days.map((stretch) => summedRows('usage_days', stretch, question, parameters)),
    ...edges.map((stretch) => edgeRows(stretch, question, parameters)),
  ];
  const sql = sources.length > 0 ? sources.join('\nunion all\n') : noRows;
  return { sql, parameters: parameters.values };
}

/** The same, added up by these dimensions. */
export function sumsBy(question: RollupQuestion, dimensions: readonly Dimension[]): Query {
  const { sql, parameters } = rowsOf(question);
  const sums = figureNames.map((name) => `coalesce(sum(${name}), 0)::text as ${name}`).join(', ');
  const columns = [...dimensions, sums, 'max(last_at) as last_at'].join(', ');
  const grouping = dimensions.length > 0 ? `group by ${dimensions.join(', ')}` : '';
  return { sql: `select ${columns} from (${sql}) r ${grouping}`, parameters };
}

const columns = `scope, axis, at, part_id, detail_id, operation, ${figureNames.join(', ')}, last_at`;
const noRows = `select ${columns} from usage_days where false`;

function summedRows(
  table: string,
  [from, to]: Stretch,
  question: RollupQuestion,
  values: Parameters,
): string {
  const { subject, axis, partIds } = question;
  const parts = partIds ? `and part_id = any(${values.add(partIds)}::bigint[])` : '';
  return `select ${columns} from ${table}
    where ${isOneOf('scope', scopesOf(subject), values)} and axis = ${values.add(axis)}
      and at >= ${values.add(dateOf(from))}::date and at < ${values.add(dateOf(to))}::date ${parts}`;
}

/** Of accounts as a whole there are quarters; all else at the ends of a span is counted from the events. */
function edgeRows(stretch: Stretch, question: RollupQuestion, values: Parameters): string {
  const { subject, axis } = question;
  return subject.level === 'account' && axis === 'total'
    ? quarterRows(stretch, subject, values)
    : countedRows(stretch, question, values);
}

function quarterRows([from, to]: Stretch, subject: Subject, values: Parameters): string {
  return `select ${columns.replace('at,', `(at at time zone 'UTC')::date as at,`)} from usage_quarters
    where ${isOneOf('scope', scopesOf(subject), values)} and axis = 'total'
      and at >= ${values.add(from)} and at < ${values.add(to)}`;
}

/** The bounds of the id say which partitions to look into. */
function countedRows([from, to]: Stretch, question: RollupQuestion, values: Parameters): string {
  const { subject, axis, partIds } = question;
  const [scope, axisText, part, detail, operation] = placeOfEvent(subject.level, axis);
  const parts = partIds ? `and ${part} = any(${values.add(partIds)}::bigint[])` : '';
  const counted = figureNames.map((name) => `(${correctedFigures[name]})::bigint as ${name}`).join(', ');
  const since = new Date(from.getTime() - longestCallMillis);
  return `select ${scope} as scope, ${axisText} as axis, (e.settled_at at time zone 'UTC')::date as at,
      (${part})::bigint as part_id, (${detail})::bigint as detail_id, ${operation} as operation,
      ${counted}, e.settled_at as last_at
    from usage_events e
    where ${belongs(subject, values)} and e.settled_at >= ${values.add(from)} and e.settled_at < ${values.add(to)}
      and e.id >= ${values.add(lowestIdAt(since))} and e.id < ${values.add(lowestIdAt(to))}
      and ${part} is not null ${parts}`;
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
function isOneOf(column: string, accounts: readonly string[], values: Parameters): string {
  const [only] = accounts;
  return accounts.length === 1
    ? `${column} = ${values.add(only)}`
    : `${column} = any(${values.add(accounts)}::text[])`;
}

function personOf(subject: Subject): number | null {
  if (subject.level === 'person') return subject.userId;
  return subject.level === 'serviceUser' ? subject.serviceUserId : null;
}

function dateOf(date: Date): string {
  return date.toISOString().slice(0, 10);
}
