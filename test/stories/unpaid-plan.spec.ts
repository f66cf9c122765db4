import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { PlanTerms, SubscriptionRenewal, tagOf } from '@onegate/billing';
import { Database } from '@onegate/platform';
import { statusesOf } from '../account/people.ts';
import { Installation } from '../setup/installation.ts';
import { planStory, type PlanStory, type Team } from './plan-story.ts';

let installation: Installation;
let app: NestFastifyApplication;
let story: PlanStory;

beforeAll(async () => {
  installation = await Installation.create();
  const api = await installation.api();
  app = api.app;
  story = planStory(app, api.call);
});
afterEach(() => void jest.restoreAllMocks());
afterAll(() => installation.close());

async function renewing(
  card: Parameters<PlanStory['team']>[0] = 'succeeds',
): Promise<Team & { planId: string }> {
  story.at('2030-04-01T00:00:00Z');
  const plan = await story.plan({
    price_per_seat_cents: 2_000,
    included_credit_cents: 1_000,
    markup_bps: 250,
  });
  const team = await story.team();
  await story.subscribe(team, plan.public_id, 1);
  if (card && card !== 'succeeds') await story.pay.card(team.account, card);
  return { ...team, planId: plan.public_id };
}

async function unsubscribed(): Promise<Team & { planId: string }> {
  story.at('2030-04-01T00:00:00Z');
  const plan = await story.plan();
  return { ...(await story.team()), planId: plan.public_id };
}

async function goOn(...moments: readonly string[]): Promise<void> {
  for (const moment of moments) {
    story.at(moment);
    await story.work();
  }
}

function terms(team: Team) {
  return app.get(PlanTerms).of(tagOf(team.account));
}

describe('a plan that is not paid', () => {
  it('is tried again, goes on for a week, is suspended, and recovers when it is paid', async () => {
    const team = await renewing('declines_later');
    await goOn('2030-05-01T00:00:00Z');
    expect(await story.current(team)).toMatchObject({ status: 'past_due' });
    expect(await terms(team)).toMatchObject({ status: 'served', markupBps: 250 });
    expect(await story.mailTo(team.organization.owner.user.email)).toMatch(/suspended/);
    await goOn('2030-05-02T00:00:00Z', '2030-05-04T00:00:00Z', '2030-05-07T23:59:59Z');
    expect(await story.current(team)).toMatchObject({ status: 'past_due' });
    await goOn('2030-05-08T00:00:00Z');
    expect(await story.current(team)).toMatchObject({ status: 'suspended' });
    expect(await terms(team)).toMatchObject({ status: 'suspended', markupBps: null });
    const [tries] = await story.database.query<{ count: number }>(
      `select count(*)::integer as count from payments where tenant_id = $1 and status = 'failed'`,
      [team.account.id],
    );
    expect(tries?.count).toBe(5);

    expect((await (await story.owner(team)).post(`${team.path}/pay`)).status).toBe(402);
    await story.pay.card(team.account, 'succeeds');
    story.at('2030-05-10T00:00:00Z');
    expect(await (await story.owner(team)).post(`${team.path}/pay`)).toMatchObject({
      status: 200,
      body: { data: { status: 'active', currentPeriodEnd: '2030-06-01T00:00:00.000Z' } },
    });
    expect(await story.pay.balanceCents(team.account)).toBe(1_000);
    expect(await story.history(team)).toEqual([
      'subscribed',
      'started',
      'payment_failed',
      'suspended',
      'recovered',
    ]);
    expect((await (await story.owner(team)).post(`${team.path}/pay`)).status).toBe(409);
  });

  it('recovers by itself in its grace period when the card works again', async () => {
    const team = await renewing('declines_later');
    await goOn('2030-05-01T00:00:00Z');
    await story.pay.card(team.account, 'succeeds');
    await goOn('2030-05-02T00:00:00Z');
    expect(await story.current(team)).toMatchObject({ status: 'active' });
    expect(await story.paidCents(team)).toBe(4_000);
    await goOn('2030-06-01T00:00:00Z');
    expect(await story.paidCents(team)).toBe(6_000);
  });

  it('ends after three weeks, and can be bought again', async () => {
    const team = await renewing('declines_later');
    await goOn('2030-05-01T00:00:00Z', '2030-05-08T00:00:00Z', '2030-05-22T00:00:00Z');
    expect((await (await story.owner(team)).get(team.path)).status).toBe(404);
    expect((await story.invoices(team)).map(({ status }) => status)).toEqual(['paid', 'uncollectible']);
    await story.pay.card(team.account, 'succeeds');
    expect((await story.subscribe(team, team.planId, 1)).status).toBe(200);
  });

  it('does not begin without a payment method, and is refused as often as it is tried', async () => {
    story.at('2030-04-01T00:00:00Z');
    const plan = await story.plan();
    const team = await story.team(null);
    for (const _again of [1, 2]) expect((await story.subscribe(team, plan.public_id, 1)).status).toBe(402);
    expect((await (await story.owner(team)).get(team.path)).status).toBe(404);
    expect(await story.invoices(team)).toEqual([]);
  });

  it('says where the bank asks, and makes way for another one meanwhile', async () => {
    story.at('2030-04-01T00:00:00Z');
    const plan = await story.plan();
    const team = await story.team('confirms');
    expect(await story.subscribe(team, plan.public_id, 1)).toMatchObject({
      status: 200,
      body: { data: { status: 'incomplete', actionUrl: expect.stringMatching(/^http/) } },
    });
    await story.pay.card(team.account, 'succeeds');
    expect(await story.subscribe(team, plan.public_id, 2)).toMatchObject({
      body: { data: { status: 'active' } },
    });
    expect(await story.paidCents(team)).toBe(4_000);
  });
});

