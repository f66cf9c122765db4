import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { ApiKeysService } from '@onegate/auth';
import { tagOf, type AccountTag } from '@onegate/billing';
import { Database, JobQueue, newId, usd } from '@onegate/platform';
import { Reconciliation, ReratingWork, type UsageEvent } from '@onegate/usage';
import { administration, type Administration } from '../admin/administration.ts';
import { bench, principal } from '../admission/admission-bench.ts';
import type { Caller } from '../setup/caller.ts';
import { given } from '../setup/given.ts';
import { Installation } from '../setup/installation.ts';
import { until } from '../setup/until.ts';
import { modelNamed } from '../upstreams/catalog.ts';
import { recorded, usageEvents } from './usage-bench.ts';

interface AccountRow {
  readonly account: string;
  readonly estimated_calls: number;
  readonly estimated_usd: string;
  readonly corrected_calls: number;
  readonly corrected_usd: string;
  readonly note_reference: string | null;
}
interface Rerated {
  readonly id: number;
  readonly public_id: string;
  readonly state: string;
  readonly estimated_calls: number;
  readonly corrected_calls: number;
  readonly corrected_usd: string;
  readonly accounts: AccountRow[];
}

let installation: Installation;
let app: NestFastifyApplication;
let call: Caller;
let admin: Administration;
let database: Database;
const slug = 'openai/gpt-4o-mini';
const noon = Date.UTC(2026, 2, 10, 12);
/** A tenth of what was charged: 100 in, 20 cached and 50 out were 1,200,000 nano-dollars, 20 % mark-up included. */
const right = { prices: { input: '0.0000001', output: '0.000001' } };
const rightCharge = BigInt(Math.round((120 * 100 + 50 * 1_000) * 1.2));
const span = { from: new Date(noon - 3_600_000).toISOString(), to: new Date(noon + 3_600_000).toISOString() };

beforeAll(async () => {
  installation = await Installation.create();
  ({ app, call } = await installation.api());
  admin = await administration(app, call);
  database = app.get(Database);
});
afterAll(() => installation.close());

async function account(of: (index: number) => Partial<UsageEvent> = () => ({}), calls = 10) {
  const { id } = await given(app).user();
  const tag = tagOf({ kind: 'user', id });
  await bench(app).credit(principal(id), usd(5));
  const { id: modelId } = await modelNamed(app, slug);
  const events = usageEvents(calls, (index) => ({
    account: tag,
    userId: id,
    modelId,
    modelSlug: slug,
    settledAt: noon + index,
    id: newId('evt', new Date(noon + index - 500)),
    ...of(index),
  }));
  await recorded(app, events);
  return { id, tag, modelId, events };
}

async function request(body: object = {}): Promise<Rerated> {
  const asked = await admin.boss.post<Rerated>('/api/re-ratings', {
    model: slug,
    ...span,
    price: right,
    reason: 'One zero too few',
    ...body,
  });
  expect(asked.status).toBe(201);
  await app.get(ReratingWork).carryOut(asked.body.public_id, false);
  return read(asked.body.id);
}

const read = async (id: number) => (await admin.boss.get<Rerated>(`/api/re-ratings/${id}`)).body;
const of = (rerated: Rerated, tag: AccountTag) => rerated.accounts.find((row) => row.account === tag);

async function carriedOut({ id, public_id: publicId }: Rerated): Promise<Rerated> {
  expect((await admin.boss.post(`/api/re-ratings/${id}/run`)).status).toBe(202);
  await app.get(ReratingWork).carryOut(publicId, false);
  return read(id);
}

async function sums(tag: AccountTag) {
  const rows = await database.query<{ at: string; net: string }>(
    `select 'day' as at, sum(charged_nano + corrected_nano)::text as net from usage_days where scope = $1 and axis = 'total'
     union all select 'month', sum(charged_nano + corrected_nano)::text from usage_months where scope = $1 and axis = 'model'
     union all select 'quarter', sum(charged_nano + corrected_nano)::text from usage_quarters where scope = $1`,
    [tag],
  );
  return rows.map(({ net }) => BigInt(net));
}

const notes = (tag: AccountTag) =>
  database.query<{ kind: string; change: string; about: string }>(
    `select t.kind, t.change_nano::text as change, about from ledger_transactions t join wallets w on w.id = t.wallet_id
     where 'u' || w.user_id = $1 and t.kind in ('credit_note', 'debit_note') order by t.id`,
    [tag],
  );

