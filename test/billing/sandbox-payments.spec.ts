import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { MethodExpiry, SandboxBank, SandboxEvents } from '@onegate/billing';
import { freePort } from '../../scripts/stack/ports.ts';
import { people, type Person } from '../account/people.ts';
import type { Caller } from '../setup/caller.ts';
import { Installation } from '../setup/installation.ts';
import { until } from '../setup/until.ts';
import { paying, type Paying, type TestCard } from './paying.ts';

let installation: Installation;
let app: NestFastifyApplication;
let call: Caller;
let pay: Paying;
let base: string;

beforeAll(async () => {
  const port = await freePort();
  base = `http://127.0.0.1:${port}`;
  installation = await Installation.create({ env: { PORT: String(port) } });
  ({ app, call } = await installation.api(port));
  await installation.worker();
  pay = paying(app);
});
afterAll(() => installation.close());

interface Data<T> {
  readonly data: T;
}

const person = () => people(app, call).person();
const balance = ({ user }: Person) => pay.balanceCents({ kind: 'user', id: user.id });

/** Fills in the form of a page as a browser does. */
async function submit(url: string, form: Record<string, string>) {
  const response = await fetch(url, { method: 'POST', body: new URLSearchParams(form), redirect: 'manual' });
  return {
    status: response.status,
    location: response.headers.get('location') ?? '',
    text: await response.text(),
  };
}

async function checkout({ call: caller }: Person, amountCents = 2_500) {
  const { body } = await caller.post<Data<{ checkoutUrl: string; paymentId: string }>>(
    '/api/v1/users/credits/checkout',
    { amountCents, successUrl: 'https://app.example.com/done', cancelUrl: 'https://app.example.com/left' },
  );
  return body.data;
}

async function leaveCard({ call: caller }: Person, card: TestCard): Promise<void> {
  const { body } = await caller.post<Data<{ url: string }>>(
    '/api/v1/users/me/payment-method/setup-session',
    {},
  );
  expect((await submit(body.data.url, { card, expMonth: '1', expYear: '2040' })).status).toBe(303);
  await until('the card to be here', async () => {
    const answer = await caller.get<Data<{ last4: string } | null>>(
      '/api/v1/users/me/payment-method/default',
    );
    return answer.body.data !== null;
  });
}

const status = async ({ call: caller }: Person, id: string) =>
  (await caller.get<Data<{ status: string }>>(`/api/v1/users/me/payments/${id}/status`)).body.data.status;

