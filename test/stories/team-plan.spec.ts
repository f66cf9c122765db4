import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Installation } from '../setup/installation.ts';
import { planStory, type PlanStory } from './plan-story.ts';

let installation: Installation;
let story: PlanStory;

beforeAll(async () => {
  installation = await Installation.create();
  const { app, call } = await installation.api();
  story = planStory(app, call);
});
afterEach(() => void jest.restoreAllMocks());
afterAll(() => installation.close());

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

describe('a team', () => {
  it('of three buys a plan, grows to ten in mid-month, shrinks, cancels, and comes back', async () => {
    story.at('2030-04-01T00:00:00Z');
    const plan = await story.plan({ price_per_seat_cents: 2_000, included_credit_cents: 1_000 });
    const team = await story.team();
    const bought = await story.subscribe(team, plan.public_id, 3);
    expect(bought).toMatchObject({
      status: 200,
      body: { data: { status: 'active', seats: 3, currentPeriodEnd: '2030-05-01T00:00:00.000Z' } },
    });
    expect(await story.pay.balanceCents(team.account)).toBe(3_000);
    expect(await story.paidCents(team)).toBe(6_000);

    story.at('2030-04-16T00:00:00Z');
    expect(await story.seats(team, 10)).toMatchObject({ status: 200, body: { data: { seats: 10 } } });
    expect(await story.paidCents(team)).toBe(6_000 + 7_000);
    expect(await story.pay.balanceCents(team.account)).toBe(3_000 + 3_500);

    expect(await story.seats(team, 4)).toMatchObject({ body: { data: { seats: 10, nextSeats: 4 } } });
    story.at('2030-05-01T00:00:00Z');
    await story.work();
    expect(await story.current(team)).toMatchObject({
      seats: 4,
      currentPeriodStart: '2030-05-01T00:00:00.000Z',
      currentPeriodEnd: '2030-06-01T00:00:00.000Z',
    });
    expect(await story.paidCents(team)).toBe(13_000 + 8_000);
    expect(await story.pay.balanceCents(team.account)).toBe(4_000);

    story.at('2030-05-20T12:00:00Z');
    const owner = await story.owner(team);
    expect((await owner.delete(`${team.path}/${plan.public_id}`)).status).toBe(204);
    expect(await story.current(team)).toMatchObject({
      status: 'active',
      cancelAt: '2030-06-01T00:00:00.000Z',
    });
    expect((await story.seats(team, 5)).status).toBe(409);
    expect((await owner.post(`${team.path}/resume`)).status).toBe(200);
    expect((await owner.delete(`${team.path}/${plan.public_id}`)).status).toBe(204);

    story.at('2030-06-01T00:00:00Z');
    await story.work();
    expect((await (await story.owner(team)).get(team.path)).status).toBe(404);
    expect(await story.pay.balanceCents(team.account)).toBe(0);

    story.at('2030-07-31T10:00:00Z');
    expect(await story.subscribe(team, plan.public_id, 4)).toMatchObject({ status: 200 });
    expect(await story.current(team)).toMatchObject({ currentPeriodEnd: '2030-08-31T10:00:00.000Z' });
    const invoices = await story.invoices(team);
    expect(invoices.map(({ totalCents }) => totalCents)).toEqual([6_000, 7_000, 8_000, 8_000]);
    expect(sum(invoices.map(({ totalCents }) => totalCents))).toBe(await story.paidCents(team));
    for (const { lines, totalCents } of invoices) {
      expect(sum(lines.map(({ amountCents }) => amountCents))).toBe(totalCents);
    }
    const mails = await story.database.query<{ subject: string }>(
      `select subject from outgoing_mails where subject like 'Invoice%' order by id`,
    );
    expect(mails.map(({ subject }) => subject)).toContain('Invoice INV-000001: $60.00 paid to Onegate');
    expect(await story.history(team)).toEqual([
      'subscribed',
      'started',
      'seats_added',
      'seat_reduction_scheduled',
      'renewed',
      'cancellation_scheduled',
      'cancellation_withdrawn',
      'cancellation_scheduled',
      'ended',
      'subscribed',
      'started',
    ]);
    expect(await story.pay.differences()).toEqual([]);
  });

  it('never has fewer seats than are in use, pending invites included, and no room beyond them', async () => {
    story.at('2030-04-01T00:00:00Z');
    const plan = await story.plan({ max_seats: 5 });
    const team = await story.team();
    const { organization } = team;
    const owner = await story.owner(team);
    await story.joined({ ...organization, owner: { ...organization.owner, call: owner } }, 'member');
    await owner.post(`${organization.path}/invites`, {
      invites: [{ email: 'late@example.com', role: 'member' }],
    });
    expect(await story.subscribe(team, plan.public_id, 2)).toMatchObject({ status: 409 });
    expect(await story.subscribe(team, plan.public_id, 6)).toMatchObject({ status: 400 });
    expect(await story.subscribe(team, plan.public_id)).toMatchObject({ body: { data: { seats: 3 } } });
    const invite = { invites: [{ email: 'later@example.com', role: 'member' }] };
    expect((await owner.post(`${organization.path}/invites`, invite)).status).toBe(402);
    await story.seats(team, 4);
    expect((await owner.post(`${organization.path}/invites`, invite)).status).toBe(200);
    expect((await story.seats(team, 3)).status).toBe(409);
  });

  it('is credited for what it gives up, less the included credit that it has used', async () => {
    story.at('2030-04-01T00:00:00Z');
    const plan = await story.plan({ price_per_seat_cents: 3_000, included_credit_cents: 1_000 });
    const team = await story.team();
    await story.subscribe(team, plan.public_id, 1);
    story.at('2030-04-11T00:00:00Z');
    const owner = await story.owner(team);
    expect((await owner.delete(`${team.path}/${plan.public_id}?when=now`)).status).toBe(204);
    expect(await story.pay.balanceCents(team.account)).toBe(2_000);
    expect((await (await story.owner(team)).get(team.path)).status).toBe(404);
    expect(await story.pay.differences()).toEqual([]);
  });

  it('gets nothing back for seats that were let off', async () => {
    story.at('2030-04-01T00:00:00Z');
    const plan = await story.plan({ price_per_seat_cents: 1_000 });
    const team = await story.team();
    await story.subscribe(team, plan.public_id, 1);
    story.at('2030-04-30T00:00:00Z');
    for (const count of [2, 3, 4]) expect((await story.seats(team, count)).status).toBe(200);
    expect(await story.paidCents(team)).toBe(1_000);
    const owner = await story.owner(team);
    expect((await owner.delete(`${team.path}/${plan.public_id}?when=now`)).status).toBe(204);
    expect(await story.pay.balanceCents(team.account)).toBe(33);
  });

  it.each([
    ['yearly', 'monthly'],
    ['monthly', 'yearly'],
  ] as const)('keeps what it paid when it changes from %s to %s and cancels', async (before, after) => {
    const prices = { yearly: 121_000, monthly: before === 'yearly' ? 11_000 : 10_000 };
    story.at('2030-04-01T00:00:00Z');
    const [from, to] = [
      await story.plan({ price_per_seat_cents: prices[before], interval: before }),
      await story.plan({ price_per_seat_cents: prices[after], interval: after }),
    ];
    const team = await story.team();
    await story.subscribe(team, from.public_id, 1);
    let owner = await story.owner(team);
    expect((await owner.put(team.path, { planId: to.public_id })).status).toBe(200);
    owner = await story.owner(team);
    expect((await owner.delete(`${team.path}/${to.public_id}?when=now`)).status).toBe(204);
    expect(await story.pay.balanceCents(team.account)).toBe(await story.paidCents(team));
    expect(await story.pay.differences()).toEqual([]);
  });

  it('pays the difference for a dearer plan at once, and has a cheaper one from the next period on', async () => {
    story.at('2030-04-01T00:00:00Z');
    const [small, big, year] = [
      await story.plan({ price_per_seat_cents: 1_000 }),
      await story.plan({ price_per_seat_cents: 4_000 }),
      await story.plan({ price_per_seat_cents: 60_000, interval: 'yearly' }),
    ];
    const team = await story.team();
    await story.subscribe(team, small.public_id, 2);
    story.at('2030-04-16T00:00:00Z');
    let owner = await story.owner(team);
    expect((await owner.put(team.path, { planId: big.public_id })).status).toBe(200);
    expect(await story.paidCents(team)).toBe(2_000 + 3_000);
    const down = await owner.put(team.path, { planId: small.public_id });
    expect(down).toMatchObject({
      body: { data: { plan: { id: big.public_id }, nextPlan: { id: small.public_id } } },
    });
    story.at('2030-05-01T00:00:00Z');
    await story.work();
    expect(await story.current(team)).toMatchObject({ plan: { id: small.public_id } });
    story.at('2030-05-16T12:00:00Z');
    owner = await story.owner(team);
    expect((await owner.put(team.path, { planId: year.public_id })).status).toBe(200);
    expect(await story.current(team)).toMatchObject({ currentPeriodEnd: '2031-05-16T12:00:00.000Z' });
    expect(await story.paidCents(team)).toBe(5_000 + 2_000 + 120_000 - 1_000);
  });

  it('keeps the terms that it took when the plan gets others', async () => {
    story.at('2030-04-01T00:00:00Z');
    const plan = await story.plan({ price_per_seat_cents: 1_000 });
    const team = await story.team();
    await story.subscribe(team, plan.public_id, 1);
    const admin = await story.administrator();
    expect(await admin.put(`/api/plans/${plan.id}`, { price_per_seat_cents: 9_000 })).toMatchObject({
      status: 200,
      body: { version: 2, price_per_seat_cents: 9_000 },
    });
    expect((await admin.delete(`/api/plans/${plan.id}`)).status).toBe(409);
    story.at('2030-05-01T00:00:00Z');
    await story.work();
    expect(await story.paidCents(team)).toBe(2_000);
    expect(await story.current(team)).toMatchObject({ plan: { pricePerSeatCents: 1_000 } });
  });
});

