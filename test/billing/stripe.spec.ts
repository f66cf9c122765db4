import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { given } from '../setup/given.ts';
import { people } from '../account/people.ts';
import { StripeHouse } from './stripe/stripe-house.ts';

let house: StripeHouse;

beforeAll(async () => {
  house = await StripeHouse.open();
});
afterAll(() => house.close());

describe('a checkout', () => {
  it('grants what was paid on the page, once, and writes a receipt', async () => {
    const person = await house.person();
    const { paymentId, sessionId, checkoutUrl } = await house.checkout(person);
    expect(checkoutUrl).toContain(sessionId);
    expect(await house.balance(person)).toBe(0);
    house.stripe.books.pay(sessionId);
    await house.deliverAll();
    await house.deliverAll();
    expect(await house.balance(person)).toBe(2_000);
    expect(await house.payment(person, paymentId)).toMatchObject({ status: 'succeeded', amountCents: 2_000 });
    expect(await people(house.app, house.call).mailTo(person.user.email)).toContain(
      'Paid with: mastercard ending in 4444',
    );
    const mails = await house.pay.database.query<{ subject: string }>(
      'select subject from outgoing_mails where recipient = $1',
      [person.user.email],
    );
    expect(mails.map(({ subject }) => subject)).toEqual(['Receipt: $20.00 paid to Onegate']);
  });

  it('is one for an idempotency key, also twice at once, and over when it is paid', async () => {
    const person = await house.person();
    const keyed = person.call.with({ 'idempotency-key': 'one' });
    const order = { amountCents: 700 };
    const opened = await Promise.all(
      Array.from({ length: 3 }, () =>
        keyed.post<{ data: { paymentId: string; sessionId: string } }>(
          '/api/v1/users/credits/checkout',
          order,
        ),
      ),
    );
    expect(new Set(opened.map(({ body }) => body.data.sessionId)).size).toBe(1);
    house.stripe.books.pay(opened[0]?.body.data.sessionId ?? '');
    await house.deliverAll();
    expect((await keyed.post('/api/v1/users/credits/checkout', order)).status).toBe(409);
    expect(await house.balance(person)).toBe(700);
  });

  it.each([499, 500_001, 0, -5, 10.5, '1000', 1e12])('refuses an amount of %p cents', async (amountCents) => {
    const { call } = await house.person();
    const answer = await call.post('/api/v1/users/credits/checkout', { amountCents });
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.status).toBeLessThan(500);
  });
});

