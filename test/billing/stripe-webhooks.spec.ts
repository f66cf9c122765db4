import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Database } from '@onegate/platform';
import { Installation } from '../setup/installation.ts';
import { StripeHouse, newSecret, oldSecret } from './stripe/stripe-house.ts';
import type { Event, Intent } from './stripe/stripe-objects.ts';

let house: StripeHouse;

beforeAll(async () => {
  house = await StripeHouse.open();
});
afterAll(() => house.close());

/** A checkout that was paid, of which nothing has been told yet. */
const paidCheckout = async () => {
  const person = await house.person();
  const before = house.stripe.books.events.length;
  const { sessionId, paymentId } = await house.checkout(person);
  const { intent } = house.stripe.books.pay(sessionId);
  const events = house.stripe.books.events.slice(before);
  const succeeded = events.find(({ type }) => type === 'payment_intent.succeeded') as Event;
  return { person, paymentId, events, succeeded, intent };
};

/** The same event, but for something in its object. */
const forged = (event: Event, change: Partial<Intent>): Event => ({
  ...event,
  id: `${event.id}_forged`,
  data: { object: { ...(event.data.object as Intent), ...change } },
});

const now = () => Math.floor(Date.now() / 1000);

describe('a webhook that Stripe did not sign', () => {
  it('is refused: without a signature, under another secret, changed, too old, from the future', async () => {
    const { person, succeeded } = await paidCheckout();
    const payload = JSON.stringify(succeeded);
    const answers = [
      await house.send(payload, null),
      await house.send(payload, ''),
      await house.send(payload, 't=1,v1=00'),
      await house.send(payload, `t=${now()},v1=${'0'.repeat(64)}`),
      await house.send(payload, `t=${now()},v0=${'0'.repeat(64)}`),
      await house.deliver(succeeded, { secret: 'whsec_of_somebody_else' }),
      await house.deliver(succeeded, { timestamp: now() - 301 }),
      await house.send('{"type":"payment_intent.succeeded"}', `t=${now()},v1=ff`),
      await house.send('', null),
      await house.send('[', null),
    ];
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 400));
    expect(await house.balance(person)).toBe(0);
    expect(await house.events(succeeded.id)).toEqual([]);
  });

  it('is refused when a signed one was changed afterwards, by a blank too', async () => {
    const { person, succeeded } = await paidCheckout();
    const { default: Stripe } = await import('stripe');
    const payload = JSON.stringify(succeeded);
    const signature = new Stripe('sk_test_x').webhooks.generateTestHeaderString({
      payload,
      secret: newSecret,
    });
    expect((await house.send(`${payload} `, signature)).status).toBe(400);
    expect((await house.send(payload.replace('2000', '2001'), signature)).status).toBe(400);
    expect((await house.send(payload, signature)).status).toBe(200);
    expect(await house.balance(person)).toBe(2_000);
  });

  it('is taken under both secrets while one is rotated', async () => {
    const { person, succeeded } = await paidCheckout();
    expect((await house.deliver(succeeded, { secret: oldSecret })).status).toBe(200);
    expect(await house.balance(person)).toBe(2_000);
  });

  it('is refused under the old secret once that is gone', async () => {
    const rotated = await Installation.create({
      env: { ONEGATE_STRIPE_SECRET_KEY: 'sk_test_x', ONEGATE_STRIPE_WEBHOOK_SECRETS: newSecret },
    });
    try {
      const { call } = await rotated.api();
      const { succeeded, person } = await paidCheckout();
      const to = call.url;
      expect((await house.deliver(succeeded, { to, secret: oldSecret })).status).toBe(400);
      expect((await house.deliver(succeeded, { to, secret: newSecret })).status).toBe(200);
      expect(await house.balance(person)).toBe(0);
    } finally {
      await rotated.close();
    }
  });

  it('finds no door where no secret is set, at another provider, or where nobody lives', async () => {
    const closed = await Installation.create({ env: { ONEGATE_STRIPE_SECRET_KEY: 'sk_test_x' } });
    try {
      const { call } = await closed.api();
      expect((await call.post('/webhooks/payments/stripe', {})).status).toBe(404);
    } finally {
      await closed.close();
    }
    const { succeeded, person } = await paidCheckout();
    expect((await house.send(JSON.stringify(succeeded), 't=1,v1=2', 'nobody')).status).toBe(404);
    expect((await house.send(JSON.stringify(succeeded), 't=1,v1=2', 'sandbox')).status).toBe(400);
    expect(await house.balance(person)).toBe(0);
  });
});

