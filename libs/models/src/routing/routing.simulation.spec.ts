import { beforeEach, describe, expect, it } from '@jest/globals';
import { orderRoutes } from './choose-route.js';
import { lotsFor } from './lots.js';
import { MemoryRouteStates } from './memory-route-states.js';
import { ruleOf, type CallOutcome } from './outcomes.js';
import { routeVia } from './route.fixture.js';
import type { Route } from './route.js';
import type { CallReport, Granted } from './route-states.js';

/** A world in which accounts answer, fail and come back, and time is an integer. */
let now: number;
let states: MemoryRouteStates;
let count: number;
let calls: number[];

beforeEach(() => {
  now = Date.parse('2026-03-01T12:00:00Z');
  states = new MemoryRouteStates(() => now);
  count = 0;
  calls = [];
});

interface Held {
  readonly route: Route;
  readonly grant: Granted;
  readonly leaseId: string;
}

async function take(
  routes: Route[],
  sticky: { account?: number; key?: string } = {},
): Promise<Held | undefined> {
  const read = await Promise.all(
    routes.map(async ({ account }) => [account.id, await states.read(account.id)] as const),
  );
  const { candidates } = orderRoutes({
    routes,
    states: new Map(read),
    policy: 'priority',
    now,
    tokens: 10,
    stickyAccountId: sticky.account,
    lot: lotsFor(sticky.key ?? `call ${(count += 1)}`),
  });
  for (const route of candidates) {
    const leaseId = `lease ${(count += 1)}`;
    const ask = { modelId: route.modelId, tokens: 10, limits: route.account.limits, leaseId };
    const grant = await states.acquire(route.account.id, { ...ask, leaseMs: 30_000, probeMs: 30_000 });
    if (grant.free) {
      calls.push(route.account.id);
      return { route, grant, leaseId };
    }
  }
  return undefined;
}

function give(held: Held, outcome: CallOutcome, change: Partial<CallReport> = {}): Promise<void> {
  return states.report(held.route.account.id, {
    leaseId: held.leaseId,
    modelId: held.route.modelId,
    acquiredAt: held.grant.acquiredAt,
    rule: ruleOf(outcome),
    retryAfterMs: null,
    blockedMs: null,
    extraTokens: 0,
    costNanoUsd: 0n,
    firstByteMs: null,
    latencyMs: null,
    limits: null,
    isEnd: true,
    ...change,
  });
}

/** One call every `everyMs`, falling back until somebody answers. */
async function run(
  routes: Route[],
  length: { calls: number; everyMs: number },
  fate: (accountId: number) => CallOutcome,
): Promise<number> {
  let answered = 0;
  for (let index = 0; index < length.calls; index += 1) {
    let left = routes;
    for (let held = await take(left); held; held = await take(left)) {
      const { route } = held;
      const outcome = fate(route.account.id);
      await give(held, outcome);
      if (outcome === 'success') answered += 1;
      if (outcome === 'success') break;
      left = left.filter(({ account }) => account.id !== route.account.id);
    }
    now += length.everyMs;
  }
  return answered;
}

function callsTo(accountId: number): number {
  return calls.filter((id) => id === accountId).length;
}