describe('the sandbox', () => {
  it('takes a payment on its page, and tells the API by a signed webhook', async () => {
    const payer = await person();
    const { checkoutUrl, paymentId } = await checkout(payer);
    expect(checkoutUrl.startsWith(`${base}/sandbox/checkout/`)).toBe(true);
    const refused = await submit(checkoutUrl, { card: 'declines' });
    expect(refused.status).toBe(402);
    expect(refused.text).toContain('The bank declined the card.');
    const paid = await submit(checkoutUrl, { card: 'succeeds' });
    expect(paid).toMatchObject({ status: 303, location: 'https://app.example.com/done' });
    expect((await submit(checkoutUrl, { card: 'succeeds' })).status).toBe(410);
    await until('the credit', async () => (await balance(payer)) === 2_500);
    expect(await status(payer, paymentId)).toBe('succeeded');
    await until('all to be delivered', async () => {
      const rows = await pay.database.query('select from sandbox_events where delivered_at is null');
      return rows.length === 0;
    });
  });

  it('pays a page once, however many pay it at once', async () => {
    const payer = await person();
    const { checkoutUrl } = await checkout(payer);
    const all = await Promise.all(Array.from({ length: 5 }, () => submit(checkoutUrl, { card: 'succeeds' })));
    expect(all.filter(({ status: code }) => code === 303)).toHaveLength(1);
    await until('the credit', async () => (await balance(payer)) === 2_500);
    expect(await pay.differences()).toEqual([]);
  });

  it('asks for a confirmation, and lets the payer try again when he refuses', async () => {
    const payer = await person();
    const { checkoutUrl } = await checkout(payer);
    const asked = await submit(checkoutUrl, { card: 'confirms' });
    expect(asked.location).toContain('/sandbox/confirm/');
    expect((await submit(asked.location, { answer: 'no' })).location).toBe(checkoutUrl);
    const again = await submit(checkoutUrl, { card: 'confirms' });
    expect((await submit(again.location, { answer: 'yes' })).location).toBe('https://app.example.com/done');
    expect((await submit(again.location, { answer: 'yes' })).status).toBe(410);
    await until('the credit', async () => (await balance(payer)) === 2_500);
  });

  it('charges a card that was left, and one whose bank asks after its owner has confirmed', async () => {
    const payer = await person();
    await leaveCard(payer, 'succeeds');
    const order = { amountCents: 1_000 };
    const keyed = payer.call.with({ 'idempotency-key': 'a' });
    const twice = await Promise.all([1, 2].map(() => keyed.post('/api/v1/users/me/credits/purchase', order)));
    expect(twice.map(({ status: code }) => code)).toEqual([200, 200]);
    expect(await balance(payer)).toBe(1_000);
    await leaveCard(payer, 'confirms');
    const purchase = await until('the newer card to be default', async () => {
      const { body } = await payer.call.post<Data<{ id: string; status: string; actionUrl: string }>>(
        '/api/v1/users/me/credits/purchase',
        order,
      );
      return body.data.status === 'requires_action' ? body.data : undefined;
    });
    const before = await balance(payer);
    expect((await submit(purchase.actionUrl, { answer: 'yes' })).status).toBe(303);
    await until('the credit', async () => (await balance(payer)) === before + 1_000);
  });

  it('disputes a payment with the card for that; won, the credit comes back', async () => {
    const payer = await person();
    const { checkoutUrl, paymentId } = await checkout(payer);
    await submit(checkoutUrl, { card: 'disputes' });
    await until('the dispute', async () => (await status(payer, paymentId)) === 'charged_back');
    expect(await balance(payer)).toBe(0);
    const [dispute] = await pay.database.query<{ id: string }>(
      `select id from sandbox_objects where kind = 'reversal' and body->>'paymentId' = $1`,
      [paymentId],
    );
    await app.get(SandboxBank).decideDispute(dispute?.id ?? '', true);
    await until('the credit', async () => (await balance(payer)) === 2_500);
  });

  it('keeps nothing of a card but its brand, last digits and expiry', async () => {
    const rows = await pay.database.query<{ body: string }>('select body::text from sandbox_objects');
    expect(rows.filter(({ body }) => /\b(?:\d[ -]?){13,19}\b/.test(body))).toEqual([]);
  });

  it('is believed only with its signature', async () => {
    const body = JSON.stringify({
      id: 'x',
      type: 'payment.succeeded',
      livemode: false,
      created: 1,
      news: [],
    });
    for (const signature of ['', 't=1,v1=00', `t=${Math.floor(Date.now() / 1000)},v1=${'0'.repeat(64)}`]) {
      const answer = await call
        .with({ 'sandbox-signature': signature })
        .post('/webhooks/payments/sandbox', body);
      expect(answer.status).toBe(400);
    }
  });

  it('is off in production unless it is asked for', async () => {
    const production = await Installation.create({ env: { ONEGATE_MODE: 'production' } });
    try {
      const { app: running, call: caller } = await production.api();
      const buyer = await people(running, caller).person();
      const answer = await buyer.call.post('/api/v1/users/credits/checkout', { amountCents: 1_000 });
      expect(answer.status).toBe(503);
      expect((await caller.get('/sandbox/checkout/x')).status).toBe(404);
      expect((await caller.post('/webhooks/payments/sandbox', {})).status).toBe(404);
    } finally {
      await production.close();
    }
  });

  it('delivers what was never sent, once somebody looks', async () => {
    await pay.database.query(
      "update sandbox_events set delivered_at = null, deliver_at = now() - interval '1 hour'",
    );
    await app.get(SandboxEvents).startWaiting();
    expect(await pay.differences()).toEqual([]);
  });
});

describe('a card that expires', () => {
  it('is warned of once, in the month before', async () => {
    const payer = await person();
    await leaveCard(payer, 'succeeds');
    const next = new Date(Date.now() + 20 * 86_400_000);
    await pay.database.query('update payment_methods set exp_month = $1, exp_year = $2 where user_id = $3', [
      next.getUTCMonth() + 1,
      next.getUTCFullYear(),
      payer.user.id,
    ]);
    await Promise.all([app.get(MethodExpiry).warn(), app.get(MethodExpiry).warn()]);
    const mails = await pay.database.query(
      `select from outgoing_mails where recipient = $1 and subject like 'Your payment method expires%'`,
      [payer.user.email],
    );
    expect(mails).toHaveLength(1);
  });
});
