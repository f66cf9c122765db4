import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { ApiKeysService } from '@onegate/auth';
import { Database } from '@onegate/platform';
import type { UsageEvent } from '@onegate/usage';
import {
  administration,
  type Administration,
  type Administrator,
  type Page,
  type TenantBody,
} from '../admin/administration.ts';
import { Installation } from '../setup/installation.ts';
import { recorded, usageEvents } from './usage-bench.ts';

interface Row {
  readonly calls: number;
  readonly cost_usd: string;
  readonly [field: string]: unknown;
}

interface Report {
  readonly period: { readonly start_date: string; readonly end_date: string; readonly time_zone: string };
  readonly totals: Row;
  readonly previous: { readonly period: Report['period']; readonly totals: Row };
  readonly series: (Row & { readonly date: string })[];
  readonly by_model: Row[];
  readonly by_user: Row[];
  readonly by_key: Row[];
  readonly by_tenant: Row[];
  readonly active_users: number;
}

let installation: Installation;
let app: NestFastifyApplication;
let world: Administration;
let acme: TenantBody;
let rival: TenantBody;
let owner: Administrator;
let admin: Administrator;
let member: Administrator;
let stranger: Administrator;
let models: { id: number; slug: string }[];
let keyId: number;

const january = 'start_date=2026-01-01&end_date=2026-01-31';
const at = (text: string): number => Date.parse(text);

beforeAll(async () => {
  installation = await Installation.create();
  const api = await installation.api();
  app = api.app;
  world = await administration(app, api.call);
  [acme, rival] = [await world.tenant('Acme'), await world.tenant('Rival')];
  owner = await world.person(acme, 'owner');
  admin = await world.person(acme, 'admin');
  member = await world.person(acme, 'member');
  stranger = await world.person(rival, 'owner');
  models = await app.get(Database).query('select id::integer, slug from models order by id limit 3');
  const { key } = await app
    .get(ApiKeysService)
    .create({ userId: member.id, name: 'Robot', tenantId: acme.id });
  keyId = key.id;
  await recorded(app, [
    ...calls(acme, owner, 4, { settledAt: at('2026-01-01T00:00:00.000Z'), modelId: models[0]?.id ?? 0 }),
    ...calls(acme, member, 6, {
      settledAt: at('2026-01-31T23:59:59.999Z'),
      modelId: models[1]?.id ?? 0,
      keyId,
      serviceUser: 'person/1',
      chargedNano: '3000000',
    }),
    ...calls(acme, member, 2, { settledAt: at('2026-02-01T00:00:00.000Z'), serviceUser: 'person/1' }),
    ...calls(acme, member, 1, { settledAt: at('2025-12-31T12:00:00Z'), status: 'failed' }),
    ...calls(rival, stranger, 50, { settledAt: at('2026-01-10T00:00:00Z'), serviceUser: 'theirs' }),
    ...calls(null, member, 3, { settledAt: at('2026-01-20T00:00:00Z') }),
  ]);
});
afterAll(() => installation.close());

function calls(
  tenant: TenantBody | null,
  person: Administrator,
  count: number,
  given: Partial<UsageEvent>,
): UsageEvent[] {
  const account = tenant ? (`o${tenant.id}` as const) : (`u${person.id}` as const);
  return usageEvents(count, () => ({ account, userId: person.id, modelId: models[2]?.id ?? 0, ...given }));
}

/** A call every seventh hour of April and May, of three models and three service users in turn. */
const moments = Array.from({ length: 209 }, (_, index) => at('2026-04-01T00:10:00Z') + index * 7 * 3_600_000);
let twoMonths: Promise<TenantBody> | undefined;

function tenantOfTwoMonths(): Promise<TenantBody> {
  twoMonths ??= world.tenant('Of two months').then(async (tenant) => {
    const given = (settledAt: number, index: number) => ({
      settledAt,
      modelId: models[index % 3]?.id ?? 0,
      serviceUser: `person/${index % 3}`,
    });
    await recorded(
      app,
      moments.flatMap((moment, index) => calls(tenant, owner, 1, given(moment, index))),
    );
    return tenant;
  });
  return twoMonths;
}