describe('an account that is dead', () => {
  const routes = [routeVia(1), routeVia(2)];

  it('gets no traffic but a try now and then, ever more rarely, and no call is lost', async () => {
    const answered = await run(routes, { calls: 3_600, everyMs: 1_000 }, (id) =>
      id === 1 ? 'unreachable' : 'success',
    );
    expect(answered).toBe(3_600);
    // An hour: two failures, then tries after 1, 2, 4 … 60 seconds and once a minute from there on, when a call comes by.
    expect(callsTo(1)).toBeLessThanOrEqual(2 + 6 + 60);
    expect(callsTo(1)).toBeGreaterThan(40);
  });

  it('is used again as before within its longest rest once it answers', async () => {
    await run(routes, { calls: 600, everyMs: 1_000 }, (id) => (id === 1 ? 'unreachable' : 'success'));
    await run(routes, { calls: 70, everyMs: 1_000 }, () => 'success');
    calls = [];
    await run(routes, { calls: 2_000, everyMs: 100 }, () => 'success');
    expect(Math.abs(callsTo(1) / 2_000 - 0.5)).toBeLessThan(0.05);
  });

  it('is tried by one caller at a time', async () => {
    await run(routes, { calls: 10, everyMs: 10 }, (id) => (id === 1 ? 'unauthorized' : 'success'));
    now += 61_000;
    const held = await Promise.all(Array.from({ length: 20 }, () => take(routes, { account: 1 })));
    const tries = held.filter((one) => one?.route.account.id === 1);
    expect(tries).toHaveLength(1);
    expect(held.filter((one) => one?.route.account.id === 2)).toHaveLength(19);
  });

  it('is tried by another when the one who tried it is gone', async () => {
    const alone = [routeVia(1)];
    await run(alone, { calls: 1, everyMs: 0 }, () => 'unauthorized');
    now += 61_000;
    expect((await take(alone))?.grant.isProbe).toBe(true);
    expect(await take(alone)).toBeUndefined();
    now += 31_000;
    expect((await take(alone))?.grant.isProbe).toBe(true);
  });

  it('rests once for a hundred calls that were under way when it died', async () => {
    const alone = [routeVia(1)];
    const held = await Promise.all(Array.from({ length: 100 }, () => take(alone)));
    now += 5_000;
    for (const one of held) if (one) await give(one, 'unreachable');
    expect((await states.read(1)).health.until - now).toBe(1_000);
  });

  it('is not brought back by a long answer that began before', async () => {
    const alone = [routeVia(1)];
    const long = await take(alone);
    now += 1_000;
    const short = await take(alone);
    if (!long || !short) throw new Error('Both find a place');
    await give(short, 'unauthorized');
    await give(long, 'success');
    expect((await states.read(1)).health.until).toBeGreaterThan(now);
  });
});

describe('a model that fails at an account', () => {
  it('rests alone: other models go on there', async () => {
    const other = routeVia(1, {}, { modelId: 2 });
    await run([routeVia(1)], { calls: 3, everyMs: 1 }, () => 'server_error');
    const state = await states.read(1);
    expect(state.routes.get(1)?.health.until).toBeGreaterThan(now);
    expect(state.health.until).toBe(0);
    expect(await take([routeVia(1)])).toBeUndefined();
    expect(await take([other])).toBeDefined();
  });

  it('rests as long as the provider asks', async () => {
    const held = await take([routeVia(1)]);
    if (!held) throw new Error('It finds a place');
    await give(held, 'rate_limited', { retryAfterMs: 17_000 });
    now += 16_999;
    expect(await take([routeVia(1)])).toBeUndefined();
    now += 1;
    expect(await take([routeVia(1)])).toBeDefined();
  });

  it('is left alone while its provider says that nothing is left', async () => {
    const held = await take([routeVia(1)]);
    if (!held) throw new Error('It finds a place');
    await give(held, 'success', { blockedMs: 3_000 });
    expect(await take([routeVia(1)])).toBeUndefined();
    now += 3_000;
    expect(await take([routeVia(1)])).toBeDefined();
  });
});

describe('limits of an account', () => {
  const none = routeVia(1).account.limits;

  it('of calls at once are never passed, and a dead caller frees his place', async () => {
    const routes = [routeVia(1, { limits: { ...none, concurrency: 3 } })];
    const held = await Promise.all(Array.from({ length: 10 }, () => take(routes)));
    expect(held.filter(Boolean)).toHaveLength(3);
    now += 30_001;
    expect(await take(routes)).toBeDefined();
  });

  it('of calls in a minute are never passed in any sixty seconds by more than the spread allows', async () => {
    const routes = [routeVia(1, { limits: { ...none, requestsPerMinute: 60 } })];
    const times: number[] = [];
    for (let index = 0; index < 1_200; index += 1) {
      const held = await take(routes);
      if (held) times.push(now);
      if (held) await give(held, 'success');
      now += 250;
    }
    const most = Math.max(
      ...times.map((start) => times.filter((time) => time >= start && time < start + 60_000).length),
    );
    expect(most).toBeLessThanOrEqual(90);
    expect(times.length).toBeGreaterThanOrEqual(60 * 4);
  });

  it('of money hold until the month is over', async () => {
    const routes = [routeVia(1, { limits: { ...none, monthlyBudgetNanoUsd: 5_000n } })];
    const held = await take(routes);
    if (!held) throw new Error('It finds a place');
    await give(held, 'success', { costNanoUsd: 5_000n });
    expect(await take(routes)).toBeUndefined();
    now = Date.parse('2026-04-01T00:00:00Z');
    expect(await take(routes)).toBeDefined();
  });
});
