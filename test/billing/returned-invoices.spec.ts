import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NewPlan } from '@onegate/billing';
import type { Person } from '../account/people.ts';
import { newReference } from './wallets.ts';
import { StripeHouse } from './stripe/stripe-house.ts';
import type { Intent } from './stripe/stripe-objects.ts';

let house: StripeHouse;

beforeAll(async () => {
  house = await StripeHouse.open();
});
afterAll(() => house.close());

const path = '/api/v1/users/me/plan';
const accountOf = ({ user }: Person) => ({ kind: 'user', id: user.id }) as const;

async function plan(terms: Partial<NewPlan>): Promise<string> {
  const admin = await house.admin();
  const name = newReference();
  const answer = await admin.post<{ public_id: string }>('/api/plans', {
    name,
    display_name: name,
    type: 'individual',
    interval: 'monthly',
    price_per_seat_cents: 2_000,
    ...terms,
  });
  expect(answer).toMatchObject({ status: 201 });
  return answer.body.public_id;
}

/** Someone who bought a plan, and what was taken for it. */
async function subscriber(planId: string): Promise<{ person: Person; intent: Intent }> {
  const person = await house.payer();
  expect((await person.call.post(path, { planId })).status).toBe(200);
  return { person, intent: [...house.stripe.books.intents.values()].at(-1) as Intent };
}

async function paymentOf(intentId: string) {
  const [row] = await house.pay.database.query<{ id: string; status: string; returned_cents: number }>(
    'select id, status, returned_cents from payments where provider_reference = $1',
    [intentId],
  );
  return row;
}

/** As an administrator orders it. */
async function refund(intentId: string, cents: number) {
  const admin = await house.admin();
  const { id } = (await paymentOf(intentId)) ?? {};
  const order = { amount_cents: cents, reason: 'Asked for it', reference: newReference() };
  expect((await admin.post(`/api/payments/${id}/refunds`, order)).status).toBe(201);
  const [made] = [...house.stripe.books.refunds.values()].slice(-1);
  return {
    async fails(): Promise<void> {
      if (made) house.stripe.books.failRefund(made);
      await house.deliverAll();
    },
  };
}

describe('a refund that does not arrive', () => {
  it('of money that became credit gives the credit back, and can be ordered again', async () => {
    const person = await house.payer();
    const order = { purpose: 'invoice', reference: 'invoice:ivc_gone:0', amountCents: 2_000 } as const;
    await house.pay.charge(accountOf(person), order);
    const intent = [...house.stripe.books.intents.values()].at(-1)?.id ?? '';
    expect(await house.balance(person)).toBe(2_000);
    for (const _time of [1, 2]) {
      const made = await refund(intent, 2_000);
      expect(await house.balance(person)).toBe(0);
      await made.fails();
      expect(await house.balance(person)).toBe(2_000);
      expect(await paymentOf(intent)).toMatchObject({ status: 'succeeded', returned_cents: 0 });
    }
    expect(await house.pay.differences()).toEqual([]);
  });

  it('of a plan gives back the included credit that went with it', async () => {
    const { person, intent } = await subscriber(await plan({ included_credit_cents: 1_000 }));
    const made = await refund(intent.id, 500);
    expect(await house.balance(person)).toBe(750);
    await made.fails();
    expect(await house.balance(person)).toBe(1_000);
    const invoices = await person.call.get('/api/v1/users/me/invoices');
    expect(invoices.body).toMatchObject({ data: { items: [{ totalCents: 2_000, returnedCents: 0 }] } });
    await refund(intent.id, 2_000);
    expect(await house.balance(person)).toBe(0);
    expect((await person.call.get(path)).status).toBe(200);
    expect(await house.pay.differences()).toEqual([]);
  });

  it('when its period is over brings no credit for that any more', async () => {
    const { person, intent } = await subscriber(await plan({ included_credit_cents: 1_000 }));
    const made = await refund(intent.id, 500);
    await house.pay.database.query(
      `update invoices set period_end = now() where user_id = $1 and total_cents = 2000`,
      [person.user.id],
    );
    await made.fails();
    expect(await house.balance(person)).toBe(750);
    expect(await paymentOf(intent.id)).toMatchObject({ status: 'succeeded', returned_cents: 0 });
  });
});

it('a dispute of a plan takes nothing until it is lost', async () => {
  const { person, intent } = await subscriber(await plan({ included_credit_cents: 1_000 }));
  house.stripe.books.dispute(intent.id, 'needs_response');
  await house.deliverAll();
  expect(await house.balance(person)).toBe(1_000);
  expect((await person.call.get(path)).status).toBe(200);
  house.stripe.books.dispute(intent.id, 'lost');
  await house.deliverAll();
  expect(await house.balance(person)).toBe(0);
  expect((await person.call.get(path)).status).toBe(404);
});