const detailed = (tenant: TenantBody, query = january) => `/api/tenants/${tenant.id}/detailed-stats?${query}`;

describe('GET /api/tenants/{id}/detailed-stats', () => {
  it('200 with totals, days, models, people and keys; both dates are included', async () => {
    const { status, body } = await owner.call.get<Report>(detailed(acme));
    expect(status).toBe(200);
    expect(body.period).toEqual({ start_date: '2026-01-01', end_date: '2026-01-31', time_zone: 'UTC' });
    expect(body.totals).toEqual({
      calls: 10,
      failed_calls: 0,
      prompt_tokens: 1_200,
      completion_tokens: 500,
      total_tokens: 1_700,
      cached_tokens: 200,
      reasoning_tokens: 100,
      cost_usd: '0.0228',
      average_latency_ms: 500,
      average_first_token_ms: 100,
    });
    expect(body.series).toHaveLength(31);
    expect(body.series.filter(({ calls }) => calls > 0)).toMatchObject([
      { date: '2026-01-01', calls: 4 },
      { date: '2026-01-31', calls: 6 },
    ]);
    expect(body.by_model).toMatchObject([
      { model: models[1]?.slug, calls: 6, cost_usd: '0.018' },
      { model: models[0]?.slug, calls: 4, cost_usd: '0.0048' },
    ]);
    expect(body.by_user).toMatchObject([
      { user_id: member.id, email: member.email, calls: 6 },
      { user_id: owner.id, calls: 4 },
    ]);
    expect(body.by_key).toMatchObject([
      { name: 'Robot', redacted_value: expect.stringContaining('...'), calls: 6 },
    ]);
    expect(body.active_users).toBe(2);
  });

  it('200 beside as many days right before', async () => {
    const { body } = await owner.call.get<Report>(detailed(acme));
    expect(body.previous).toMatchObject({
      period: { start_date: '2025-12-01', end_date: '2025-12-31' },
      totals: { calls: 1, failed_calls: 1 },
    });
  });

  it('200 with the days of the time zone of the tenant, or of one that is asked for, a quarter off included', async () => {
    const zoned = await world.tenant('Nepal');
    await world.boss.put(`/api/tenants/${zoned.id}`, { name: 'Nepal', time_zone: 'Asia/Kathmandu' });
    await recorded(app, [
      ...calls(zoned, owner, 1, { settledAt: at('2026-01-09T18:14:59.999Z'), keyId }),
      ...calls(zoned, owner, 2, { settledAt: at('2026-01-09T18:15:00Z'), keyId }),
      ...calls(zoned, owner, 4, { settledAt: at('2026-01-10T18:14:59Z'), keyId }),
      ...calls(zoned, owner, 8, { settledAt: at('2026-01-10T18:15:00Z'), keyId }),
    ]);
    const day = 'start_date=2026-01-10&end_date=2026-01-10';
    const inNepal = (await world.boss.get<Report>(detailed(zoned, day))).body;
    expect(inNepal.period.time_zone).toBe('Asia/Kathmandu');
    expect(inNepal.totals.calls).toBe(6);
    expect(inNepal.series).toMatchObject([{ date: '2026-01-10', calls: 6 }]);
    expect(inNepal.by_key).toMatchObject([{ calls: 6 }]);
    expect(inNepal.previous.totals.calls).toBe(1);
    const whole = (await world.boss.get<Report>(detailed(zoned))).body;
    expect(whole.series.map(({ calls }) => calls).filter(Boolean)).toEqual([1, 6, 8]);
    expect(whole.totals.calls).toBe(15);
    const inUtc = (await world.boss.get<Report>(detailed(zoned, `${day}&time_zone=UTC`))).body;
    expect(inUtc.totals.calls).toBe(12);
  });

  it.each([
    ['a day of 23 hours', 'America/New_York', '2026-03-08', '2026-03-08T05:00:00Z', '2026-03-09T04:00:00Z'],
    ['a day of 25 hours', 'America/New_York', '2026-11-01', '2026-11-01T04:00:00Z', '2026-11-02T05:00:00Z'],
    ['half an hour off', 'Asia/Kolkata', '2026-03-08', '2026-03-07T18:30:00Z', '2026-03-08T18:30:00Z'],
  ])(
    '200 with %s in %s, in totals, days and the days before alike',
    async (_what, time_zone, date, from, to) => {
      const zoned = await world.tenant(`Of ${date} in ${time_zone}`);
      await world.boss.put(`/api/tenants/${zoned.id}`, { name: zoned.name, time_zone });
      await recorded(app, [
        ...calls(zoned, owner, 1, { settledAt: at(from) - 1 }),
        ...calls(zoned, owner, 2, { settledAt: at(from) }),
        ...calls(zoned, owner, 4, { settledAt: at(to) - 1 }),
        ...calls(zoned, owner, 8, { settledAt: at(to) }),
      ]);
      const ask = async (days: string) => (await world.boss.get<Report>(detailed(zoned, days))).body;
      const report = await ask(`start_date=${date}&end_date=${date}`);
      expect(report).toMatchObject({
        period: { time_zone },
        totals: { calls: 6 },
        series: [{ date, calls: 6 }],
        by_user: [{ calls: 6 }],
        previous: { totals: { calls: 1 } },
      });
      const month = await ask(`start_date=${date.slice(0, 8)}01&end_date=${date.slice(0, 8)}28`);
      const byDay = month.series.map(({ calls: ofDay }) => ofDay).filter(Boolean);
      expect(byDay).toEqual(date.endsWith('01') ? [6, 8] : [1, 6, 8]);
      expect(month.totals.calls).toBe(byDay.reduce((sum, ofDay) => sum + ofDay, 0));
    },
  );

  it('200 for years: whole months, days and hours add up to every call', async () => {
    const query = 'start_date=2024-03-17&end_date=2026-11-03&time_zone=America/New_York';
    const { body } = await world.boss.get<Report>(detailed(acme, query));
    expect(body.totals.calls).toBe(13);
    expect(body.series.reduce((sum, { calls }) => sum + calls, 0)).toBe(13);
  });

  it.each([
    ['Asia/Kolkata', '2026-04-10', '2026-04-10'],
    ['Asia/Kathmandu', '2026-04-03', '2026-05-27'],
    ['America/Los_Angeles', '2026-04-02', '2026-05-02'],
    ['Pacific/Kiritimati', '2026-04-30', '2026-05-01'],
    ['UTC', '2026-04-05', '2026-05-28'],
  ])('200 with just the calls between both dates, in %s from %s to %s', async (zone, start, end) => {
    const tenant = await tenantOfTwoMonths();
    const dates = new Intl.DateTimeFormat('sv-SE', { timeZone: zone });
    const meant = moments.filter((moment) => dates.format(moment) >= start && dates.format(moment) <= end);
    const query = `start_date=${start}&end_date=${end}&time_zone=${zone}`;
    const { body } = await world.boss.get<Report>(detailed(tenant, query));
    const callsOf = (rows: readonly Row[]) => rows.map(({ calls: count }) => count);
    const ofThird = (rest: number) => meant.filter((moment) => moments.indexOf(moment) % 3 === rest).length;
    const inThirds = [0, 1, 2]
      .map(ofThird)
      .filter(Boolean)
      .toSorted((one, other) => other - one);
    expect(body.totals).toMatchObject({ calls: meant.length, prompt_tokens: 120 * meant.length });
    expect(callsOf(body.by_model)).toEqual(inThirds);
    expect(callsOf(body.by_user)).toEqual([meant.length]);
    expect(body.series.reduce((sum, { calls: count }) => sum + count, 0)).toBe(meant.length);
    const path = `/api/users/service-users?tenant_id=${tenant.id}&${query}`;
    const { data, total } = (await world.boss.get<Page<Row>>(path)).body;
    expect(callsOf(data)).toEqual(inThirds);
    expect(total).toBe(inThirds.length);
  });

  it.each([
    ['start_date=2026-02-30', 'start_date'],
    ['start_date=yesterday', 'start_date'],
    ['start_date=2026-01-02&end_date=2026-01-01', 'end_date'],
    ['start_date=2016-01-02&end_date=2026-01-01', 'end_date'],
    ['time_zone=Mars/Olympus', 'time_zone'],
  ])('422 for %s', async (query, field) => {
    const { status, body } = await owner.call.get<{ errors: object }>(detailed(acme, query));
    expect(status).toBe(422);
    expect(Object.keys(body.errors)).toEqual([field]);
  });

  it('404 for another tenant and for none, 403 for a member', async () => {
    expect(await owner.call.get(detailed(rival))).toMatchObject({ status: 404 });
    expect(await owner.call.get('/api/tenants/999999/detailed-stats')).toMatchObject({ status: 404 });
    expect(await owner.call.get('/api/tenants/x/detailed-stats')).toMatchObject({ status: 404 });
    expect(await member.call.get(detailed(acme))).toMatchObject({ status: 403 });
    expect(await admin.call.get(detailed(acme))).toMatchObject({ status: 200 });
  });
});

