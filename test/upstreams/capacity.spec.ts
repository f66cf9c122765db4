import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { BullJobQueue } from '@onegate/platform';
import { refreshCapacity, RouteChooser } from '@onegate/models';
import { people } from '../account/people.ts';
import { administration, type Administration } from '../admin/administration.ts';
import type { Caller } from '../setup/caller.ts';
import { given } from '../setup/given.ts';
import { Installation } from '../setup/installation.ts';
import { until } from '../setup/until.ts';
import { modelNamed } from './catalog.ts';
import { simulatedProvider, type SimulatedProvider } from './simulated-provider.ts';

interface Figure {
  readonly limit: number | null;
  readonly remaining: number | null;
  readonly remaining_percent: number | null;
  readonly resets_at: number | null;
  readonly confidence: string;
}

interface Capacity {
  readonly account_id: string;
  readonly provider: string;
  readonly name?: string;
  readonly status: string;
  readonly requests: Figure | null;
  readonly tokens: Figure | null;
  readonly estimated_remaining_usd: string | null;
  readonly confidence: string;
  readonly updated_at: number | null;
  readonly age_seconds: number | null;
}

interface Capacities {
  readonly object: 'list';
  readonly data: Capacity[];
}

const path = '/v1/usage/account_capacity';
let installation: Installation;
let app: NestFastifyApplication;
let call: Caller;
let admin: Administration;
let provider: SimulatedProvider;

beforeAll(async () => {
  installation = await Installation.create();
  ({ app, call } = await installation.api());
  await installation.worker();
  admin = await administration(app, call);
  provider = await simulatedProvider(installation);
});
afterAll(() => installation.close());

let count = 0;
async function account(change: object = {}): Promise<{ id: number; public_id: string; name: string }> {
  count += 1;
  const { status, body } = await admin.boss.post<{ id: number; public_id: string; name: string }>(
    '/api/upstream-accounts',
    {
      name: `Secretly named ${count}`,
      kind: 'openai-compatible',
      base_url: provider.baseUrl,
      credentials: { api_key: 'sk-any' },
      models: [
        { model: 'openai/gpt-4o', upstream_name: 'gpt-4o+remaining=2500,remaining_tokens=0,reset=30' },
      ],
      ...change,
    },
  );
  if (status !== 201) throw new Error(JSON.stringify(body));
  return body;
}

async function keyHolder(): Promise<Caller> {
  return call.signedIn(await given(app).apiKey(await given(app).user()));
}

async function capacityOf(id: string, who: Caller, method: 'GET' | 'POST' = 'GET'): Promise<Capacity> {
  const { status, body } =
    method === 'GET' ? await who.get<Capacities>(path) : await who.post<Capacities>(`${path}/refresh`);
  expect([status, body.object]).toEqual([200, 'list']);
  const found = body.data.find(({ account_id: accountId }) => accountId === id);
  if (!found) throw new Error(`No capacity of ${id}`);
  return found;
}

describe('what is left of the accounts', () => {
  it('is unknown before anybody asked, and is what the provider says once the worker did', async () => {
    const { public_id: id, name } = await account();
    expect(await capacityOf(id, admin.boss)).toMatchObject({
      name,
      provider: 'openai-compatible',
      status: 'unknown',
      confidence: 'unknown',
      requests: null,
      updated_at: null,
    });
    const asked = await capacityOf(id, admin.boss, 'POST');
    expect(asked).toMatchObject({
      status: 'limited',
      confidence: 'reported',
      requests: { limit: 10_000, remaining: 2_500, remaining_percent: 25, confidence: 'reported' },
      tokens: { limit: 2_000_000, remaining: 0, remaining_percent: 0 },
      age_seconds: expect.any(Number),
    });
    expect(asked.tokens?.resets_at).toBeGreaterThan(Date.now() / 1_000);
  });

  it('is what we counted ourselves where the provider says nothing', async () => {
    const { public_id: id } = await account({
      requests_per_minute: 100,
      monthly_budget_usd: '20',
      models: [{ model: 'openai/gpt-4.1', upstream_name: 'gpt-4.1+limits=off' }],
    });
    const model = await modelNamed(app, 'openai/gpt-4.1');
    const lease = await until('the route', () =>
      app
        .get(RouteChooser)
        .take(model, { tenantId: null })
        .catch(() => undefined),
    );
    await lease.release({ outcome: 'success', costNanoUsd: 1_500_000_000n });
    expect(await capacityOf(id, admin.boss)).toMatchObject({
      status: 'available',
      confidence: 'estimated',
      requests: { limit: 100, remaining: 99, confidence: 'estimated' },
      estimated_remaining_usd: '18.500000000',
    });
  });

  it('shows that an account does not work', async () => {
    const { public_id: id } = await account({ base_url: provider.baseUrl.replace('/v1', '/nothing') });
    expect(await capacityOf(id, admin.boss, 'POST')).toMatchObject({ status: 'failing' });
  });

  it('is asked for once, however many ask at once', async () => {
    const { id, public_id: publicId } = await account({
      models: [{ model: 'openai/gpt-4.1-mini', upstream_name: 'gpt-4.1-mini+tag=once' }],
    });
    const callers = [await keyHolder(), await keyHolder(), await keyHolder()];
    await Promise.all(callers.map((who) => capacityOf(publicId, who, 'POST')));
    await Promise.all(callers.map((who) => capacityOf(publicId, who, 'POST')));
    const jobs = await app.get(BullJobQueue).queue(refreshCapacity).getJobs();
    const mine = jobs.filter(({ data }) => (data as { accountId: number }).accountId === id);
    expect(mine.length).toBeLessThanOrEqual(2);
  });
});

