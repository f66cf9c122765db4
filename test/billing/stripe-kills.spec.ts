import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { freePort } from '../../scripts/stack/ports.ts';
import type { Person } from '../account/people.ts';
import { testEnvironment } from '../setup/test-environment.ts';
import { until } from '../setup/until.ts';
import { newSecret, StripeHouse } from './stripe/stripe-house.ts';

const patience = 150_000;
let house: StripeHouse;

beforeEach(async () => {
  house = await StripeHouse.open();
}, patience);
afterEach(() => house.close(), patience);

/** An API in a process of its own, which can be killed. */
async function apiProcess(): Promise<{ child: ChildProcess; url: string }> {
  const main = path.join(import.meta.dirname, '../../dist/apps/api/src/main.js');
  const port = await freePort();
  const { database, redis, runtime } = house.installation.config;
  const env = testEnvironment({
    DATABASE_URL: database.url,
    ONEGATE_REDIS_PREFIX: redis.keyPrefix,
    ONEGATE_DATA_DIR: `${runtime.dataDir}/child`,
    ONEGATE_STRIPE_SECRET_KEY: 'sk_test_onegate',
    ONEGATE_STRIPE_API_URL: house.stripe.url,
    ONEGATE_STRIPE_WEBHOOK_SECRETS: newSecret,
    PORT: String(port),
  });
  const child = spawn(process.execPath, [main], { env, stdio: 'ignore' });
  house.installation.onClose(async () => void child.kill('SIGKILL'));
  const url = `http://127.0.0.1:${port}`;
  await until(
    'the API to be there',
    () =>
      fetch(`${url}/health/live`).then(
        ({ ok }) => ok,
        () => false,
      ),
    patience / 2,
  );
  return { child, url };
}

async function kill(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL');
  await once(child, 'exit');
}

/** Everything that was taken is granted, and nothing else. */
async function expectBalanced(person: Person): Promise<void> {
  expect(await house.balance(person)).toBe(house.stripe.books.taken);
  expect(await house.pay.differences()).toEqual([]);
  const open = await house.pay.database.query(
    `select from payments where status in ('pending', 'processing') and channel = 'off_session'`,
  );
  expect(open).toEqual([]);
}

/** Makes a statement on this table wait for ever, in whatever process. */
async function stuckAt(table: string, when: string): Promise<() => Promise<void>> {
  const { database } = house.pay;
  await database.query(`create or replace function wait_long() returns trigger language plpgsql as
    'begin perform pg_sleep(600); return new; end'`);
  await database.query(`create trigger stuck ${when} on ${table} for each row execute function wait_long()`);
  return async () => {
    const sleepers = `select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and wait_event = 'PgSleep'`;
    await until(
      'the killed one to be gone',
      async () => (await database.query(sleepers)).length > 0,
      patience / 2,
    );
    await database.query(`drop trigger stuck on ${table}`);
  };
}

const asleep = () =>
  until(
    'the process to be in its transaction',
    async () => {
      const sleepers = `select from pg_stat_activity where datname = current_database() and wait_event = 'PgSleep'`;
      return (await house.pay.database.query(sleepers)).length > 0;
    },
    patience / 2,
  );

describe('a process that is killed in a purchase', () => {
  it.each(['before', 'after'] as const)(
    '%s Stripe took the money: the job finishes it, once',
    async (when) => {
      const payer = await house.payer();
      const { child, url } = await apiProcess();
      house.stripe.fallSilent(/^POST \/v1\/payment_intents$/, when);
      const purchase = house.purchase({ ...payer, call: payer.call.at(url) }).catch(() => null);
      await until('Stripe to be asked', () => house.stripe.hasFallenSilent, patience / 2);
      await kill(child);
      await purchase;
      house.stripe.speakAgain();
      expect(await house.balance(payer)).toBe(0);
      await house.later(5);
      await house.reconcile();
      expect(house.stripe.books.taken).toBe(2_000);
      await expectBalanced(payer);
      await house.deliverAll();
      await house.reconcile();
      await expectBalanced(payer);
    },
    patience,
  );

  it(
    'after the answer, before it was written: what was taken is granted',
    async () => {
      const payer = await house.payer();
      const { child, url } = await apiProcess();
      const release = await stuckAt('credit_grants', 'before insert');
      const purchase = house.purchase({ ...payer, call: payer.call.at(url) }).catch(() => null);
      await asleep();
      await kill(child);
      await release();
      await purchase;
      expect(await house.balance(payer)).toBe(0);
      await house.deliverAll();
      await expectBalanced(payer);
      await house.later(5);
      await house.reconcile();
      await expectBalanced(payer);
    },
    patience,
  );
});