/** Dies before or after the so-manieth transaction: nothing that this process would do afterwards happens any more. */
function killAt(point: number): { wasReached: () => boolean } {
  const database = app.get(Database);
  const real = database.transaction.bind(database);
  let passed = 0;
  const step = (): void => {
    passed += 1;
    if (passed >= point) throw new Error('killed');
  };
  jest.spyOn(database, 'transaction').mockImplementation(async (work) => {
    step();
    const result = await real(work);
    step();
    return result;
  });
  return { wasReached: () => passed >= point };
}

describe('a renewal', () => {
  it('that is killed between any two of its steps is charged once and extends once', async () => {
    let wasReached = true;
    let points = 0;
    for (let point = 1; wasReached; point += 1) {
      const team = await renewing();
      story.at('2030-05-01T00:00:00Z');
      const kill = killAt(point);
      await app.get(SubscriptionRenewal).run();
      wasReached = kill.wasReached();
      points += 1;
      jest.restoreAllMocks();
      await goOn('2030-05-01T00:00:01Z', '2030-05-01T00:05:00Z');
      expect(await story.paidCents(team)).toBe(4_000);
      expect(await story.pay.balanceCents(team.account)).toBe(1_000);
      expect(await story.current(team)).toMatchObject({
        status: 'active',
        currentPeriodEnd: '2030-06-01T00:00:00.000Z',
      });
      expect((await story.invoices(team)).map(({ status }) => status)).toEqual(['paid', 'paid']);
    }
    expect(points).toBeGreaterThan(8);
    expect(await story.pay.differences()).toEqual([]);
  });

  it.each([
    ['more seats', 'put', 'seats', { seats: 3 }, 2_000 + 2_000, 3],
    ['a first subscription', 'post', '', null, 4_000, 2],
  ] as const)(
    'is finished by the worker like %s, wherever the request was killed',
    async (...row) => {
      const [, method, path, body, cents, seats] = row;
      let wasReached = true;
      for (let point = 3; wasReached; point += 1) {
        const team = await (body ? renewing() : unsubscribed());
        story.at('2030-04-16T00:00:00Z');
        const owner = await story.owner(team);
        const kill = killAt(point);
        const wanted = body ?? { planId: team.planId, seats };
        await owner[method](path ? `${team.path}/${path}` : team.path, wanted);
        wasReached = kill.wasReached();
        jest.restoreAllMocks();
        await goOn('2030-04-16T00:02:00Z', '2030-04-16T02:00:00Z');
        const [ordered] = await story.database.query(
          `select from invoices where tenant_id = $1 and kind = $2`,
          [team.account.id, body ? 'change' : 'start'],
        );
        const before = body ? 2_000 : 0;
        expect(await story.paidCents(team)).toBe(ordered ? cents : before);
        if (ordered) expect(await story.current(team)).toMatchObject({ status: 'active', seats });
      }
      expect(await story.pay.differences()).toEqual([]);
    },
    240_000,
  );

  it('that two workers make at once is made once', async () => {
    const team = await renewing();
    story.at('2030-05-01T00:00:00Z');
    const renewal = app.get(SubscriptionRenewal);
    await Promise.all([renewal.run(), renewal.run(), renewal.run()]);
    await story.work();
    expect(await story.paidCents(team)).toBe(4_000);
    expect(await story.history(team)).toEqual(['subscribed', 'started', 'renewed']);
  });
});

