import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { freshAccount, freshRoute, wellHealth, type AccountState, type RouteState } from './account-state.js';
import { orderRoutes, routingPolicies, type RouteQuestion } from './choose-route.js';
import { lotsFor } from './lots.js';
import { routeVia } from './route.fixture.js';
import type { Route } from './route.js';

const now = Date.parse('2026-03-01T12:00:00Z');

function known(route: Partial<RouteState>, state: Partial<AccountState> = {}): AccountState {
  return { ...freshAccount(now), routes: new Map([[1, { ...freshRoute, ...route }]]), ...state };
}

function order(routes: Route[], question: Partial<RouteQuestion> = {}): number[] {
  const { candidates } = orderRoutes({
    routes,
    states: new Map(),
    policy: 'priority',
    now,
    tokens: 100,
    lot: lotsFor(null),
    ...question,
  });
  return candidates.map(({ account }) => account.id);
}

describe('the order in which accounts are tried', () => {
  it('is by priority first', () => {
    const routes = [routeVia(1, { priority: 9 }), routeVia(2, { priority: 1 }), routeVia(3, { priority: 5 })];
    expect(order(routes)).toEqual([2, 3, 1]);
  });

  it('is by weight among equals, within three percent', () => {
    const routes = [routeVia(1, { weight: 6 }), routeVia(2, { weight: 3 }), routeVia(3, { weight: 1 })];
    const firsts = [0, 0, 0, 0];
    const rounds = 20_000;
    for (let round = 0; round < rounds; round += 1) {
      const [first = 0] = order(routes, { lot: lotsFor(`round ${round}`) });
      firsts[first] = (firsts[first] ?? 0) + 1;
    }
    const shares = firsts.slice(1).map((count) => count / rounds);
    for (const [index, share] of [0.6, 0.3, 0.1].entries())
      expect(Math.abs((shares[index] ?? 0) - share)).toBeLessThan(0.03);
  });

  it('has an account of no weight last among equals', () => {
    expect(order([routeVia(1, { weight: 0 }), routeVia(2)])).toEqual([2, 1]);
  });

  it('is by cost where that is asked for, and an own account costs nothing', () => {
    const routes = [
      routeVia(1, {}, { costBps: 10_000 }),
      routeVia(2, { priority: 9 }, { costBps: 8_000 }),
      routeVia(3, { tenantId: 5 }, { costBps: 20_000 }),
    ];
    expect(order(routes, { policy: 'cheapest' })).toEqual([3, 2, 1]);
  });

  it('is by observed speed where that is asked for, what was not observed of late before all', () => {
    const states = new Map([
      [1, known({ firstByteMs: 900, observedAt: now - 1_000 })],
      [2, known({ firstByteMs: 200, observedAt: now - 1_000 })],
      [3, known({ firstByteMs: 5, observedAt: now - 3_600_000 })],
    ]);
    const routes = [routeVia(1), routeVia(2), routeVia(3)];
    expect(order(routes, { policy: 'fastest', states })).toEqual([3, 2, 1]);
  });

  it('is by load where that is asked for', () => {
    const states = new Map([
      [1, known({}, { inFlight: 5 })],
      [2, known({}, { inFlight: 1 })],
    ]);
    expect(order([routeVia(1), routeVia(2)], { policy: 'least-busy', states })).toEqual([2, 1]);
    const roomy = routeVia(1, { limits: { ...routeVia(1).account.limits, concurrency: 100 } });
    expect(order([roomy, routeVia(2)], { policy: 'least-busy', states })).toEqual([1, 2]);
  });

  it('has the account that the conversation used first, while it is well', () => {
    const routes = [routeVia(1), routeVia(2, { priority: 5 })];
    expect(order(routes, { stickyAccountId: 2 })).toEqual([2, 1]);
    const ill = { ...wellHealth, failures: 3, openedAt: now - 9, until: now + 9 };
    expect(order(routes, { stickyAccountId: 2, states: new Map([[2, known({ health: ill })]]) })).toEqual([
      1,
    ]);
  });

  it('is the same everywhere for the same key', () => {
    const routes = [1, 2, 3, 4, 5].map((id) => routeVia(id));
    expect(order(routes, { lot: lotsFor('conv_1') })).toEqual(order(routes, { lot: lotsFor('conv_1') }));
  });

  it('has last what the provider says is too short of tokens', () => {
    const report = {
      requests: null,
      tokens: { limit: 1_000, remaining: 50, resetsAt: now + 9_000 },
      fiveHour: null,
      weekly: null,
    };
    expect(order([routeVia(1), routeVia(2)], { states: new Map([[1, known({ report })]]) })).toEqual([2, 1]);
  });
});

describe('whatever is known of the accounts', () => {
  const moment = fc.integer({ min: now - 100_000, max: now + 100_000 });
  const health = fc.record({
    failures: fc.nat(9),
    openedAt: moment,
    until: fc.oneof(fc.constant(0), moment),
    probe: fc.option(fc.string()),
    probeUntil: moment,
  });
  const state = fc.record({ health, routeHealth: health, blockedUntil: moment, inFlight: fc.nat(20) });
  const account = fc.record({ concurrency: fc.option(fc.integer({ min: 1, max: 20 })), state });

  it('no candidate is cooling down, exhausted or full, each account is in one list, and none is lost', () => {
    fc.assert(
      fc.property(
        fc.array(account, { maxLength: 6 }),
        fc.constantFrom(...routingPolicies),
        (accounts, policy) => {
          const routes = accounts.map(({ concurrency }, id) =>
            routeVia(id, { limits: { ...routeVia(id).account.limits, concurrency } }),
          );
          const states = new Map(
            accounts.map(({ state: { health: own, routeHealth, blockedUntil, inFlight } }, id) => [
              id,
              { ...known({ health: routeHealth, blockedUntil }), health: own, inFlight },
            ]),
          );
          const result = orderRoutes({
            routes,
            states,
            policy,
            now,
            tokens: 1,
            lot: lotsFor(null),
          });
          for (const { account: taken } of result.candidates) {
            const { state: facts, concurrency } = accounts[taken.id] ?? { state: null, concurrency: null };
            expect(facts?.health.until).toBeLessThanOrEqual(now);
            expect(facts?.routeHealth.until).toBeLessThanOrEqual(now);
            expect(facts?.blockedUntil).toBeLessThanOrEqual(now);
            expect(facts?.inFlight).toBeLessThan(concurrency ?? Number.POSITIVE_INFINITY);
          }
          const all = [...result.candidates, ...result.hindered.map(({ route }) => route)];
          expect(new Set(all).size).toBe(routes.length);
        },
      ),
    );
  });
});