async function booksAreRight(): Promise<void> {
  const run = await app.get(Reconciliation).run({ runId: null, isThorough: true });
  const found = await database.query(
    'select account, differences from reconciled_accounts where difference_nano <> 0',
  );
  expect(found).toEqual([]);
  expect(run.differenceNano).toBe(0n);
}

describe('calls that had a wrong price', () => {
  it('are counted first, then corrected once, with one note for each account, and everything agrees', async () => {
    const { tag, events } = await account();
    const dry = await request();
    expect(dry.state).toBe('estimated');
    expect(of(dry, tag)).toMatchObject({ estimated_calls: 10, corrected_calls: 0, note_reference: null });
    expect(await notes(tag)).toEqual([]);
    expect(await sums(tag)).toEqual(Array(3).fill(12_000_000n));

    const done = await carriedOut(dry);
    expect(done.state).toBe('completed');
    const change = 10n * rightCharge - 12_000_000n;
    expect(of(done, tag)).toMatchObject({
      corrected_calls: 10,
      corrected_usd: of(dry, tag)?.estimated_usd,
      note_reference: `rerating:${done.public_id}:${tag}`,
    });
    expect(await sums(tag)).toEqual(Array(3).fill(10n * rightCharge));
    expect(await notes(tag)).toEqual([
      { kind: 'credit_note', change: String(-change), about: expect.stringContaining('One zero too few') },
    ]);
    const [event] = await database.query<{ charged: string; change: string }>(
      `select e.charged_nano::text as charged, c.change_nano::text as change
       from usage_events e join usage_corrections c on c.event_id = e.id where e.id = $1`,
      [events[0]?.id],
    );
    expect(event).toEqual({ charged: '1200000', change: String(rightCharge - 1_200_000n) });
    await booksAreRight();
  });

  it('are shown with what was charged, what was corrected since, and what that leaves', async () => {
    const { id, events } = await account();
    const key = await app.get(ApiKeysService).create({ userId: id, name: 'Test key' });
    const caller = call.signedIn(key.value);
    const { id: event = '' } = events[0] ?? {};
    type Generation = { data: { total_cost: number; corrected_cost: number; net_cost: number } };
    const generation = async () => (await caller.get<Generation>(`/api/v1/generation?id=${event}`)).body.data;
    type Usages = {
      data: { items: { id: string; costUsd: number; correctedUsd?: number; netUsd?: number }[] };
    };
    const item = async () =>
      (await caller.get<Usages>('/api/v1/users/me/usages?limit=100')).body.data.items.find(
        (one) => one.id === event,
      );
    expect(await generation()).toMatchObject({ total_cost: 0.0012, corrected_cost: 0, net_cost: 0.0012 });
    expect(await item()).toMatchObject({ costUsd: 1_200 });
    expect(await item()).not.toHaveProperty('netUsd');
    await carriedOut(await request());
    const net = Number(rightCharge);
    expect(await generation()).toMatchObject({
      total_cost: 0.0012,
      corrected_cost: (net - 1_200_000) / 1e9,
      net_cost: net / 1e9,
    });
    expect(await item()).toMatchObject({
      costUsd: 1_200,
      correctedUsd: Math.round((net - 1_200_000) / 1e3),
      netUsd: Math.round(net / 1e3),
    });
  });

  it('are corrected no second time, by the same re-rating or by another one with the same price', async () => {
    const { tag } = await account();
    const first = await carriedOut(await request());
    await carriedOut(first);
    const second = await carriedOut(await request());
    expect(of(second, tag)).toBeUndefined();
    expect(await notes(tag)).toHaveLength(1);
    expect(await sums(tag)).toEqual(Array(3).fill(10n * rightCharge));
    await booksAreRight();
  });

  it('killed in the middle, it goes on where it was, and each call is corrected once', async () => {
    const { tag } = await account(() => ({}), 2_500);
    const dry = await request();
    await admin.boss.post(`/api/re-ratings/${dry.id}/run`);
    const query = database.query.bind(database);
    let left = 1;
    database.query = <Row>(sql: string, parameters?: readonly unknown[]): Promise<Row[]> => {
      if (sql.includes('insert into usage_corrections')) {
        if (left === 0) return Promise.reject(new Error('Killed'));
        left -= 1;
      }
      return query<Row>(sql, parameters);
    };
    await expect(app.get(ReratingWork).carryOut(dry.public_id, false)).rejects.toThrow('Killed');
    database.query = query;
    const halfway = of(await read(dry.id), tag);
    expect(halfway?.note_reference).toBeNull();
    expect(halfway?.corrected_calls).toBeGreaterThan(0);
    expect(halfway?.corrected_calls).toBeLessThan(2_500);
    await booksAreRight();
    const twice = await Promise.all([
      app.get(ReratingWork).carryOut(dry.public_id, false),
      app.get(ReratingWork).carryOut(dry.public_id, false),
    ]);
    expect(twice.map(({ state }) => state)).toContain('completed');
    expect(of(await read(dry.id), tag)).toMatchObject({ corrected_calls: 2_500 });
    expect(await notes(tag)).toHaveLength(1);
    expect(await sums(tag)).toEqual(Array(3).fill(2_500n * rightCharge));
    await booksAreRight();
  });

  it('that were too cheap stay so, unless it is said that more may be charged', async () => {
    const { tag } = await account();
    const dear = { prices: { input: '0.001', output: '0.001' } };
    expect(of(await request({ price: dear }), tag)).toBeUndefined();
    const done = await carriedOut(await request({ price: dear, allow_debit: true }));
    expect(of(done, tag)?.corrected_calls).toBe(10);
    expect((await notes(tag)).map(({ kind }) => kind)).toEqual(['debit_note']);
    await booksAreRight();
  });

  it('only those of the model and the span, and none that was free', async () => {
    const { tag, events } = await account((index) => {
      if (index === 0) return { modelId: 999_999 };
      if (index === 1) return { startedAt: noon + 3_600_000 };
      if (index === 2) return { isOwnUpstream: true, chargedNano: '0' };
      if (index === 3) return { isCached: true, chargedNano: '0' };
      return {};
    });
    const done = await carriedOut(await request());
    expect(of(done, tag)?.corrected_calls).toBe(6);
    const { body } = await admin.boss.get<{ data: { event: string; account: string }[] }>(
      `/api/re-ratings/${done.id}/corrections?per_page=100`,
    );
    const ours = body.data.filter((row) => row.account === tag).map(({ event }) => event);
    expect(ours.toSorted()).toEqual(
      events
        .slice(4)
        .map(({ id }) => id)
        .toSorted(),
    );
  });

  it('statistics show what is left after the correction, in any time zone', async () => {
    const tenant = await admin.tenant('Corrected');
    const tag = `o${tenant.id}` as const;
    const owner = await admin.person(tenant, 'owner');
    await account(() => ({ account: tag, userId: owner.id }));
    await carriedOut(await request());
    for (const zone of ['UTC', 'Asia/Kolkata']) {
      const { body } = await owner.call.get<{ totals: Record<string, unknown> }>(
        `/api/tenants/${tenant.id}/detailed-stats?start_date=2026-03-09&end_date=2026-03-11&time_zone=${zone}`,
      );
      expect(JSON.stringify(body)).toContain(String(Number(10n * rightCharge) / 1e9));
      expect(JSON.stringify(body)).not.toContain('0.012');
    }
  });

  it('by a worker, and for administrators of the platform only', async () => {
    await account();
    const owner = await admin.person(await admin.tenant(), 'owner');
    expect((await owner.call.get('/api/re-ratings')).status).toBe(403);
    expect(app.get(JobQueue)).toBeDefined();
    await installation.worker();
    const asked = await admin.boss.post<Rerated>('/api/re-ratings', {
      model: slug,
      ...span,
      price: 'current',
      reason: 'As it is today',
    });
    const state = async () => (await read(asked.body.id)).state;
    await until('the estimate', async () => (await state()) === 'estimated');
    await admin.boss.post(`/api/re-ratings/${asked.body.id}/run`);
    await until('the end', async () => (await state()) === 'completed');
    const wrong = await admin.boss.post('/api/re-ratings', {
      model: slug,
      from: span.to,
      to: span.from,
      price: right,
      reason: 'x',
    });
    expect(wrong.status).toBe(422);
    expect((await admin.boss.get('/api/re-ratings/99999')).status).toBe(404);
  });
});