describe('a year', () => {
  it.each([
    ['UTC', '2031-03-31T09:00:00.000Z', ['2031-04-30T09', '2031-05-31T09', '2031-06-30T09']],
    ['Europe/Athens', '2031-01-30T22:30:00.000Z', ['2031-02-27T22', '2031-03-30T21', '2031-04-29T21']],
  ])(
    'in %s is twelve payments, on the last day of short months, the leap day included',
    async (zone, from, first) => {
      story.at(from);
      const plan = await story.plan({ price_per_seat_cents: 1_000, included_credit_cents: 500 });
      const team = await story.team('succeeds', zone);
      await story.subscribe(team, plan.public_id, 1);
      const ends: string[] = [];
      for (let month = 0; month < 12; month += 1) {
        const { currentPeriodEnd } = await story.current(team);
        ends.push(currentPeriodEnd);
        story.at(new Date(Date.parse(currentPeriodEnd) - 1).toISOString());
        await story.work();
        expect(await story.paidCents(team)).toBe((month + 1) * 1_000);
        story.at(currentPeriodEnd);
        await story.work();
      }
      expect(ends.slice(0, 3).map((end) => end.slice(0, 13))).toEqual(first);
      expect(await story.paidCents(team)).toBe(13_000);
      expect(await story.pay.balanceCents(team.account)).toBe(500);
      expect(await story.pay.differences()).toEqual([]);
    },
  );

  it('numbers its invoices without a gap, whoever gets them and whatever fails', async () => {
    const rows = await story.database.query<{ number: string }>(
      'select number from invoices where number is not null order by number',
    );
    expect(rows.map(({ number }) => Number(number))).toEqual(rows.map((_row, index) => index + 1));
    expect(rows.length).toBeGreaterThan(20);
  });
});
