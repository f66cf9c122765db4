import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { StripeHouse } from './stripe/stripe-house.ts';
import type { Dispute, Event, Refund } from './stripe/stripe-objects.ts';

let house: StripeHouse;

beforeAll(async () => {
  house = await StripeHouse.open();
});
afterAll(() => house.close());

/** A paid checkout and what went back of it, of which nothing has been told yet. */
const returned = async (happen: (intentId: string) => void) => {
  const person = await house.person();
  const { books } = house.stripe;
  const before = books.events.length;
  const { sessionId, paymentId } = await house.checkout(person);
  const { intent } = books.pay(sessionId);
  happen(intent.id);
  const events = books.events.slice(before).filter(({ type }) => type !== 'checkout.session.completed');
  const named = (type: string) => events.find((event) => event.type === type) as Event;
  return { person, paymentId, events, named };
};

const refund = (intentId: string, cents: number): Refund =>
  house.stripe.books.newRefund({ payment_intent: intentId, amount: String(cents) });

function ordersOf<Thing>(things: readonly Thing[]): Thing[][] {
  if (things.length < 2) return [[...things]];
  return things.flatMap((first, index) => {
    const others = things.filter((_, at) => at !== index);
    return ordersOf(others).map((order) => [first].concat(order));
  });
}

/** The same event, but for something in its object. */
const forged = (event: Event, change: Partial<Refund> | Partial<Dispute>, name = 'forged'): Event => ({
  ...event,
  id: `${event.id}_${name}`,
  data: { object: { ...(event.data.object as Refund), ...(change as Partial<Refund>) } },
});

describe('a refund and a dispute of one payment', () => {
  const won = (intentId: string) => {
    refund(intentId, 700);
    house.stripe.books.dispute(intentId, 'needs_response');
    house.stripe.books.dispute(intentId, 'won');
  };

  it('come to the same in whatever order they are told, before the payment or after it', async () => {
    const orders = ordersOf([1, 2, 3]).flatMap((order) => [
      [0, ...order],
      [...order, 0],
    ]);
    const results = [];
    for (const order of orders) {
      const { person, paymentId, events } = await returned(won);
      for (const index of order) await house.deliver(events[index] as Event);
      const { status, refundedCents } = await house.payment(person, paymentId);
      results.push({ order, status, refundedCents, balance: await house.balance(person) });
    }
    expect(results).toEqual(
      orders.map((order) => ({
        order,
        status: 'partially_refunded',
        refundedCents: 700,
        balance: 1_300,
      })),
    );
    expect(await house.pay.differences()).toEqual([]);
  });

  it('come to the same when all of them are told twice and at once', async () => {
    const { person, paymentId, events } = await returned(won);
    const answers = await Promise.all([...events, ...events].map((event) => house.deliver(event)));
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    expect(await house.balance(person)).toBe(1_300);
    expect(await house.payment(person, paymentId)).toMatchObject({ status: 'partially_refunded' });
  });

  it('take no more than was paid, and what one had only in part once the other is off', async () => {
    const { person, events, named } = await returned((intentId) => {
      refund(intentId, 700);
      house.stripe.books.dispute(intentId, 'needs_response');
      house.stripe.books.dispute(intentId, 'won');
    });
    const disputed = named('charge.dispute.created');
    const smaller = (event: Event) => forged(event, { amount: 1_500 }, 'smaller');
    const steps: [Event, number][] = [
      [events[0] as Event, 2_000],
      [smaller(disputed), 500],
      [named('refund.created'), 0],
      [smaller(named('charge.dispute.updated')), 1_300],
    ];
    for (const [event, balance] of steps) {
      expect((await house.deliver(event)).status).toBe(200);
      expect(await house.balance(person)).toBe(balance);
    }
    expect(await house.pay.differences()).toEqual([]);
  });
});

describe('news of money that goes back', () => {
  it.each<[string, Partial<Refund>]>([
    ['more than was paid', { amount: 2_001 }],
    ['nothing', { amount: 0 }],
    ['less than nothing', { amount: -700 }],
    ['another currency', { currency: 'jpy' }],
  ])('is refused and kept where it contradicts the payment: %s', async (_what, change) => {
    const { person, named } = await returned((intentId) => void refund(intentId, 700));
    const event = forged(named('refund.created'), change);
    expect((await house.deliver(event)).status).toBe(200);
    expect(await house.events(event.id)).toMatchObject([{ outcome: 'refused' }]);
    // What was told along with it, that the payment was paid, is true.
    expect(await house.balance(person)).toBe(2_000);
    await house.deliver(named('refund.created'));
    expect(await house.balance(person)).toBe(1_300);
  });

  it('is refused where it contradicts what was told of it before', async () => {
    const { person, named } = await returned((intentId) => void refund(intentId, 700));
    const told = named('refund.created');
    await house.deliver(told);
    const event = forged(told, { amount: 1_400 });
    await house.deliver(event);
    expect(await house.events(event.id)).toMatchObject([
      { outcome: 'refused', reason: 'another amount than before' },
    ]);
    expect(await house.balance(person)).toBe(1_300);
  });

  it('is unrelated where the payment is none of ours', async () => {
    const { books } = house.stripe;
    const foreign = books.newIntent({ amount: '500', currency: 'usd', payment_method: 'pm_ok_x' });
    refund(foreign.id, 500);
    const event = books.events.at(-1) as Event;
    await house.deliver(event);
    expect(await house.events(event.id)).toMatchObject([{ outcome: 'unrelated' }]);
  });
});

it('an event of which Stripe does not tell the rest is not counted, and counts when it is sent again', async () => {
  const { person, named, events } = await returned((intentId) => void refund(intentId, 700));
  const event = forged(named('refund.created'), { payment_intent: 'pi_that_stripe_does_not_know' });
  expect((await house.deliver(event)).status).toBeGreaterThanOrEqual(500);
  expect(await house.events(event.id)).toEqual([]);
  const right = { ...named('refund.created'), id: event.id };
  expect((await house.deliver(right)).status).toBe(200);
  await house.deliver(events[0] as Event);
  expect(await house.balance(person)).toBe(1_300);
});
