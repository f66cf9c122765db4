import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { KeyRing } from '@onegate/platform';
import { createHmac } from 'node:crypto';
import { people, type Person } from '../account/people.ts';
import type { Caller } from '../setup/caller.ts';
import { Installation } from '../setup/installation.ts';
import { paying, type Paying } from './paying.ts';

let installation: Installation;
let app: NestFastifyApplication;
let call: Caller;
let pay: Paying;

beforeAll(async () => {
  // No worker: the sandbox tells nothing by itself, so that all that is told is told here.
  installation = await Installation.create();
  ({ app, call } = await installation.api());
  pay = paying(app);
});
afterAll(() => installation.close());

interface Message {
  readonly id: string;
  readonly type: string;
  readonly livemode: boolean;
  readonly created: number;
  readonly news: readonly Record<string, unknown>[];
}

/** Signed as the sandbox does, under the key of the installation. */
function signature(body: string, at = Math.floor(Date.now() / 1000)): string {
  const ring = app.get(KeyRing);
  const key = ring.subkey('sandbox-webhooks', ring.activeId);
  return `t=${at},v1=${createHmac('sha256', key).update(`${at}.${body}`).digest('hex')}`;
}

function deliver(message: Message, at?: number) {
  const body = JSON.stringify(message);
  return call.with({ 'sandbox-signature': signature(body, at) }).post('/webhooks/payments/sandbox', body);
}

/** A checkout that was paid on its page, and the event with which the sandbox is about to tell of it. */
async function paid() {
  const person = await people(app, call).person();
  const { body } = await person.call.post<{ data: { checkoutUrl: string; paymentId: string } }>(
    '/api/v1/users/credits/checkout',
    { amountCents: 2_000 },
  );
  const { paymentId, checkoutUrl } = body.data;
  const form = new URLSearchParams({ card: 'succeeds' });
  const address = `${call.url}${new URL(checkoutUrl).pathname}`;
  const answer = await fetch(address, { method: 'POST', body: form, redirect: 'manual' });
  expect(answer.status).toBe(303);
  const [row] = await pay.database.query<{ body: Message }>(
    `select body from sandbox_events where body->'news'->0->>'paymentId' = $1 and type = 'payment.succeeded'`,
    [paymentId],
  );
  if (!row) throw new Error('The sandbox has nothing to tell');
  return { person, paymentId, event: row.body };
}

const balance = ({ user }: Person) => pay.balanceCents({ kind: 'user', id: user.id });
const known = (id: string) =>
  pay.database.query<{ outcome: string; reason: string | null }>(
    'select outcome, reason from payment_events where event_id = $1',
    [id],
  );

describe('a signed event of the sandbox', () => {
  it('counts once, however often and at once it comes', async () => {
    const { person, event } = await paid();
    const answers = await Promise.all(Array.from({ length: 6 }, () => deliver(event)));
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    expect((await deliver(event)).status).toBe(200);
    expect(await balance(person)).toBe(2_000);
    expect(await known(event.id)).toMatchObject([{ outcome: 'applied' }]);
    expect(await pay.differences()).toEqual([]);
  });

  it('is not taken when its signature is too old, from the future, or that of another body', async () => {
    const { person, event } = await paid();
    const now = () => Math.floor(Date.now() / 1000);
    expect((await deliver(event, now() - 301)).status).toBe(400);
    // The seconds that pass until it arrives make it less of the future.
    expect((await deliver(event, now() + 305)).status).toBe(400);
    const body = JSON.stringify(event);
    const other = call.with({ 'sandbox-signature': signature(body) });
    expect((await other.post('/webhooks/payments/sandbox', `${body} `)).status).toBe(400);
    // The header of another provider is not looked at as if it were this one's.
    const odd = call.with({ 'stripe-signature': 't=1,v1=00', 'sandbox-signature': signature(body) });
    expect((await odd.post('/webhooks/payments/stripe', body)).status).toBe(404);
    expect(await known(event.id)).toEqual([]);
    expect(await balance(person)).toBe(0);
  });

  it.each<[string, Record<string, unknown>, string]>([
    ['amount', { amountCents: 1 }, 'another amount: 1 instead of 2000'],
    ['currency', { currency: 'jpy' }, 'another currency: jpy instead of usd'],
    ['customer', { customer: 'sbx_cus_of_somebody_else' }, 'another customer'],
    ['checkout', { session: 'sbx_cs_of_somebody_else' }, 'another checkout'],
  ])('is refused, kept and audited for another %s than was agreed', async (_what, change, reason) => {
    const { person, event } = await paid();
    const news = event.news.map((one) => ({ ...one, ...change }));
    const wrong = { ...event, id: `${event.id}_wrong`, news };
    expect((await deliver(wrong)).status).toBe(200);
    expect(await known(wrong.id)).toEqual([{ outcome: 'refused', reason }]);
    const audited = await pay.database.query(
      `select from audit_entries where action = 'payment.news_refused' and changes->>'source' = $1`,
      [wrong.id],
    );
    expect(audited).toHaveLength(1);
    expect(await balance(person)).toBe(0);
    await deliver(event);
    expect(await balance(person)).toBe(2_000);
  });

  it('is refused in the other mode, and where another provider takes the payment', async () => {
    const { person, event, paymentId } = await paid();
    await deliver({ ...event, id: `${event.id}_live`, livemode: true });
    expect(await known(`${event.id}_live`)).toEqual([{ outcome: 'refused', reason: 'another mode: live' }]);
    await pay.database.query(`update payments set provider = 'stripe' where public_id = $1`, [paymentId]);
    await deliver({ ...event, id: `${event.id}_other` });
    expect(await known(`${event.id}_other`)).toMatchObject([{ outcome: 'refused' }]);
    await pay.database.query(
      `update payments set provider = 'sandbox', is_live = true where public_id = $1`,
      [paymentId],
    );
    await deliver({ ...event, id: `${event.id}_test` });
    expect(await known(`${event.id}_test`)).toMatchObject([{ outcome: 'refused' }]);
    expect(await balance(person)).toBe(0);
  });
});
