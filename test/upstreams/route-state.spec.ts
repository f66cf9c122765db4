import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { RedisKeys } from '@onegate/platform';
import fc from 'fast-check';
import { Redis } from 'ioredis';
import { rolledWindow, type AccountState } from '../../libs/models/src/routing/account-state.ts';
import { MemoryRouteStates } from '../../libs/models/src/routing/memory-route-states.ts';
import { outcomes, ruleOf, type CallOutcome } from '../../libs/models/src/routing/outcomes.ts';
import { RedisRouteStates } from '../../libs/models/src/routing/redis-route-states.ts';
import type { CallReport, PlaceAsk } from '../../libs/models/src/routing/route-states.ts';
import { testEnvironment } from '../setup/test-environment.ts';

/** The scripts with a clock of the test's own. */
class TimedRedisRouteStates extends RedisRouteStates {
  moment = 0;

  protected override now(): number {
    return this.moment;
  }
}

let redis: Redis;
beforeAll(() => {
  redis = new Redis(testEnvironment({}).REDIS_URL ?? '');
});
afterAll(() => redis.disconnect());

const start = Date.UTC(2026, 2, 31, 23, 57);
const models = fc.constantFrom(1, 2);

const step = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant('acquire' as const), model: models, tokens: fc.nat(500) }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('report' as const),
      nth: fc.nat(9),
      outcome: fc.constantFrom(...(Object.keys(outcomes) as CallOutcome[])),
      retryAfterMs: fc.option(fc.nat(90_000)),
      blockedMs: fc.option(fc.nat(20_000)),
      extraTokens: fc.integer({ min: -500, max: 500 }),
      cost: fc.nat(2_000),
      firstByteMs: fc.option(fc.nat(900)),
      latencyMs: fc.option(fc.nat(9_000)),
      isEnd: fc.boolean(),
    }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('wait' as const), millis: fc.nat(70_000) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('renew' as const), nth: fc.nat(9) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('forget' as const) }) },
);

const limit = (max: number) => fc.option(fc.integer({ min: 1, max }));
const limits = fc.record({
  concurrency: limit(4),
  requestsPerMinute: limit(8),
  tokensPerMinute: limit(1_500),
  monthlyBudgetNanoUsd: fc.option(fc.bigInt({ min: 0n, max: 5_000n })),
});

function reportOf(
  facts: Pick<CallReport, 'leaseId' | 'modelId' | 'acquiredAt' | 'extraTokens' | 'isEnd'>,
  {
    outcome,
    cost,
    ...rest
  }: Pick<CallReport, 'retryAfterMs' | 'blockedMs' | 'firstByteMs' | 'latencyMs'> & {
    outcome: CallOutcome;
    cost: number;
  },
): CallReport {
  const { retryAfterMs, blockedMs, firstByteMs, latencyMs } = rest;
  return {
    ...facts,
    rule: ruleOf(outcome),
    retryAfterMs,
    blockedMs,
    firstByteMs,
    latencyMs,
    costNanoUsd: BigInt(cost),
    limits: null,
  };
}

/** Averages are the same up to what a float forgets. */
function comparable(state: AccountState): object {
  const round = (value: number | null) => (value === null ? null : Math.round(value * 1e6));
  const routes = [...state.routes].map(([id, route]) => [
    id,
    { ...route, firstByteMs: round(route.firstByteMs), latencyMs: round(route.latencyMs) },
  ]);
  const window = rolledWindow(state.window, state.at);
  return { ...state, window, routes: Object.fromEntries(routes) as object };
}

/** A route of which nothing is known is in one memory and not in the other. */
function withoutUnknown(state: AccountState): AccountState {
  const known = [...state.routes].filter(
    ([, { health, blockedUntil, observedAt }]) =>
      health.failures > 0 || health.until > 0 || blockedUntil > 0 || observedAt > 0,
  );
  return { ...state, routes: new Map(known) };
}