describe('GET /api/tenants/global-stats', () => {
  it('200 with the whole platform for a super-admin, by tenant, with what the providers cost', async () => {
    const { body } = await world.boss.get<Report>(`/api/tenants/global-stats?${january}`);
    expect(body).toMatchObject({ scope: 'platform', provider_cost_usd: expect.any(String) });
    const of = (tenant: TenantBody) => body.by_tenant.find(({ tenant_id }) => tenant_id === tenant.id);
    expect(of(acme)).toMatchObject({ name: 'Acme', calls: 10, cost_usd: '0.0228' });
    expect(of(rival)).toMatchObject({ calls: 50 });
    expect(body.totals.calls).toBeGreaterThanOrEqual(63);
  });

  it('200 with nothing but their own tenants for others, 403 for a member', async () => {
    const { body } = await owner.call.get<Report>(`/api/tenants/global-stats?${january}`);
    expect(body).toMatchObject({ scope: 'tenants', totals: { calls: 10 } });
    expect(JSON.stringify(body)).not.toContain('Rival');
    expect(body).not.toHaveProperty('provider_cost_usd');
    expect(await member.call.get('/api/tenants/global-stats')).toMatchObject({ status: 403 });
  });
});

describe('GET /api/users/stats/view', () => {
  it('200 with the tenants within reach', async () => {
    const { body } = await stranger.call.get<Report>(`/api/users/stats/view?${january}`);
    expect(body).toMatchObject({ scope: 'tenants', totals: { calls: 50 }, active_users: 1 });
    expect(await member.call.get('/api/users/stats/view')).toMatchObject({ status: 403 });
    expect(await world.boss.get('/api/users/stats/view')).toMatchObject({
      status: 200,
      body: { scope: 'platform' },
    });
  });

  it('200 for the last thirty days where none are named', async () => {
    const { body } = await owner.call.get<Report>('/api/users/stats/view');
    expect(body.series).toHaveLength(30);
    expect(body.series.at(-1)?.date).toBe(new Date().toISOString().slice(0, 10));
  });
});

