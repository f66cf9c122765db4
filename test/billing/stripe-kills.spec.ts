import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Person } from '../account/people.ts';
import { until } from '../setup/until.ts';
import { MortalProcess, patience } from './kills/mortal-process.ts';
import { StripeHouse } from './stripe/stripe-house.ts';

let house: StripeHouse;

beforeEach(async () => {
  house = await StripeHouse.open();
}, patience);
afterEach(() => house.close(), patience);

/** Everything that was taken is granted, and nothing else. */
async function expectBalanced(person: Person): Promise<void> {
  expect(await house.balance(person)).toBe(house.stripe.books.taken);
  expect(await house.pay.differences()).toEqual([]);
  const open = await house.pay.database.query(
    `select from payments where status in ('pending', 'processing') and channel = 'off_session'`,
  );
  expect(open).toEqual([]);
}

describe('a process that is killed between the refusal of the bank and the question to the payer', () => {
  it(
    'leaves a payment that the payer can still confirm, and that counts once',
    async () => {
      const payer = await house.payer('asks');
      const api = await MortalProcess.start(house, 'api');
      house.stripe.fallSilent(/confirm$/, 'before');
      const purchase = house.purchase({ ...payer, call: payer.call.at(api.url) }).catch(() => null);
      await until('Stripe to be asked', () => house.stripe.hasFallenSilent, patience / 2);
      await api.kill();
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
      const api = await MortalProcess.start(house, 'api');
      house.stripe.fallSilent(/^POST \/v1\/refunds$/, when);
      const order = { amount_cents: 800, reason: 'Goodwill', reference: 'a' };
      const refund = admin
        .at(api.url)
        .post(`/api/payments/${row?.id}/refunds`, order)
        .catch(() => null);
      await until('Stripe to be asked', () => house.stripe.hasFallenSilent, patience / 2);
      await api.kill();
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
    'before its page was known: nobody can have paid on it, and it ends by itself',
    async () => {
      const person = await house.person();
      const api = await MortalProcess.start(house, 'api');
      house.stripe.fallSilent(/^POST \/v1\/checkout\/sessions$/, 'after');
      const opening = house.checkout({ ...person, call: person.call.at(api.url) }).catch(() => null);
      await until('Stripe to be asked', () => house.stripe.hasFallenSilent, patience / 2);
      await api.kill();
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
});
