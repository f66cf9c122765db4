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
