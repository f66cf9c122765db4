import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { ApiKeysService } from '@onegate/auth';
import { addMonths, Database } from '@onegate/platform';
import { EventPartitions, UsageAggregation } from '@onegate/usage';
import { monthOf } from '../../libs/usage/src/events/event-month.ts';
import { RollupWriting } from '../../libs/usage/src/rollups/rollup-writing.ts';
import { administration } from '../admin/administration.ts';
import { Caller } from '../setup/caller.ts';
import { Installation } from '../setup/installation.ts';

/** So many events, in millions; unset, the suite is skipped: ten of them take a quarter of an hour and eight gigabytes. */
const millions = Number(process.env.ONEGATE_MILLION_EVENTS ?? 0);
const months = 12;
const tenants = 200;
const usersPerTenant = 50;
const serviceUsers = 20_000;
const chunk = 20_000;
const mostMillis = 50;
const rounds = 25;

jest.setTimeout(3_600_000);
const withEvents = millions > 0 ? describe : describe.skip;

withEvents(`statistics of ${millions} million events`, () => {
  let installation: Installation;
  let app: NestFastifyApplication;
  let database: Database;
  let boss: Caller;
  let member: Caller;
  let owner: Caller;
  let organization: string;

  beforeAll(async () => {
    installation = await Installation.create();
    let call: Caller;
    ({ app, call } = await installation.api());
    database = app.get(Database);
    const admin = await administration(app, call);
    ({ boss } = admin);
    await people();
    await events();
    const [row] = await database.query<{ id: number; tenant: string }>(
      `select u.id::integer as id, t.public_id as tenant
       from tenants t join users u on u.tenant_id = t.id where t.name = 'Organization 1' order by u.id limit 1`,
    );
    if (!row) throw new Error('Nobody there');
    organization = row.tenant;
    const key = await app.get(ApiKeysService).create({ userId: row.id, name: 'Test key' });
    member = call.signedIn(key.value);
    owner = (await admin.person({ id: await largest() }, 'owner')).call;
  });
  afterAll(() => installation.close());

  async function people(): Promise<void> {
    await database.query(
      `insert into tenants (public_id, name, created_at, updated_at)
       select 'org_' || lpad(n::text, 26, '0'), 'Organization ' || n, now(), now() from generate_series(1, $1::integer) n`,
      [tenants],
    );
    await database.query(
      `insert into users (public_id, email, name, tenant_id, created_at, updated_at)
       select 'usr_' || lpad(t.id || lpad(n::text, 4, '0'), 26, '0'), t.id || '-' || n || '@example.com', 'Person ' || n, t.id, now(), now()
       from tenants t cross join generate_series(1, $1::integer) n`,
      [usersPerTenant],
    );
    await database.query(
      `insert into memberships (public_id, tenant_id, user_id, role, created_at)
       select 'mem_' || lpad(id::text, 26, '0'), tenant_id, id, case when row_number() over (partition by tenant_id order by id) = 1 then 'owner' else 'member' end, now() from users where tenant_id is not null`,
    );
    await database.query(
      `insert into service_users (public_id, account, name, first_seen_at)
       select 'sus_' || lpad(n::text, 26, '0'), 'o' || (select min(id) + n % $2 from tenants), 'customer ' || n, now()
       from generate_series(1, $1::integer) n`,
      [serviceUsers, tenants],
    );
  }

  /** A year of them, three times as many with each step towards the largest organization, by the product's own sums. */
  async function events(): Promise<void> {
    const perMonth = Math.ceil((millions * 1_000_000) / months);
    for (let month = 0; month < months; month += 1) {
      const start = addMonths(
        new Date(Date.UTC(new Date().getUTCFullYear(), new Date().getUTCMonth(), 1)),
        -month,
      );
      const { firstId } = monthOf(start);
      await app.get(EventPartitions).ensureFor([`${firstId}0000000000000000`]);
      const until = Math.min(Date.now() - 60_000, addMonths(start, 1).getTime());
      for (let from = 0; from < perMonth; from += chunk) {
        const ids = await insert(firstId, start, until, from, Math.min(perMonth, from + chunk));
        await app.get(RollupWriting).add(ids);
      }
    }
    await app.get(UsageAggregation).sumUp();
    await database.query('vacuum analyze');
  }

  async function insert(
    firstId: string,
    start: Date,
    until: number,
    from: number,
    to: number,
  ): Promise<string[]> {
    const rows = await database.query<{ id: string }>(
      `with one as (
        select n, $2::timestamptz + ($3::double precision * random()) * interval '1 millisecond' as at,
          (select min(id) from tenants) + floor($6::integer * power(random() + n * 0, 3))::bigint as tenant,
          floor(random() * $7::integer)::bigint as nth, floor(random() * $8::integer)::bigint as service,
          1 + floor(40 * power(random() + n * 0, 2))::bigint as model
        from generate_series($4::integer, $5::integer - 1) n)
      insert into usage_events (id, request_id, generation_id, started_at, settled_at, account, user_id, key_id,
        service_user_id, operation, requested_model, model_id, model_slug, upstream_account_id, provider_kind,
        upstream_name, is_simulated, is_own_upstream, usage, prompt_tokens, completion_tokens, cached_tokens,
        reasoning_tokens, count_source, price_version_id, markup_bps, cost_nano, charged_nano, reported_cost_nano,
        hold_nano, overdraft_nano, status, http_status, finish_reason, is_stream, disconnect, latency_ms,
        first_token_ms, attempts, is_cached, batch, ingested_at)
      select $1 || lpad(n::text, 16, '0'), 'req_' || n, null, at - interval '1 second', at, 'o' || tenant,
        (select min(id) from users where tenant_id is not null) + (tenant - (select min(id) from tenants)) * $7 + nth,
        null, case when n % 3 = 0 then 1 + service end, 'chat', 'some-model', model, 'vendor/model-' || model, 1,
        'openai', 'model', false, false, '{"input": 100, "output": 40}', 100 + n % 1000, 40, 0, 0, 'upstream', 1, 0,
        1000000 + n, 1200000 + n, null, 5000000, 0, case when n % 50 = 0 then 'failed' else 'completed' end, 200,
        'stop', true, 'none', 900, 200, 1, false, $1 || $4::text, now()
      from one returning id`,
      [firstId, start, until - start.getTime(), from, to, tenants, usersPerTenant, serviceUsers],
    );
    return rows.map(({ id }) => id);
  }

  const today = new Date().toISOString().slice(0, 10);
  const yearAgo = addMonths(new Date(), -11).toISOString().slice(0, 10);
  const span = `start_date=${yearAgo}&end_date=${today}`;
  const month = `start_date=${addMonths(new Date(), -1).toISOString().slice(0, 10)}&end_date=${today}`;

  /** The tenant with the most calls: about a sixth of all. */
  const largest = async () => {
    const [row] = await database.query<{ id: number }>('select min(id)::integer as id from tenants');
    return row?.id ?? 0;
  };

  /** A service user of that one. */
  const somebody = async () => {
    const [row] = await database.query<{ public_id: string }>(
      `select public_id from service_users where account = 'o' || $1::integer limit 1`,
      [await largest()],
    );
    return row?.public_id ?? '';
  };

  it.each([
    ['/api/tenants/global-stats', () => boss.get(`/api/tenants/global-stats?${span}`)],
    ['/api/tenants/global-stats, a month', () => boss.get(`/api/tenants/global-stats?${month}`)],
    ['/api/users/stats/view', () => boss.get(`/api/users/stats/view?${span}`)],
    [
      '/api/tenants/{id}/detailed-stats',
      async () => boss.get(`/api/tenants/${await largest()}/detailed-stats?${span}`),
    ],
    [
      '/api/tenants/{id}/detailed-stats in Nepal, a month',
      async () =>
        boss.get(`/api/tenants/${await largest()}/detailed-stats?${month}&time_zone=Asia/Kathmandu`),
    ],
    [
      '/api/users/service-users',
      async () => boss.get(`/api/users/service-users?${span}&tenant_id=${await largest()}`),
    ],
    [
      '/api/users/{tenant}/model-breakdown/{service user}',
      async () => boss.get(`/api/users/${await largest()}/model-breakdown/${await somebody()}?${span}`),
    ],
    ['/api/my-stats', () => member.get(`/api/my-stats?${span}`)],
    ['/api/v1/users/{id}/usages', () => member.get('/api/v1/users/me/usages?limit=100')],
    ['/api/v1/users/{id}/usages/daily', () => member.get('/api/v1/users/me/usages/daily')],
    [
      '/api/v1/organizations/{id}/usages',
      () => owner.get(`/api/v1/organizations/${organization}/usages?${span}`),
    ],
    [
      '/api/v1/organizations/{id}/metrics',
      () => owner.get(`/api/v1/organizations/${organization}/metrics?${span}`),
    ],
    ['/v1/usage', () => member.get('/v1/usage')],
  ])(`under ${mostMillis} ms: %s`, async (name, ask) => {
    await ask();
    const taken: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const started = performance.now();
      const { status, body } = await ask();
      taken.push(performance.now() - started);
      if (status !== 200) throw new Error(`${status}: ${JSON.stringify(body)}`);
    }
    const sorted = taken.toSorted((a, b) => a - b);
    const median = sorted[Math.floor(rounds / 2)] ?? 0;
    process.stdout.write(`${median.toFixed(1)} ms (worst ${(sorted.at(-1) ?? 0).toFixed(1)}) ${name}\n`);
    expect(median).toBeLessThan(mostMillis);
  });
});