describe('a purchase with the card that was left', () => {
  it('takes the money at once', async () => {
    const payer = await house.payer();
    const { status, body } = await house.purchase(payer);
    expect({ status, state: body.data.status }).toEqual({ status: 200, state: 'succeeded' });
    expect(await house.balance(payer)).toBe(2_000);
    await house.deliverAll();
    expect(await house.balance(payer)).toBe(2_000);
  });

  it('asks the payer where the bank does, and grants when he has confirmed', async () => {
    const payer = await house.payer('asks');
    const { body } = await house.purchase(payer);
    expect(body.data).toMatchObject({ status: 'requires_action' });
    expect(body.data.actionUrl).toMatch(/^https:\/\/bank\.test\//);
    const id = (await house.pay.payment(body.data.id))?.provider_reference ?? '';
    await house.deliverAll();
    expect(await house.payment(payer, body.data.id)).toMatchObject({ status: 'requires_action' });
    house.stripe.books.decide(id, true);
    await house.deliverAll();
    expect(await house.payment(payer, body.data.id)).toMatchObject({ status: 'succeeded', actionUrl: null });
    expect(await house.balance(payer)).toBe(2_000);
  });

  it('is refused with what the bank says, and without a card', async () => {
    const payer = await house.payer('declined');
    expect((await house.purchase(payer)).status).toBe(402);
    expect((await house.purchase(await house.person())).status).toBe(402);
    expect(await house.balance(payer)).toBe(0);
  });

  it('that the bank takes its time over is granted when it has decided', async () => {
    const payer = await house.payer('processing');
    const { body } = await house.purchase(payer);
    expect(body.data.status).toBe('processing');
    const id = (await house.pay.payment(body.data.id))?.provider_reference ?? '';
    house.stripe.books.decide(id, true);
    await house.deliverAll();
    expect(await house.balance(payer)).toBe(2_000);
  });
});

describe('refunds and disputes', () => {
  const paid = async () => {
    const payer = await house.payer();
    const { body } = await house.purchase(payer);
    const [row] = await house.pay.database.query<{ id: string; provider_reference: string }>(
      'select id, provider_reference from payments where public_id = $1',
      [body.data.id],
    );
    return { payer, paymentId: body.data.id, id: Number(row?.id), intent: row?.provider_reference ?? '' };
  };
  it('of an administrator withdraw the credit, in parts, never more than was paid, each once', async () => {
    const { payer, paymentId, id } = await paid();
    const call = await house.admin();
    const part = { amount_cents: 500, reason: 'Goodwill', reference: 'a' };
    const answers = await Promise.all([1, 2, 3].map(() => call.post(`/api/payments/${id}/refunds`, part)));
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201]);
    await house.deliverAll();
    expect(await house.balance(payer)).toBe(1_500);
    expect(await house.payment(payer, paymentId)).toMatchObject({
      status: 'partially_refunded',
      refundedCents: 500,
    });
    const tooMuch = { amount_cents: 1_501, reason: 'x', reference: 'b' };
    expect((await call.post(`/api/payments/${id}/refunds`, tooMuch)).status).toBe(409);
    expect((await call.post(`/api/payments/${id}/refunds`, { reason: 'x', reference: 'c' })).status).toBe(
      201,
    );
    expect(await house.balance(payer)).toBe(0);
    expect(await house.payment(payer, paymentId)).toMatchObject({ status: 'refunded' });
    expect((await payer.call.post(`/api/payments/${id}/refunds`, part)).status).toBe(403);
  });

  it('that take what has been spent leave the wallet owing', async () => {
    const { payer, intent } = await paid();
    const account = { kind: 'user' as const, id: payer.user.id };
    await house.pay.spend(account, 1_500);
    house.stripe.books.dispute(intent, 'needs_response');
    await house.deliverAll();
    expect(await house.balance(payer)).toBe(-1_500);
  });

  it('a dispute that is won gives the credit back; one that is only announced takes none', async () => {
    const { payer, paymentId, intent } = await paid();
    house.stripe.books.dispute(intent, 'warning_needs_response');
    await house.deliverAll();
    expect(await house.balance(payer)).toBe(2_000);
    house.stripe.books.dispute(intent, 'under_review');
    await house.deliverAll();
    expect(await house.payment(payer, paymentId)).toMatchObject({ status: 'charged_back' });
    expect(await house.balance(payer)).toBe(0);
    house.stripe.books.dispute(intent, 'won');
    await house.deliverAll();
    await house.deliverAll();
    expect(await house.balance(payer)).toBe(2_000);
    expect(await house.payment(payer, paymentId)).toMatchObject({ status: 'succeeded', refundedCents: 0 });
  });

  it('made at Stripe itself, of which no webhook came, are found by the job', async () => {
    const { payer, intent } = await paid();
    house.stripe.books.newRefund({ payment_intent: intent, amount: '300' });
    await house.reconcile();
    await house.reconcile();
    expect(await house.balance(payer)).toBe(1_700);
  });
});

describe('what webhooks missed', () => {
  it('a checkout, a card and a confirmation are found by the job', async () => {
    const person = await house.person();
    const { sessionId } = await house.checkout(person);
    house.stripe.books.pay(sessionId);
    await house.reconcile();
    expect(await house.balance(person)).toBe(2_000);
  });

  it('is found by asking for the payment too, where the events are gone', async () => {
    const person = await house.person();
    const { sessionId } = await house.checkout(person);
    house.stripe.books.pay(sessionId);
    house.stripe.books.events.length = 0;
    await house.later(10);
    await house.reconcile();
    expect(await house.balance(person)).toBe(2_000);
  });

  it('a page that nobody used is closed after a day, and then nobody can pay on it', async () => {
    const person = await house.person();
    const { sessionId, paymentId } = await house.checkout(person);
    await house.later(60 * 26);
    await house.reconcile();
    expect(house.stripe.books.sessions.get(sessionId)?.status).toBe('expired');
    expect(await house.payment(person, paymentId)).toMatchObject({ status: 'expired' });
  });
});