describe('time that was given up became credit', () => {
  /** As if half of the period that runs had gone by. */
  async function halfGone({ user }: Person): Promise<void> {
    const { database } = house.pay;
    const [row] = await database.query<{ half: string }>(
      'select extract(epoch from (period_end - period_start) / 2)::text as half from subscriptions where user_id = $1',
      [user.id],
    );
    const half = `interval '${row?.half} seconds'`;
    const moved = `period_start = period_start - ${half}, period_end = period_end - ${half},
      created_at = created_at - ${half}`;
    await database.query(
      `update subscriptions set ${moved}, anchor_at = anchor_at - ${half}, due_at = due_at - ${half}
       where user_id = $1`,
      [user.id],
    );
    await database.query(`update invoices set ${moved} where user_id = $1`, [user.id]);
  }

  const cancel = async ({ call }: Person, planId: string) =>
    expect((await call.delete(`${path}/${planId}?when=now`)).status).toBe(204);

  async function lose(intentId: string): Promise<void> {
    house.stripe.books.dispute(intentId, 'needs_response');
    house.stripe.books.dispute(intentId, 'lost');
    await house.deliverAll();
  }

  it('which goes when the payment is disputed after the plan was cancelled', async () => {
    const planId = await plan({ included_credit_cents: 400 });
    const { person, intent } = await subscriber(planId);
    await halfGone(person);
    await cancel(person, planId);
    expect(await house.balance(person)).toBe(1_000);
    await house.pay.spend(accountOf(person), 300);
    await lose(intent.id);
    expect(await house.balance(person)).toBe(-300);
    expect(await house.pay.differences()).toEqual([]);
  });

  it('which goes when the payment is disputed after a change, and ends the plan that it paid for', async () => {
    const year = await plan({ price_per_seat_cents: 120_000, interval: 'yearly' });
    const month = await plan({ price_per_seat_cents: 12_000 });
    const { person, intent } = await subscriber(year);
    expect((await person.call.put(path, { planId: month })).status).toBe(200);
    expect(await house.balance(person)).toBe(108_000);
    await lose(intent.id);
    expect(await house.balance(person)).toBe(0);
    expect((await person.call.get(path)).status).toBe(404);
    expect(await house.pay.differences()).toEqual([]);
  });

  it('also where it paid for another period, which is worth nothing then', async () => {
    const year = await plan({ price_per_seat_cents: 120_000, interval: 'yearly' });
    const month = await plan({ price_per_seat_cents: 12_000 });
    for (const isCancelledFirst of [true, false]) {
      const { person, intent } = await subscriber(year);
      expect((await person.call.put(path, { planId: month })).status).toBe(200);
      if (isCancelledFirst) {
        await cancel(person, month);
        expect(await house.balance(person)).toBe(120_000);
      }
      const made = await refund(intent.id, 120_000);
      expect(await house.balance(person)).toBe(0);
      if (!isCancelledFirst) await cancel(person, month);
      expect(await house.balance(person)).toBe(0);
      await made.fails();
      expect(await house.balance(person)).toBe(120_000);
    }
    expect(await house.pay.differences()).toEqual([]);
  });

  it('of which a refund takes no more than there was, in whatever parts, and which comes again with it', async () => {
    const planId = await plan({});
    const { person, intent } = await subscriber(planId);
    await halfGone(person);
    await cancel(person, planId);
    expect(await house.balance(person)).toBe(1_000);
    const first = await refund(intent.id, 600);
    expect(await house.balance(person)).toBe(400);
    const second = await refund(intent.id, 1_400);
    expect(await house.balance(person)).toBe(0);
    await first.fails();
    expect(await house.balance(person)).toBe(0);
    await second.fails();
    expect(await house.balance(person)).toBe(1_000);
    expect(await house.pay.differences()).toEqual([]);
  });

  it('less included credit that was used ahead, which is not taken a second time', async () => {
    const planId = await plan({ included_credit_cents: 1_000 });
    const { person, intent } = await subscriber(planId);
    await house.pay.spend(accountOf(person), 1_000);
    await halfGone(person);
    await cancel(person, planId);
    expect(await house.balance(person)).toBe(1_000 - 500);
    const made = await refund(intent.id, 2_000);
    expect(await house.balance(person)).toBe(-500);
    await made.fails();
    expect(await house.balance(person)).toBe(500);
    expect(await house.pay.differences()).toEqual([]);
  });
});