describe('GET /api/my-stats', () => {
  it('200 with what one used oneself, on the personal account too', async () => {
    const { body } = await member.call.get<Report>(`/api/my-stats?${january}`);
    expect(body.totals).toMatchObject({ calls: 9, cost_usd: '0.0216' });
    expect(body.by_model.map(({ calls }) => calls)).toEqual([6, 3]);
    expect(body.series.filter(({ calls }) => calls > 0)).toMatchObject([
      { date: '2026-01-20', calls: 3 },
      { date: '2026-01-31', calls: 6 },
    ]);
  });

  it('200 with the account of the key only, when it is a key that asks', async () => {
    const { value } = await app.get(ApiKeysService).create({ userId: member.id, name: 'Own' });
    const { body } = await member.call.signedIn(value).get<Report>(`/api/my-stats?${january}`);
    expect(body.totals).toMatchObject({ calls: 3 });
  });

  it('401 without sign-in', async () => {
    expect(await world.boss.signedIn('nobody').get('/api/my-stats')).toMatchObject({ status: 401 });
  });
});

describe('GET /api/users/service-users', () => {
  it("200 with the tenant's own, by page and search", async () => {
    const path = `/api/users/service-users?start_date=2026-01-01&end_date=2026-02-28`;
    const { body } = await owner.call.get<Page<Row>>(path);
    expect(body).toMatchObject({ total: 1, per_page: 15 });
    expect(body.data).toEqual([
      expect.objectContaining({
        id: expect.stringMatching(/^sus_/),
        service_user: 'person/1',
        tenant_id: acme.id,
        calls: 8,
        cost_usd: '0.0204',
        last_used_at: '2026-02-01T00:00:00.000Z',
      }),
    ]);
    const ofJanuary = (await owner.call.get<Page<Row>>(`/api/users/service-users?${january}`)).body;
    expect(ofJanuary.data).toMatchObject([{ calls: 6, last_used_at: '2026-02-01T00:00:00.000Z' }]);
    expect((await owner.call.get<Page<Row>>(`${path}&search=nobody`)).body.data).toEqual([]);
    expect((await owner.call.get<Page<Row>>(`${path}&search=ERSON`)).body.total).toBe(1);
    expect((await world.boss.get<Page<Row>>(path)).body.total).toBe(2);
    expect((await world.boss.get<Page<Row>>(`${path}&tenant_id=${rival.id}`)).body).toMatchObject({
      data: [{ service_user: 'theirs', calls: 50 }],
    });
  });

  it('403 for a member, 404 for another tenant', async () => {
    expect(await member.call.get('/api/users/service-users')).toMatchObject({ status: 403 });
    expect(await owner.call.get(`/api/users/service-users?tenant_id=${rival.id}`)).toMatchObject({
      status: 404,
    });
  });
});

