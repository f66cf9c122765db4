import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { RouteChooser, RouteTable, type RoutedModel, type RouteLease } from '@onegate/models';
import { administration, type Administration } from '../admin/administration.ts';
import { Installation } from '../setup/installation.ts';
import { until } from '../setup/until.ts';
import { modelNamed } from './catalog.ts';
import { simulatedProvider, type SimulatedProvider } from './simulated-provider.ts';

const path = '/api/upstream-accounts';
let installation: Installation;
const processes: NestFastifyApplication[] = [];
let admin: Administration;
let provider: SimulatedProvider;
let model: RoutedModel;
let accounts: { id: number; public_id: string }[];
let count = 0;

beforeAll(async () => {
  installation = await Installation.create();
  const first = await installation.api();
  const second = await installation.api();
  processes.push(first.app, second.app);
  admin = await administration(first.app, first.call);
  provider = await simulatedProvider(installation);
  model = await modelNamed(first.app, 'openai/gpt-4o');
  accounts = [];
});
afterAll(() => installation.close());

/** The accounts of the test before serve nobody any more. */
beforeEach(async () => {
  for (const { id } of accounts) await admin.boss.delete(`${path}/${id}`);
  accounts = [];
  await until('nobody to serve the model', async () => (await routes(0)) + (await routes(1)) === 0);
});

async function routes(nth: number): Promise<number> {
  return (await at(nth).get(RouteTable).routesTo(model.id, null)).length;
}

function at(nth: number): NestFastifyApplication {
  const app = processes[nth];
  if (!app) throw new Error('No such process');
  return app;
}

async function serving(changes: object[]): Promise<number[]> {
  for (const change of changes) {
    count += 1;
    const { status, body } = await admin.boss.post<{ id: number; public_id: string }>(path, {
      name: `Account ${count}`,
      kind: 'openai-compatible',
      base_url: provider.baseUrl,
      credentials: { api_key: 'sk-any' },
      models: [{ model: 'openai/gpt-4o' }],
      ...change,
    });
    if (status !== 201) throw new Error(JSON.stringify(body));
    accounts.push(body);
  }
  const isKnown = async () => (await routes(0)) === changes.length && (await routes(1)) === changes.length;
  await until('both processes to know the routes', isKnown);
  return accounts.map(({ id }) => id);
}

function take(nth: number, wish: object = {}): Promise<RouteLease> {
  return at(nth)
    .get(RouteChooser)
    .take(model, { tenantId: null, tokens: 10, ...wish });
}

async function takenAccount(nth: number, wish: object = {}): Promise<number> {
  const lease = await take(nth, wish);
  await lease.release({ outcome: 'success' });
  return lease.route.account.id;
}