describe('the two accounts and their strangers', () => {
  it('an organization pays as a person does; members without the permission do not', async () => {
    const world = people(house.app, house.call);
    const { owner, path } = await world.organization();
    const opened = await owner.call.post<{ data: { sessionId: string; paymentId: string } }>(
      `${path}/credits/checkout`,
      { amountCents: 900 },
    );
    house.stripe.books.pay(opened.body.data.sessionId);
    await house.deliverAll();
    const list = await owner.call.get<{ data: { paymentTransactions: { id: string; creatorId: string }[] } }>(
      `${path}/payments`,
    );
    expect(list.body.data.paymentTransactions).toMatchObject([
      { id: opened.body.data.paymentId, creatorId: owner.user.publicId, amountCents: 900, credits: 9 },
    ]);
    const stranger = await house.person();
    const { paymentId } = opened.body.data;
    const strangeAnswers = await Promise.all([
      stranger.call.get(`${path}/payments`),
      stranger.call.get(`${path}/payments/${paymentId}`),
      stranger.call.post(`${path}/credits/checkout`, { amountCents: 900 }),
      stranger.call.get(`/api/v1/users/me/payments/${paymentId}`),
      stranger.call.get(`/api/v1/users/${owner.user.publicId}/payments`),
      stranger.call.post(`/api/v1/users/${owner.user.publicId}/credits/purchase`, { amountCents: 900 }),
      stranger.call.get(`/api/v1/users/${owner.user.publicId}/payment-method/default`),
    ]);
    expect(strangeAnswers.map(({ status }) => status)).toEqual([404, 404, 404, 404, 404, 404, 404]);
  });

  it('an API key reads payments but spends nothing', async () => {
    const payer = await house.payer();
    const key = house.call.signedIn(await given(house.app).apiKey(payer.user));
    expect((await key.get('/api/v1/users/me/payments')).status).toBe(200);
    expect((await key.post('/api/v1/users/me/credits/purchase', { amountCents: 900 })).status).toBe(403);
    expect((await key.post('/api/v1/users/credits/checkout', { amountCents: 900 })).status).toBe(403);
  });

  it('sees the payment at its provider, by either id', async () => {
    const payer = await house.payer();
    const { body } = await house.purchase(payer);
    const intent = (await house.pay.payment(body.data.id))?.provider_reference ?? '';
    for (const id of [body.data.id, intent]) {
      const there = await payer.call.get(`/api/v1/users/me/payments/provider/${id}`);
      expect(there.body).toMatchObject({ data: { providerPaymentId: intent, status: 'succeeded' } });
    }
  });
});

describe('payment methods', () => {
  it('the newest is the default; removing it passes that on, and detaches it at Stripe', async () => {
    const payer = await house.payer();
    const path = '/api/v1/users/me';
    const [first] = (await payer.call.get<{ data: { items: { id: string }[] } }>(`${path}/payment-methods`))
      .body.data.items;
    const setup = await payer.call.post<{ data: { sessionId: string } }>(
      `${path}/payment-method/setup-session`,
      {},
    );
    const newer = house.stripe.books.leaveCard(setup.body.data.sessionId, 'ok', { last4: '1881' });
    await house.deliverAll();
    const byDefault = await payer.call.get<{ data: { id: string; last4: string } }>(
      `${path}/payment-method/default`,
    );
    expect(byDefault.body.data.last4).toBe('1881');
    expect((await payer.call.delete(`${path}/payment-methods/${byDefault.body.data.id}`)).status).toBe(204);
    expect(house.stripe.books.methods.get(newer.id)?.customer).toBeNull();
    const after = await payer.call.get<{ data: { id: string } }>(`${path}/payment-method/default`);
    expect(after.body.data.id).toBe(first?.id);
  });
});