describe('two at once', () => {
  it('subscribe once', async () => {
    story.at('2030-04-01T00:00:00Z');
    const plan = await story.plan();
    const team = await story.team();
    const owner = await story.owner(team);
    const answers = await Promise.all(
      [1, 2, 3].map(() => owner.post(team.path, { planId: plan.public_id, seats: 2 })),
    );
    expect(statusesOf(answers).filter((status) => status !== 200 && status !== 409)).toEqual([]);
    expect(await story.paidCents(team)).toBe(4_000);
    expect(await story.history(team)).toEqual(['subscribed', 'started']);
  });

  it('change seats to the same number once, and to different ones in turn or not at all', async () => {
    const team = await renewing();
    story.at('2030-04-16T00:00:00Z');
    const owner = await story.owner(team);
    const atOnce = (...wishes: readonly number[]) =>
      Promise.all(wishes.map((seats) => owner.put(`${team.path}/seats`, { seats })));
    expect(statusesOf(await atOnce(3, 3))).toEqual([200, 200]);
    expect(await story.paidCents(team)).toBe(2_000 + 2_000);
    await atOnce(5, 4);
    const { seats } = await story.current(team);
    expect(await story.paidCents(team)).toBe(2_000 + (seats - 1) * 1_000);
  });

  it('change to a dearer plan once, with more seats too, and to two plans in turn or not at all', async () => {
    const team = await renewing();
    const [big, biggest] = [
      await story.plan({ price_per_seat_cents: 4_000 }),
      await story.plan({ price_per_seat_cents: 8_000 }),
    ];
    story.at('2030-04-16T00:00:00Z');
    const owner = await story.owner(team);
    const atOnce = (...wishes: readonly object[]) =>
      Promise.all(wishes.map((wish) => owner.put(team.path, wish)));
    const wish = { planId: big.public_id, seats: 2 };
    expect(statusesOf(await atOnce(wish, wish, wish))).toEqual([200, 200, 200]);
    expect(await story.current(team)).toMatchObject({ plan: { id: big.public_id }, seats: 2 });
    // Half a month of two seats for 40.00, less half a month of one for 20.00.
    expect(await story.paidCents(team)).toBe(2_000 + 4_000 - 1_000);
    const answers = await atOnce({ planId: biggest.public_id }, { planId: biggest.public_id, seats: 3 });
    expect(statusesOf(answers).filter((status) => status !== 200 && status !== 409)).toEqual([]);
    expect(await story.current(team)).toMatchObject({ plan: { id: biggest.public_id } });
    const invoices = await story.invoices(team);
    const paid = invoices.filter(({ status }) => status === 'paid');
    expect(paid.reduce((sum, { totalCents }) => sum + totalCents, 0)).toBe(await story.paidCents(team));
    expect(await story.pay.differences()).toEqual([]);
  });

  it('cancel with one credit', async () => {
    const team = await renewing();
    story.at('2030-04-16T00:00:00Z');
    const owner = await story.owner(team);
    const path = `${team.path}/${team.planId}?when=now`;
    expect(statusesOf(await Promise.all([owner.delete(path), owner.delete(path)]))).toEqual([204, 404]);
    expect(await story.pay.balanceCents(team.account)).toBe(1_000);
  });
});