describe('a refresh without a worker', () => {
  it('answers with what there is and asks nobody itself; the worker does once it is there', async () => {
    const alone = await Installation.create();
    const api = await alone.api();
    const { boss } = await administration(api.app, api.call);
    const watched = await simulatedProvider(alone);
    const { body } = await boss.post<{ public_id: string }>('/api/upstream-accounts', {
      name: 'Waiting',
      kind: 'openai-compatible',
      base_url: watched.baseUrl,
      credentials: { api_key: 'sk-any' },
      models: [{ model: 'openai/gpt-4o', upstream_name: 'gpt-4o' }],
    });
    expect(await capacityOf(body.public_id, boss, 'POST')).toMatchObject({ status: 'unknown' });
    expect(watched.journal.list()).toEqual([]);
    await alone.worker();
    await until('the worker to have asked', async () => {
      return (await capacityOf(body.public_id, boss)).confidence === 'reported';
    });
    await alone.close();
  });
});

describe('who sees what', () => {
  it('key holders see shares of the platform’s accounts, and neither names nor size nor money', async () => {
    const { public_id: id } = await account({ monthly_budget_usd: '1000' });
    const seen = await capacityOf(id, await keyHolder(), 'POST');
    expect(seen).toMatchObject({
      requests: { limit: null, remaining: null, remaining_percent: 25 },
      estimated_remaining_usd: null,
    });
    expect(JSON.stringify(seen)).not.toContain('Secretly');
  });

  it('keys of an organization see its own account in full, those of others never', async () => {
    const at = people(app, call);
    const where = await at.organization();
    const stranger = await at.organization();
    const { body } = await where.owner.call.post<{ data: { id: string } }>(
      `${where.path}/upstream-accounts`,
      {
        name: 'Ours',
        kind: 'openai-compatible',
        baseUrl: provider.baseUrl,
        credentials: { api_key: 'sk-ours' },
        models: [{ model: 'openai/gpt-4o', upstreamName: 'gpt-4o' }],
      },
    );
    const ours = call.signedIn(await at.key(where.owner, where));
    expect(await capacityOf(body.data.id, ours, 'POST')).toMatchObject({
      name: 'Ours',
      requests: { limit: 10_000, remaining: expect.any(Number) },
    });
    const personal = call.signedIn(await at.key(where.owner));
    const theirs = call.signedIn(await at.key(stranger.owner, stranger));
    for (const who of [personal, theirs, stranger.owner.call]) {
      const { body: list } = await who.get<Capacities>(path);
      expect(list.data.map(({ account_id: accountId }) => accountId)).not.toContain(body.data.id);
    }
    expect((await capacityOf(body.data.id, where.owner.call)).name).toBe('Ours');
  });

  it('nobody else: 401 in the manner of OpenAI', async () => {
    for (const refused of [await call.get(path), await call.post(`${path}/refresh`)])
      expect(refused).toMatchObject({
        status: 401,
        body: { error: { type: 'authentication_error', message: expect.any(String) } },
      });
  });
});
