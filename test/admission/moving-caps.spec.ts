import { afterAll, afterEach, beforeAll, expect, it, jest } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { tagOf, type AccountTag } from '@onegate/billing';
import { Clock, Failure, RedisKeys, usd } from '@onegate/platform';
import type { Enveloped } from '../account/people.ts';
import { Installation } from '../setup/installation.ts';
import { until } from '../setup/until.ts';
import { planStory, type PlanStory } from '../stories/plan-story.ts';
import { ask, bench, end, principal, type Bench } from './admission-bench.ts';

const minute = 60_000;
const hour = 60 * minute;

let installation: Installation;
let app: NestFastifyApplication;
let story: PlanStory;
let at: Bench;
let begin: number;

beforeAll(async () => {
  installation = await Installation.create({ env: { ONEGATE_MARKUP_BPS: '0' } });
  const { app: api, call } = await installation.api();
  app = api;
  story = planStory(app, call);
  at = bench(app);
  begin = Date.now();
  await installation.worker();
});
afterEach(() => void jest.restoreAllMocks());
afterAll(() => installation.close());

function later(millis: number): void {
  jest.spyOn(app.get(Clock), 'now').mockImplementation(() => new Date(begin + millis));
}

/** Somebody on a plan on which nobody may spend more than a cent in five hours: five calls. */
async function capped(limitUsd = 0.01) {
  const threshold = { last5HoursUsageCostUSDPerUser: limitUsd, last7daysUsageCostUSDPerUser: 1 };
  const plan = await story.plan({
    type: 'individual',
    entitlements: { solo: { enabled: true, inferenceCapThreshold: threshold } },
  });
  const person = await story.person();
  const account = { kind: 'user', id: person.user.id } as const;
  await story.pay.card(account);
  const { status } = await person.call.post('/api/v1/users/me/plan', { planId: plan.public_id });
  expect(status).toBe(200);
  const who = principal(person.user.id);
  await at.credit(who, usd(5));
  const keyed = person.call.signedIn(await story.key(person));
  return {
    tag: tagOf(account),
    admit: () => at.admission.admit(ask(who)),
    async use(calls: number): Promise<void> {
      for (let made = 0; made < calls; made += 1) await (await at.admission.admit(ask(who))).settle(end());
    },
    refused: () =>
      at.admission.admit(ask(who)).then(
        () => null,
        (error: unknown) => (error instanceof Failure ? error : null),
      ),
    async limits() {
      const path = '/api/v1/users/me/plan/usage-limits';
      type Limits = { limits: { type: string; percentUsed: number; resetsAt: string }[] };
      return (await keyed.get<Enveloped<Limits>>(path)).body.data.limits;
    },
    planId: plan.public_id,
    subscription: async () => (await keyed.get<{ subscription: object }>('/v1/usage')).body.subscription,
  };
}

const booked = (tag: AccountTag) =>
  until('all to be in the books', async () => (await at.figures(tag)).pending === 0n);

it('the cap of five hours looks at the last five hours, whenever they began', async () => {
  const person = await capped();
  later(0);
  await person.use(3);
  later(2 * hour);
  await person.use(2);
  await booked(person.tag);
  const refusal = await person.refused();
  expect(refusal).toMatchObject({
    code: 'budget.used_up',
    details: { limit_scope: 'user', budget_period: 'five_hour', limit_usd: 0.01, spent_usd: 0.01 },
  });
  const resetsAt = Date.parse(String(refusal?.details?.resets_at));
  expect(resetsAt).toBeGreaterThan(begin + 5 * hour);
  expect(resetsAt).toBeLessThanOrEqual(begin + 5 * hour + 15 * minute);
  expect(await person.limits()).toEqual([
    { type: 'five_hour', percentUsed: 100, resetsAt: new Date(resetsAt).toISOString() },
    { type: 'weekly', percentUsed: 1, resetsAt: expect.any(String) },
  ]);
  expect(await person.subscription()).toEqual({
    product_id: person.planId,
    five_hour: { used_percent: 100, remaining_percent: 0, resets_at: Math.floor(resetsAt / 1000) },
    weekly: { used_percent: 1, remaining_percent: 99, resets_at: expect.any(Number) },
    monthly: null,
  });

  later(5 * hour - minute);
  expect(await person.refused()).not.toBeNull();
  later(5 * hour + 15 * minute);
  expect(await person.limits()).toMatchObject([{ percentUsed: 40 }, { percentUsed: 1 }]);
  await person.use(3);
  expect(await person.refused()).toMatchObject({ details: { spent_usd: 0.01 } });
  later(7 * hour + 15 * minute);
  await person.use(2);
  expect(await person.refused()).not.toBeNull();
  await booked(person.tag);
  later(13 * hour);
  expect(await person.limits()).toMatchObject([{ percentUsed: 0 }, { percentUsed: 2 }]);
});

it('holds what calls under way may cost, and is told again to a Redis that forgot it', async () => {
  const person = await capped();
  const calls = await Promise.all(Array.from({ length: 5 }, () => person.admit()));
  expect(await person.refused()).toMatchObject({
    code: 'budget.used_up',
    headers: { 'x-should-retry': 'true' },
  });
  for (const call of calls.slice(1)) await call.settle(end());
  await calls[0]?.release();
  await booked(person.tag);
  const scopes = await at.redis.keys(
    `${app.get(RedisKeys).tagged(person.tag, 'scope').replaceAll(/[{}]/g, '?')}:r.*`,
  );
  expect(scopes).toHaveLength(2);
  await at.redis.del(...scopes);
  await person.use(1);
  expect(await person.refused()).toMatchObject({ details: { spent_usd: 0.01 } });
});

it('keeps as much of it as the window is long, and no more', async () => {
  const person = await capped(1);
  for (let quarter = 0; quarter < 30; quarter += 1) {
    later(quarter * 15 * minute);
    await person.use(1);
  }
  await booked(person.tag);
  await person.use(1);
  const [key = ''] = await at.redis.keys(
    `${app.get(RedisKeys).tagged(person.tag, 'scope').replaceAll(/[{}]/g, '?')}:r.*.900000.20`,
  );
  const steps = (await at.redis.hkeys(key)).filter((field) => /^base\d+$/.test(field));
  expect(steps.length).toBeLessThanOrEqual(21);
});
