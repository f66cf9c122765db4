import path from 'node:path';
import { Client } from 'pg';
import type { EventMonth } from '../../libs/usage/src/events/event-month.ts';

const built = path.join(import.meta.dirname, '../../dist/libs/usage/src');
const { monthOf } = (await import(`${built}/events/event-month.js`)) as {
  monthOf: (date: Date) => EventMonth;
};
const { RollupWriting } = (await import(`${built}/rollups/rollup-writing.js`)) as {
  RollupWriting: new (database: Queries) => { add(ids: readonly string[]): Promise<void> };
};
const { UsageAggregation } = (await import(`${built}/aggregation/usage-aggregation.service.js`)) as {
  UsageAggregation: new (database: Queries, clock: { now(): Date }) => { sumUp(): Promise<number> };
};

/** What the product's own services ask of their database here. */
interface Queries {
  query(sql: string, parameters?: unknown[]): Promise<unknown[]>;
  exclusively<Result>(name: string, work: () => Promise<Result>): Promise<Result>;
}

const batch = 200_000;
const days = 90;

/** Fills the tables with so many calls of the last ninety days, made up by Postgres, and sums them up as the ingest and the job `usage-aggregation` do. */
export async function makeHistory(count: number): Promise<void> {
  const client = new Client({ connectionString: process.env.DATABASE_URL });
  await client.connect();
  await client.query('set synchronous_commit = off');
  await client.query("set work_mem = '256MB'");
  await makePlaces(client);
  for (let done = 0; done < count; done += batch) {
    await makeBatch(client, done, count);
    if (done % 1_000_000 === 0) console.log(`${done} of ${count}`);
  }
  const summed = await new UsageAggregation(queriesOf(client), { now: () => new Date() }).sumUp();
  console.log(`${summed} stretches summed up`);
  await client.query('vacuum analyze');
  await client.end();
}

function queriesOf(client: Client): Queries {
  return {
    query: async (sql, parameters) => (await client.query(sql, parameters)).rows as unknown[],
    exclusively: (_name, work) => work(),
  };
}

async function makePlaces(client: Client): Promise<void> {
  for (let month = 0; month <= 4; month += 1) {
    const { name, firstId, endId } = monthOf(new Date(Date.now() - month * 28 * 86_400_000));
    await client.query(
      `create table if not exists usage_events_${name} partition of usage_events
       for values from ('${firstId}') to ('${endId}')`,
    );
  }
  await client.query(`insert into tenants (public_id, name, created_at, updated_at)
    select 'org_load' || n, 'Tenant ' || n, now(), now() from generate_series(1, 50) n on conflict do nothing`);
  await client.query(`insert into users (public_id, email, name, created_at, updated_at)
    select 'usr_load' || n, 'load' || n || '@example.com', 'Person ' || n, now(), now()
    from generate_series(1, 2000) n on conflict do nothing`);
  await client.query(`insert into service_users (public_id, account, name, first_seen_at)
    select 'sus_load' || t || '_' || n, 'o' || t, 'person-' || n, now()
    from generate_series(1, 50) t, generate_series(1, 400) n on conflict do nothing`);
}

/** A batch is a stretch of time, so that its sums are few and the tables grow as they would. */
async function makeBatch(client: Client, done: number, count: number): Promise<void> {
  const ends = [done, Math.min(done + batch, count)].map(
    (at) => Date.now() - days * 86_400_000 + (at / count) * days * 86_400_000,
  );
  const { rows } = await client.query<{ id: string }>(insertHistory, [...ends, batch]);
  const ids = rows.map(({ id }) => id);
  await new RollupWriting(queriesOf(client)).add(ids);
}

/** A quarter of all calls are of tenant 1; ids begin with their time, like those that the product makes. */
const insertHistory = `
  with moments as (
    select $1::bigint + ((n::double precision / $3) * ($2::bigint - $1::bigint))::bigint as at, n,
      random() as who, random() as what, random() as served
    from generate_series(0, $3::integer - 1) n
  ), people as (
    select *, 1 + floor(2000 * who * who)::integer as person, 1 + floor(40 * what * what)::integer as model
    from moments
  ), placed as (
    select *, case when person % 4 = 0 then 1 else 1 + person % 50 end as tenant,
      20 + floor(random() * 4000)::integer as input, 1 + floor(random() * 800)::integer as output
    from people
  )
  insert into usage_events
  select 'evt_' || (
      select string_agg(substr('0123456789abcdefghjkmnpqrstvwxyz', 1 + ((at >> (5 * i)) & 31)::integer, 1), ''
        order by i desc) from generate_series(0, 9) i
    ) || substr(translate(md5(random()::text), 'ilou', '0000'), 1, 16),
    'req_load', 'gen_' || $1 || '_' || n, to_timestamp(at / 1000.0), to_timestamp(at / 1000.0 + 2),
    'o' || tenant, person, person * 2 + n % 2,
    case when served < 0.5 then (
      1 + (tenant - 1) * 400 + floor(400 * served * served * 4)::integer) end,
    'chat', 'vendor/model-' || model, model, 'vendor/model-' || model, 1, 'openai', 'model', false, false,
    jsonb_build_object('input', input, 'output', output), input, output, 0, 0, 'upstream', 1, 2000,
    input * 2500 + output * 10000, input * 3000 + output * 12000, null, 90000000, 0,
    case when n % 50 = 0 then 'failed' else 'completed' end, 200, 'stop', true, 'none',
    1500, 300, 1, false, 'load', now()
  from placed
  returning id`;