describe('an event counts once', () => {
  it('however often and at once it comes', async () => {
    const { person, events } = await paidCheckout();
    const all = [...events, ...events, ...events];
    const answers = await Promise.all(all.map((event) => house.deliver(event)));
    expect(answers.every(({ status }) => status === 200)).toBe(true);
    expect(await house.balance(person)).toBe(2_000);
    expect(await house.pay.differences()).toEqual([]);
  });

  it('in any order: the dispute and the refund before the payment that they are about', async () => {
    const { person, events, intent, paymentId } = await paidCheckout();
    const { books } = house.stripe;
    const before = books.events.length;
    books.newRefund({ payment_intent: intent.id, amount: '700' });
    books.dispute(intent.id, 'needs_response');
    books.dispute(intent.id, 'won');
    const later = books.events.slice(before);
    for (const event of [...later.toReversed(), ...events.toReversed()]) await house.deliver(event);
    expect(await house.balance(person)).toBe(1_300);
    expect(await house.payment(person, paymentId)).toMatchObject({ status: 'partially_refunded' });
  });

  it('an old one does not undo a newer one', async () => {
    const payer = await house.payer('asks');
    const { body } = await house.purchase(payer);
    const id = (await house.pay.payment(body.data.id))?.provider_reference ?? '';
    house.stripe.books.decide(id, true);
    await Promise.all(house.stripe.books.events.toReversed().map((event) => house.deliver(event)));
    expect(await house.payment(payer, body.data.id)).toMatchObject({ status: 'succeeded' });
    expect(await house.balance(payer)).toBe(2_000);
  });
});

describe('an event that contradicts what was agreed', () => {
  it.each<[string, Partial<Intent>]>([
    ['a smaller amount', { amount_received: 1 }],
    ['a larger amount', { amount_received: 2_000_000 }],
    ['another currency', { currency: 'jpy' }],
    ['another customer', { customer: 'cus_of_somebody_else' }],
    ['no customer', { customer: null }],
  ])('is refused, kept and audited: %s', async (_what, change) => {
    const { person, paymentId, succeeded } = await paidCheckout();
    const event = forged(succeeded, change);
    expect((await house.deliver(event)).status).toBe(200);
    expect(await house.events(event.id)).toMatchObject([{ outcome: 'refused' }]);
    expect(await house.balance(person)).toBe(0);
    expect(await house.payment(person, paymentId)).toMatchObject({ status: 'pending' });
    const audited = await house.app
      .get(Database)
      .query(`select from audit_entries where action = 'payment.news_refused' and changes->>'source' = $1`, [
        event.id,
      ]);
    expect(audited).toHaveLength(1);
    const admin = await house.admin();
    const seen = await admin.get<{ data: { event_id: string }[] }>('/api/payments/events?outcome=refused');
    expect(seen.body.data[0]).toMatchObject({ event_id: event.id, outcome: 'refused' });
    expect((await person.call.get('/api/payments/events')).status).toBe(403);
    const found = await admin.get<{ data: { public_id: string }[] }>(`/api/payments?search=${paymentId}`);
    expect(found.body.data.map(({ public_id: id }) => id)).toEqual([paymentId]);
    await house.deliver(succeeded);
    expect(await house.balance(person)).toBe(2_000);
  });

  it('is refused from the other mode', async () => {
    const { person, succeeded } = await paidCheckout();
    const event = { ...succeeded, id: `${succeeded.id}_live`, livemode: true };
    await house.deliver(event);
    expect(await house.events(event.id)).toMatchObject([
      { outcome: 'refused', reason: 'another mode: live' },
    ]);
    expect(await house.balance(person)).toBe(0);
  });

  it('is refused for a payment of another provider', async () => {
    const { person, paymentId, succeeded } = await paidCheckout();
    await house.pay.database.query(`update payments set provider = 'sandbox' where public_id = $1`, [
      paymentId,
    ]);
    await house.deliver(succeeded);
    expect(await house.events(succeeded.id)).toMatchObject([{ outcome: 'refused' }]);
    expect(await house.balance(person)).toBe(0);
  });

  it('is refused for a second intent that claims the same payment', async () => {
    const { person, succeeded, paymentId } = await paidCheckout();
    await house.deliver(succeeded);
    const event = forged(succeeded, { id: 'pi_of_somebody_else' });
    await house.deliver(event);
    expect(await house.events(event.id)).toMatchObject([{ outcome: 'refused' }]);
    expect(await house.balance(person)).toBe(2_000);
    expect(await house.payment(person, paymentId)).toMatchObject({ status: 'succeeded' });
  });

  it('is unrelated where it is about nothing of ours', async () => {
    const { succeeded } = await paidCheckout();
    const event = forged(succeeded, { id: 'pi_else', metadata: {} });
    await house.deliver(event);
    expect(await house.events(event.id)).toMatchObject([{ outcome: 'unrelated' }]);
  });
});
