import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { people, statusesOf } from '../account/people.ts';
import type { Caller } from '../setup/caller.ts';
import { Installation } from '../setup/installation.ts';
import { paying } from './paying.ts';

let installation: Installation;
let app: NestFastifyApplication;
let call: Caller;

beforeAll(async () => {
  installation = await Installation.create({ env: { ONEGATE_PAYMENT_SALES_PER_HOUR: '3' } });
  ({ app, call } = await installation.api());
});
afterAll(() => installation.close());

const checkout = '/api/v1/users/credits/checkout';
const purchase = '/api/v1/users/me/credits/purchase';

it('so many purchases and checkouts of an account begin in an hour, however many are tried at once', async () => {
  const { user, call: buyer } = await people(app, call).person();
  await paying(app).card({ kind: 'user', id: user.id });
  const order = { amountCents: 1_000 };
  expect((await buyer.post(checkout, { amountCents: 1 })).status).toBe(400);
  const keyed = buyer.with({ 'idempotency-key': 'one' });
  const first = await keyed.post(purchase, order);
  expect(first.status).toBe(200);
  const paths = [checkout, purchase, checkout, purchase];
  const answers = await Promise.all(paths.map((path) => buyer.post(path, order)));
  expect(statusesOf(answers)).toEqual([200, 200, 429, 429]);
  const refused = await buyer.post(checkout, order);
  expect(refused).toMatchObject({ status: 429, body: { success: false } });
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  // The same order again is no other one.
  expect(await keyed.post(purchase, order)).toMatchObject({ status: 200, body: first.body });
});

it('an organization is counted apart from its people', async () => {
  const { owner, path } = await people(app, call).organization();
  for (const status of [200, 200, 200, 429]) {
    expect((await owner.call.post(`${path}/credits/checkout`, { amountCents: 1_000 })).status).toBe(status);
  }
  expect((await owner.call.post(checkout, { amountCents: 1_000 })).status).toBe(200);
});

it('cards are tried out by saving them no more often than by paying, for a person and an organization', async () => {
  const { call: buyer } = await people(app, call).person();
  const { owner, path } = await people(app, call).organization();
  const accounts = [
    { call: buyer, prefix: '/api/v1/users/me' },
    { call: owner.call, prefix: path },
  ];
  for (const { call: payer, prefix } of accounts) {
    const setUp = () => payer.post(`${prefix}/payment-method/setup-session`, {});
    const answers = await Promise.all([setUp(), setUp(), setUp(), setUp()]);
    expect(statusesOf(answers)).toEqual([200, 200, 200, 429]);
    expect((await payer.post(`${prefix}/credits/purchase`, { amountCents: 1_000 })).status).toBe(429);
  }
});