describe('GET /api/users/{tenant}/model-breakdown/{service user}', () => {
  const path = (tenant: TenantBody, name: string) =>
    `/api/users/${tenant.id}/model-breakdown/${encodeURIComponent(name)}?${january}`;

  it('200 with his models, by his own name or by ours', async () => {
    const { body } = await owner.call.get<{ service_user: { id: string }; models: Row[] }>(
      path(acme, 'person/1'),
    );
    expect(body.models).toMatchObject([{ model: models[1]?.slug, calls: 6, cost_usd: '0.018' }]);
    const again = await owner.call.get(path(acme, body.service_user.id));
    expect(again.body).toEqual(body);
  });

  it('404 for nobody, and for those of another tenant', async () => {
    expect(await owner.call.get(path(acme, 'nobody'))).toMatchObject({ status: 404 });
    expect(await owner.call.get(path(acme, 'theirs'))).toMatchObject({ status: 404 });
    expect(await owner.call.get(path(rival, 'theirs'))).toMatchObject({ status: 404 });
    expect(await member.call.get(path(acme, 'person/1'))).toMatchObject({ status: 403 });
  });
});

describe('GET /api/users/export', () => {
  it('200 with what everybody used in those days, on the tenants within reach', async () => {
    const { body } = await owner.call.get<string>(`/api/users/export?${january}`);
    const [heading = '', ...lines] = body.trim().split('\r\n');
    expect(heading).toMatch(/calls,failed_calls,prompt_tokens,completion_tokens,cost_usd$/);
    const lineOf = ({ email }: Administrator) => lines.find((line) => line.includes(email));
    expect(lineOf(owner)).toMatch(/,4,0,480,200,0\.0048$/);
    expect(lineOf(member)).toMatch(/,6,0,720,300,0\.018$/);
    expect(lineOf(admin)).toMatch(/,0,0,0,0,0$/);
    const all = (await world.boss.get<string>(`/api/users/export?${january}`)).body;
    expect(all.split('\r\n').find((line) => line.includes(member.email))).toMatch(/,9,0,1080,450,0\.0216$/);
  });
});
