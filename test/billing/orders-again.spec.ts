import { afterAll, afterEach, beforeAll, beforeEach, expect, it, jest } from '@jest/globals';
import { PaymentProviders } from '../../libs/billing/src/payments/providers/payment-providers.ts';
import { NewsLearning } from '../../libs/billing/src/payments/learning/news-learning.service.ts';
import type { Person } from '../account/people.ts';
import { StripeHouse, type PaymentItem } from './stripe/stripe-house.ts';

let house: StripeHouse;
let person: Person;
let before: number;

beforeAll(async () => {
  house = await StripeHouse.open();
});
beforeEach(async () => {
  person = await house.payer();
  before = house.stripe.books.taken;
});
afterEach(() => void jest.restoreAllMocks());
afterAll(() => house.close());

const died = new Error('The process died');

function purchase() {
  const call = person.call.with({ 'idempotency-key': 'mine' });
  return call.post<{ data: PaymentItem }>('/api/v1/users/me/credits/purchase', { amountCents: 2_000 });
}

/** The process dies, and nobody is there until so much later. */
async function dead(minutes: number): Promise<void> {
  expect((await purchase()).status).toBeGreaterThanOrEqual(500);
  house.stripe.forgetKeys();
  await house.later(minutes);
}

it('an order that was carried out is not charged again once its key is forgotten', async () => {
  jest.spyOn(house.app.get(NewsLearning), 'learn').mockRejectedValueOnce(died);
  await dead(25 * 60);
  expect(await purchase()).toMatchObject({ status: 200, body: { data: { status: 'succeeded' } } });
  await house.deliverAll();
  await house.reconcile();
  expect(house.stripe.books.taken - before).toBe(2_000);
  expect(await house.balance(person)).toBe(2_000);
});

it('an order that never reached the provider is carried out while somebody expects it', async () => {
  jest.spyOn(house.app.get(PaymentProviders).requireActive(), 'charge').mockRejectedValueOnce(died);
  await dead(50);
  expect(await purchase()).toMatchObject({ status: 200, body: { data: { status: 'succeeded' } } });
  expect(house.stripe.books.taken - before).toBe(2_000);
});

it('an order that never reached the provider is left to the job later, which ends it', async () => {
  jest.spyOn(house.app.get(PaymentProviders).requireActive(), 'charge').mockRejectedValueOnce(died);
  await dead(61);
  expect((await purchase()).status).toBeGreaterThanOrEqual(500);
  await house.reconcile();
  expect((await purchase()).status).toBe(402);
  expect(house.stripe.books.taken - before).toBe(0);
  expect(await house.balance(person)).toBe(0);
});
