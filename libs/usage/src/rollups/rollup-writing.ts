import { Injectable } from '@nestjs/common';
import { Database } from '@onegate/platform';
import { summedLengths } from '../aggregation/stretch-lengths.js';
import {
  countsInMonths,
  grains,
  monthPlaces,
  placesOfEvent,
  quarterPlaces,
  type EventPlace,
  type Grain,
} from './rollup-axes.js';
import { corrected, figureNames, figures, plusMore, summed } from './rollup-figures.js';

const key = 'scope, axis, at, part_id, detail_id, operation';

/**
 * What adds the events in $1 to the sums that they count in. One statement, because planning one over so many ids takes
 * as long as a tenth of it; and months are made of the days, which are far fewer than the events.
 */
const addEvents = `with of_events as materialized (${valuesOfEvents()}),
  of_quarters as (${sumsOf('quarters', quarterPlaces)}),
  of_days as materialized (${sumsOf('days', placesOfEvent)}),
  of_months as (
    select scope, axis, date_trunc('month', at)::date as at, part_id, detail_id, operation,
      ${figureNames.map(sumOf).join(', ')}, max(last_at) as last_at
    from of_days where ${countsInMonths} group by 1, 2, 3, 4, 5, 6),
  quarters as (${addition('quarters', 'of_quarters')}),
  days as (${addition('days', 'of_days')}),
  stretches as (${change('of_events')})
  ${addition('months', 'of_months')}`;

@Injectable()
export class RollupWriting {
  constructor(private readonly database: Database) {}

  /** Adds what a re-rating corrects of events to the sums that they are in. Within the transaction that writes it down. */
  async correct(eventIds: readonly string[], reratingId: number): Promise<void> {
    for (const statement of correctionStatements)
      await this.database.query(statement, [eventIds, reratingId]);
    await this.database.query(changeCorrected, [eventIds]);
  }

  /** Within the transaction that inserts the events, and last in it: others wait for the same rows until it ends. */
  async add(eventIds: readonly string[]): Promise<void> {
    await this.database.query(addEvents, [eventIds]);
  }
}

const changeCorrected = change('(select account, settled_at from usage_events where id = any($1::text[]))');

const corrections = {
  days: { grain: 'days', places: placesOfEvent },
  months: { grain: 'months', places: monthPlaces },
  quarters: { grain: 'quarters', places: quarterPlaces },
} as const;

/** The rows are there, because the events are in them. */
const correctionStatements = Object.values(corrections).map(({ grain, places }) => {
  const { table, of } = grains[grain];
  const rows = places
    .map(
      ({ scope, axis, part, detail, operation }) => `(${[scope, axis, part, detail, operation].join(', ')})`,
    )
    .join(', ');
  return `update ${table} t set corrected_cost_nano = ${corrected('t.corrected_cost_nano', 's.cost')},
      corrected_nano = ${corrected('t.corrected_nano', 's.charged')}
    from (
      select p.scope, p.axis, ${of} as at, p.part_id, p.detail_id, p.operation,
        sum(c.cost_change_nano) as cost, sum(c.change_nano) as charged
      from usage_corrections c join usage_events e on e.id = c.event_id
        cross join lateral (values ${rows}) p (scope, axis, part_id, detail_id, operation)
      where c.event_id = any($1::text[]) and c.rerating_id = $2
        and p.scope is not null and p.part_id is not null
      group by 1, 2, 3, 4, 5, 6) s
    where (t.scope, t.axis, t.at, t.part_id, t.detail_id, t.operation)
      = (s.scope, s.axis, s.at, s.part_id, s.detail_id, s.operation)`;
});

/**
 * The row is locked also where it says so already: who sums a stretch up waits for those who are adding to it, and hears
 * of those who come later.
 */
function change(events: string): string {
  const lengths = Object.entries(summedLengths).map(([name, { of }]) => `('${name}', ${of})`);
  return `insert into usage_stretches (account, length, at, state)
    select distinct e.account, l.name, l.at, 'changed'
    from ${events} e cross join lateral (values ${lengths.join(', ')}) l (name, at) order by 1, 2, 3
    on conflict (account, length, at) do update set state = 'changed' where usage_stretches.state <> 'changed'`;
}

function valuesOfEvents(): string {
  const values = figureNames.map((name) => `(${figures[name]})::bigint as ${name}`).join(', ');
  return `select e.account, e.user_id, e.key_id, e.service_user_id, e.operation, e.model_id, e.settled_at, ${values}
    from usage_events e where e.id = any($1::text[])`;
}

/** Place by place: one grouping of all of them would not fit into the memory that a statement may have. */
function sumsOf(grain: Grain, places: readonly EventPlace[]): string {
  const sums = figureNames.map(sumOf).join(', ');
  return places
    .map(
      ({ scope, axis, part, detail, operation }) =>
        `select ${scope} as scope, ${axis} as axis, ${grains[grain].of} as at, (${part})::bigint as part_id,
          (${detail})::bigint as detail_id, ${operation} as operation, ${sums}, max(e.settled_at) as last_at
        from of_events e where ${scope} is not null and ${part} is not null group by 1, 2, 3, 4, 5, 6`,
    )
    .join(' union all ');
}

function sumOf(name: string): string {
  return `${summed(name)} as ${name}`;
}

/** Rows in the order of their key, so that two processes that write the same ones wait, and do not block each other. */
function addition(grain: Grain, source: string): string {
  const { table } = grains[grain];
  const columns = `${key}, ${figureNames.join(', ')}, last_at`;
  const added = figureNames
    .map((name) => `${name} = ${plusMore(`${table}.${name}`, `excluded.${name}`)}`)
    .join(', ');
  return `insert into ${table} (${columns}) select ${columns} from ${source} order by ${key}
    on conflict (${key}) do update set ${added}, last_at = greatest(${table}.last_at, excluded.last_at)`;
}