describe('two processes', () => {
  it('leave an account alone as soon as one of them found it dead, and use it again once it is mended', async () => {
    const [dead = 0, well = 0] = await serving([{ priority: 1 }, { priority: 2 }]);
    expect(await takenAccount(1)).toBe(dead);
    const lease = await take(0);
    expect(lease.route.account.id).toBe(dead);
    await lease.release({ outcome: 'unauthorized' });
    expect(await takenAccount(1)).toBe(well);
    expect(await takenAccount(0)).toBe(well);

    await admin.boss.put(`${path}/${dead}/credentials`, { credentials: { api_key: 'sk-better' } });
    await until('the mended account', async () => (await takenAccount(1)) === dead);
  });

  it('never have more calls at once than an account allows, and free places are found at once', async () => {
    await serving([{ concurrency: 3 }]);
    const asked = await Promise.allSettled(Array.from({ length: 12 }, (_, index) => take(index % 2)));
    const leases = asked.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    expect(leases).toHaveLength(3);
    const refused = await take(1).catch((error: unknown) => error);
    expect(refused).toMatchObject({
      code: 'routing.no_route_free',
      status: 503,
      headers: { 'retry-after': '1' },
    });
    await leases[0]?.release({ outcome: 'success' });
    await leases[0]?.release({ outcome: 'success' });
    const next = await take(1);
    await expect(take(0)).rejects.toMatchObject({ code: 'routing.no_route_free' });
    for (const lease of [...leases, next]) await lease.release({ outcome: 'cancelled' });
  });

  it('send the calls of a conversation to the account it used before, while that is well', async () => {
    await serving([{}, {}, {}]);
    const wish = { stickyKey: 'conv_1' };
    const home = await takenAccount(0, wish);
    for (const nth of [1, 0, 1, 1]) expect(await takenAccount(nth, wish)).toBe(home);
    const lease = await take(0, wish);
    await lease.release({ outcome: 'rate_limited', headers: { 'retry-after': '60' } });
    const second = await takenAccount(1, wish);
    expect(second).not.toBe(home);
    for (const nth of [0, 1, 0]) expect(await takenAccount(nth, wish)).toBe(second);
  });

  it('choose the same account for a key that neither has seen', async () => {
    await serving([{}, {}, {}]);
    for (let index = 0; index < 10; index += 1) {
      const choose = async (nth: number) => {
        const wish = { tenantId: null, stickyKey: `cache ${index}` };
        const { candidates } = await at(nth).get(RouteChooser).choose(model, wish);
        return candidates.map(({ account }) => account.id);
      };
      expect(await choose(0)).toEqual(await choose(1));
    }
  });

  it('know what a provider said is left, and wait as long as it asks', async () => {
    const [only = 0] = await serving([{}]);
    const answer = await fetch(`${provider.baseUrl}/chat/completions`, {
      method: 'POST',
      headers: { authorization: 'Bearer any', 'content-type': 'application/json' },
      body: JSON.stringify({
        model: 'gpt-4o+fail=429,retry=40,remaining=0,reset=40',
        messages: [{ role: 'user', content: 'Hi' }],
      }),
    });
    await answer.text();
    const lease = await take(0);
    await lease.release({ outcome: 'rate_limited', headers: answer.headers });
    await until('the other process to see it', async () => {
      const { hindered } = await at(1).get(RouteChooser).choose(model, { tenantId: null });
      const [one] = hindered;
      return (
        one?.route.account.id === only && one.why === 'cooling_down' && (one.until ?? 0) > Date.now() + 35_000
      );
    });
    await expect(take(1)).rejects.toMatchObject({ code: 'routing.no_route_free' });
  });

  it('learn of changed accounts at once', async () => {
    const [first = 0] = await serving([{ priority: 1 }, { priority: 2 }]);
    await admin.boss.put(`${path}/${first}`, { enabled: false });
    await until('the route to go', async () => (await routes(1)) === 1);
    await admin.boss.put(`${path}/${first}`, { enabled: true, priority: 9 });
    await until('the order to turn', async () => {
      const { candidates } = await at(1).get(RouteChooser).choose(model, { tenantId: null });
      return candidates.at(-1)?.account.id === first && candidates.length === 2;
    });
  });
});

describe('a choice', () => {
  it('passes over accounts that were tried, and those that will not do', async () => {
    const [first = 0, second = 0] = await serving([{ priority: 1 }, { priority: 2 }]);
    expect(await takenAccount(0, { exclude: new Set([first]) })).toBe(second);
    await expect(take(0, { exclude: new Set([first, second]) })).rejects.toMatchObject({
      code: 'routing.no_route',
    });
    await expect(take(0, { accepts: () => false })).rejects.toMatchObject({ code: 'routing.no_route' });
  });

  it('goes by the policy that is asked for', async () => {
    const [dear = 0, cheap = 0] = await serving([
      { priority: 1, cost_bps: 10_000 },
      { priority: 2, cost_bps: 5_000 },
    ]);
    expect(await takenAccount(0)).toBe(dear);
    expect(await takenAccount(0, { policy: 'cheapest' })).toBe(cheap);
    const lease = await take(0, { exclude: new Set([cheap]) });
    expect(await takenAccount(0, { policy: 'least-busy' })).toBe(cheap);
    await lease.release({ outcome: 'success', firstByteMs: 900, latencyMs: 1_000 });
    const other = await take(0, { exclude: new Set([dear]) });
    await other.release({ outcome: 'success', firstByteMs: 90, latencyMs: 100 });
    await until('the faster one', async () => (await takenAccount(1, { policy: 'fastest' })) === cheap);
  });
});