it('the scripts decide and remember exactly what the rules say, whatever happens in whatever order', async () => {
  await fc.assert(
    fc.asyncProperty(limits, fc.array(step, { minLength: 5, maxLength: 40 }), async (allowed, steps) => {
      const scripts = new TimedRedisRouteStates(redis, new RedisKeys(`conformance_${randomUUID()}`));
      const rules = new MemoryRouteStates(() => scripts.moment);
      scripts.moment = start;
      const held: { leaseId: string; modelId: number; acquiredAt: number }[] = [];
      for (const [index, one] of steps.entries()) {
        if (one.kind === 'wait') scripts.moment += one.millis;
        if (one.kind === 'forget')
          await Promise.all([rules, scripts].map((states) => states.forgetFailures(1)));
        if (one.kind === 'renew') {
          const lease = held[one.nth];
          // Places that are over are forgotten at once by one memory and not by the other.
          if (lease && scripts.moment < lease.acquiredAt + 30_000)
            await Promise.all([rules, scripts].map((states) => states.renew(1, [lease.leaseId], 30_000)));
        }
        if (one.kind === 'acquire') {
          const ask: PlaceAsk = {
            modelId: one.model,
            tokens: one.tokens,
            limits: allowed,
            leaseId: `lease-${index}`,
            leaseMs: 30_000,
            probeMs: 20_000,
          };
          const [byRules, byScripts] = await Promise.all([rules.acquire(1, ask), scripts.acquire(1, ask)]);
          expect(byScripts).toEqual(byRules);
          if (byRules.free)
            held.push({ leaseId: ask.leaseId, modelId: one.model, acquiredAt: byRules.acquiredAt });
        }
        if (one.kind === 'report') {
          const lease = held[one.nth];
          if (!lease) continue;
          if (one.isEnd) held.splice(one.nth, 1);
          const facts = { ...lease, extraTokens: one.extraTokens, isEnd: one.isEnd };
          const report = reportOf(facts, one);
          await Promise.all([rules.report(1, report), scripts.report(1, report)]);
        }
        const [expected, found] = await Promise.all([rules.read(1), scripts.read(1)]);
        expect(comparable(withoutUnknown(found))).toEqual(comparable(withoutUnknown(expected)));
      }
    }),
    { numRuns: 60 },
  );
});

it('two processes that ask at once never pass a limit together', async () => {
  const keys = new RedisKeys(`race_${randomUUID()}`);
  const other = new Redis(testEnvironment({}).REDIS_URL ?? '');
  const processes = [new RedisRouteStates(redis, keys), new RedisRouteStates(other, keys)];
  const none = { requestsPerMinute: null, tokensPerMinute: null, monthlyBudgetNanoUsd: null };
  const answers = await Promise.all(
    Array.from({ length: 200 }, async (_, index) =>
      processes[index % 2]?.acquire(7, {
        modelId: 1,
        tokens: 1,
        limits: { ...none, concurrency: 17 },
        leaseId: `lease-${index}`,
        leaseMs: 30_000,
        probeMs: 30_000,
      }),
    ),
  );
  other.disconnect();
  expect(answers.filter((answer) => answer?.free)).toHaveLength(17);
});

it('everything of an account is in one slot, and goes when nobody uses the account any more', async () => {
  const keys = new RedisKeys(`slot_${randomUUID()}`);
  const states = new RedisRouteStates(redis, keys);
  const none = { concurrency: null, requestsPerMinute: null, tokensPerMinute: null };
  await states.acquire(7, {
    modelId: 1,
    tokens: 1,
    limits: { ...none, monthlyBudgetNanoUsd: null },
    leaseId: 'one',
    leaseMs: 30_000,
    probeMs: 30_000,
  });
  const names = await redis.keys(`${keys.key('')}*`);
  expect(names.toSorted()).toEqual([keys.tagged('upstream-7', 'flight'), keys.tagged('upstream-7', 'state')]);
  for (const name of names) expect(await redis.ttl(name)).toBeGreaterThan(0);
});