describe('a process that is killed between the refusal of the bank and the question to the payer', () => {
  it(
    'leaves a payment that the payer can still confirm, and that counts once',
    async () => {
      const payer = await house.payer('asks');
      const { child, url } = await apiProcess();
      house.stripe.fallSilent(/confirm$/, 'before');
      const purchase = house.purchase({ ...payer, call: payer.call.at(url) }).catch(() => null);
      await until('Stripe to be asked', () => house.stripe.hasFallenSilent, patience / 2);
      await kill(child);
      await purchase;
      house.stripe.speakAgain();
      await house.deliverAll();
      await house.later(5);
      await house.reconcile();
      const rows = await house.pay.database.query<{ status: string; provider_reference: string }>(
        'select status, provider_reference from payments',
      );
      expect(rows).toMatchObject([{ status: 'requires_action' }]);
      house.stripe.books.decide(rows[0]?.provider_reference ?? '', true);
      await house.deliverAll();
      await expectBalanced(payer);
      expect(house.stripe.books.taken).toBe(2_000);
    },
    patience,
  );
});

describe('a process that is killed in a refund', () => {
  it.each(['before', 'after'] as const)(
    '%s Stripe gave the money back: the job finishes it, once',
    async (when) => {
      const payer = await house.payer();
      const { body } = await house.purchase(payer);
      const [row] = await house.pay.database.query<{ id: string }>(
        'select id from payments where public_id = $1',
        [body.data.id],
      );
      const admin = await house.admin();
      const { child, url } = await apiProcess();
      house.stripe.fallSilent(/^POST \/v1\/refunds$/, when);
      const order = { amount_cents: 800, reason: 'Goodwill', reference: 'a' };
      const refund = admin
        .at(url)
        .post(`/api/payments/${row?.id}/refunds`, order)
        .catch(() => null);
      await until('Stripe to be asked', () => house.stripe.hasFallenSilent, patience / 2);
      await kill(child);
      await refund;
      house.stripe.speakAgain();
      await house.later(5);
      await house.reconcile();
      expect(house.stripe.books.taken).toBe(1_200);
      await expectBalanced(payer);
      expect((await admin.post(`/api/payments/${row?.id}/refunds`, order)).status).toBe(201);
      await house.deliverAll();
      await expectBalanced(payer);
    },
    patience,
  );
});

describe('a process that is killed in a checkout', () => {
  it(
    'after Stripe made the customer: the next try has the same one',
    async () => {
      const person = await house.person();
      const { child, url } = await apiProcess();
      house.stripe.fallSilent(/^POST \/v1\/customers$/, 'after');
      const opening = house.checkout({ ...person, call: person.call.at(url) }).catch(() => null);
      await until('Stripe to be asked', () => house.stripe.hasFallenSilent, patience / 2);
      await kill(child);
      await opening;
      house.stripe.speakAgain();
      const { sessionId } = await house.checkout(person);
      expect(house.stripe.books.customers.size).toBe(1);
      house.stripe.books.pay(sessionId);
      await house.deliverAll();
      await expectBalanced(person);
    },
    patience,
  );

  it(
    'before its page was known: nobody can have paid on it, and it ends by itself',
    async () => {
      const person = await house.person();
      const { child, url } = await apiProcess();
      house.stripe.fallSilent(/^POST \/v1\/checkout\/sessions$/, 'after');
      const opening = house.checkout({ ...person, call: person.call.at(url) }).catch(() => null);
      await until('Stripe to be asked', () => house.stripe.hasFallenSilent, patience / 2);
      await kill(child);
      await opening;
      house.stripe.speakAgain();
      await house.later(60 * 26);
      await house.reconcile();
      const rows = await house.pay.database.query<{ status: string }>('select status from payments');
      expect(rows).toEqual([{ status: 'expired' }]);
      const [orphan] = house.stripe.books.sessions.keys();
      house.stripe.books.pay(orphan ?? '');
      await house.deliverAll();
      await expectBalanced(person);
    },
    patience,
  );

  it(
    'while it takes in the webhook: it is sent again, and counts once',
    async () => {
      const person = await house.person();
      const { sessionId } = await house.checkout(person);
      const { child, url } = await apiProcess();
      const release = await stuckAt('ledger_entries', 'before insert');
      house.stripe.books.pay(sessionId);
      const event = house.stripe.books.events.find(({ type }) => type === 'payment_intent.succeeded');
      if (!event) throw new Error('Nothing was paid');
      const delivery = house.deliver(event, { to: url }).catch(() => null);
      await asleep();
      await kill(child);
      await release();
      await delivery;
      expect(await house.events(event.id)).toEqual([]);
      expect(await house.balance(person)).toBe(0);
      await house.deliverAll();
      await expectBalanced(person);
    },
    patience,
  );
});
