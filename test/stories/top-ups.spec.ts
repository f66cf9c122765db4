import { afterAll, afterEach, beforeAll, expect, it, jest } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { GrantExpiry } from '@onegate/billing';
import { Clock, Database, inMilliseconds, usd, type Duration } from '@onegate/platform';
import { people, type Enveloped, type Items } from '../account/people.ts';
import { administration } from '../admin/administration.ts';
import { billing } from '../billing/wallets.ts';
import { campaigns } from '../promotions/campaigns.ts';
import type { Caller } from '../setup/caller.ts';
import { given } from '../setup/given.ts';
import { Installation } from '../setup/installation.ts';
import { toppingUp, wanted, type ToppingUp } from '../top-ups/topping-up.ts';

let installation: Installation;
let app: NestFastifyApplication;
let call: Caller;
let top: ToppingUp;
let now: Date;

beforeAll(async () => {
  installation = await Installation.create();
  ({ app, call } = await installation.api());
  top = toppingUp(app, call);
});
afterAll(() => installation.close());
afterEach(() => {
  jest.restoreAllMocks();
});

/** The rest of the story happens then. */
function pass(by: Duration): void {
  now = new Date(now.getTime() + inMilliseconds(by));
  jest.spyOn(app.get(Clock), 'now').mockReturnValue(now);
}

const subjectsTo = async (email: string) => {
  const mails = await app
    .get(Database)
    .query<{ subject: string }>('select subject from outgoing_mails where recipient = $1 order by id', [
      email,
    ]);
  return mails.map(({ subject }) => subject);
};

it('a wallet runs dry and tops itself up; the card then declines; it waits longer each time, gives up and says so', async () => {
  now = new Date();
  const wallet = await top.wallet();
  await top.spend(wallet, 9);
  await top.consider(wallet);
  expect(await top.pay.balanceCents(wallet.account)).toBe(2_100);

  // The old card goes, and with it the luck.
  await top.pay.card(wallet.account, 'declines_later');
  await top.spend(wallet, 20);
  await top.consider(wallet);
  const first = await top.settings(wallet);
  expect(first).toMatchObject({ enabled: true, failures: 1 });
  await top.consider(wallet);
  expect(await top.moneyOf(wallet)).toMatchObject({ charges: 2 });

  pass({ minutes: 61 });
  await top.consider(wallet);
  pass({ hours: 5 });
  await top.consider(wallet);
  expect(await top.settings(wallet)).toMatchObject({ enabled: true, failures: 2 });
  expect(await top.moneyOf(wallet)).toMatchObject({ charges: 3 });

  pass({ hours: 2 });
  await top.consider(wallet);
  expect(await top.settings(wallet)).toMatchObject({
    enabled: false,
    failures: 3,
    switchedOffReason: 'declined',
  });
  pass({ days: 3 });
  await top.consider(wallet);
  expect(await top.moneyOf(wallet)).toEqual({ taken: 2_000, granted: 2_000, charges: 4 });
  expect((await top.history(wallet)).map(({ status }) => status)).toEqual([
    'failed',
    'failed',
    'failed',
    'succeeded',
  ]);
  const subjects = await subjectsTo(wallet.person.user.email);
  expect(subjects.filter((subject) => subject.includes('switched off'))).toHaveLength(1);

  // A good card again, and the wish to go on: what was is forgotten.
  await top.pay.card(wallet.account, 'succeeds');
  await top.set(wallet.person, wanted);
  await top.consider(wallet);
  expect(await top.settings(wallet)).toMatchObject({ enabled: true, failures: 0, nextTryAt: null });
  expect(await top.moneyOf(wallet)).toMatchObject({ taken: 4_000, granted: 4_000 });
  expect(await top.pay.differences()).toEqual([]);
});

it('a promotion expires half used, and what was bought stays', async () => {
  now = new Date();
  const { boss } = await administration(app, call);
  const { code } = await campaigns(boss).coded({ amount_usd: '8.00', credit_days: 30 });
  const { user } = await people(app, call).person();
  const key = await given(app).apiKey(user);
  const person = { user, call: call.signedIn(key) };
  const account = { kind: 'user' as const, id: person.user.id };
  const me = '/api/v1/users/me';
  expect((await person.call.post(`${me}/promotions/redeem`, { code })).status).toBe(200);
  await billing(app).grant(account, usd(10));

  pass({ days: 20 });
  await top.spend({ account }, 4);
  const active = async () =>
    (await person.call.get<Enveloped<Items<{ remainingUsd: string }>>>(`${me}/promotions`)).body.data.items;
  expect(await active()).toMatchObject([{ status: 'redeemed', remainingUsd: '4' }]);

  pass({ days: 11 });
  expect(await active()).toEqual([]);
  await app.get(GrantExpiry).expireDue();
  expect(await top.pay.balanceCents(account)).toBe(1_000);
  const { body } = await person.call.get<Enveloped<Items<{ kind: string; amountUsd: string }>>>(
    `${me}/statement`,
  );
  expect(body.data.items.map(({ kind, amountUsd }) => `${kind} ${amountUsd}`)).toEqual([
    'expiry -4',
    'usage -4',
    'purchase 10',
    'promotion 8',
  ]);
  expect(await top.pay.differences()).toEqual([]);
});
