import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { AutoTopUpOrders, AutoTopUps, type BilledAccount } from '@onegate/billing';
import type { Enveloped, Items, Person } from '../account/people.ts';
import { ask, bench, principal } from '../admission/admission-bench.ts';
import { StripeHouse } from '../billing/stripe/stripe-house.ts';
import { settingsPath, wanted, type TopUpItem, type TopUpSettings } from '../top-ups/topping-up.ts';

let house: StripeHouse;

beforeAll(async () => {
  house = await StripeHouse.open();
  // Redis is asked for a call before anything is spent, as in any installation.
  const person = await house.payer();
  await house.purchase(person);
  await (await bench(house.app).admission.admit(ask(principal(person.user.id)))).release();
});
afterAll(() => house.close());

const accountOf = ({ user }: Person): BilledAccount => ({ kind: 'user', id: user.id });

/** Whether a call to a model would be let in, and if not, why. */
async function callOf({ user }: Person): Promise<unknown> {
  const { isAdmitted, refusal } = await bench(house.app).admission.preview(ask(principal(user.id)));
  return isAdmitted ? 'admitted' : refusal;
}

async function walletOf({ user }: Person): Promise<number> {
  const [row] = await house.pay.database.query<{ id: string }>('select id from wallets where user_id = $1', [
    user.id,
  ]);
  return Number(row?.id);
}

/** A card on file, ten dollars that were bought with it, and a top-up below five. */
async function toppingUp() {
  const person = await house.payer();
  await house.purchase(person, 1_000);
  expect((await person.call.put(settingsPath, wanted)).status).toBe(200);
  const walletId = await walletOf(person);
  return {
    person,
    async consider(times = 1): Promise<void> {
      for (let time = 0; time < times; time += 1) await house.app.get(AutoTopUps).consider(walletId);
    },
    isLookedAt: async () => (await house.app.get(AutoTopUpOrders).toLookAt()).includes(walletId),
    intents: () =>
      [...house.stripe.books.intents.values()].filter(({ customer }) => {
        const known = house.stripe.books.customers.get(customer ?? '');
        return known?.email === person.user.email;
      }),
    async settings(): Promise<TopUpSettings> {
      return (await person.call.get<Enveloped<TopUpSettings>>(settingsPath)).body.data;
    },
    async history(): Promise<TopUpItem[]> {
      const answer = await person.call.get<Enveloped<Items<TopUpItem>>>(`${settingsPath}/history`);
      return answer.body.data.items;
    },
    mails: () =>
      house.pay.database.query(
        `select from outgoing_mails where recipient = $1 and subject like '%switched off%'`,
        [person.user.email],
      ),
  };
}

it('a refund after spending leaves the wallet owing, which blocks it until that is paid', async () => {
  const person = await house.payer();
  const { body } = await house.purchase(person, 2_000);
  await house.pay.spend(accountOf(person), 1_500);
  expect(await callOf(person)).toBe('admitted');
  const [row] = await house.pay.database.query<{ id: string }>(
    'select id from payments where public_id = $1',
    [body.data.id],
  );
  const admin = await house.admin();
  const order = { reason: 'Asked for it', reference: 'all' };
  expect((await admin.post(`/api/payments/${row?.id}/refunds`, order)).status).toBe(201);
  await house.deliverAll();
  expect(await house.payment(person, body.data.id)).toMatchObject({ status: 'refunded' });
  expect(await house.balance(person)).toBe(-1_500);
  expect(await callOf(person)).toMatchObject({
    code: 'insufficient_credits',
    details: { current_balance: -15 },
  });

  await house.purchase(person, 1_000);
  expect(await house.balance(person)).toBe(-500);
  expect(await callOf(person)).toMatchObject({ code: 'insufficient_credits' });
  await house.purchase(person, 1_000);
  expect(await house.balance(person)).toBe(500);
  expect(await callOf(person)).toBe('admitted');
  expect(await house.pay.differences()).toEqual([]);
});

it('a top-up that is disputed is withdrawn, blocks the wallet, and is not followed by another', async () => {
  const top = await toppingUp();
  const { person } = top;
  await house.pay.spend(accountOf(person), 900);
  await top.consider(2);
  expect(await house.balance(person)).toBe(2_100);
  await house.pay.spend(accountOf(person), 1_000);
  const [, topUp] = top.intents();
  house.stripe.books.dispute(topUp?.id ?? '', 'needs_response');
  await house.deliverAll();
  expect(await house.balance(person)).toBe(-900);
  expect(await callOf(person)).toMatchObject({ code: 'insufficient_credits' });
  expect(await top.settings()).toMatchObject({ enabled: false, switchedOffReason: 'disputed' });
  expect(await top.history()).toMatchObject([{ status: 'succeeded', takenBackCents: 2_000 }]);
  expect(await top.isLookedAt()).toBe(false);
  await top.consider(3);
  await house.deliverAll();
  expect(top.intents()).toHaveLength(2);
  expect(await top.mails()).toHaveLength(1);

  house.stripe.books.dispute(topUp?.id ?? '', 'won');
  await house.deliverAll();
  expect(await house.balance(person)).toBe(1_100);
  expect(await callOf(person)).toBe('admitted');
  expect(await top.settings()).toMatchObject({ enabled: false });
  expect(await top.history()).toMatchObject([{ takenBackCents: 0 }]);
  expect(await house.pay.differences()).toEqual([]);
});

it('a disputed purchase is not made good with the same card', async () => {
  const top = await toppingUp();
  const [bought] = top.intents();
  house.stripe.books.dispute(bought?.id ?? '', 'needs_response');
  await house.deliverAll();
  expect(await house.balance(top.person)).toBe(0);
  expect(await top.settings()).toMatchObject({ enabled: false, switchedOffReason: 'disputed' });
  await top.consider(2);
  expect(top.intents()).toHaveLength(1);
});

it('a top-up that was given back is not taken again at once, but goes on after a part of it was', async () => {
  const top = await toppingUp();
  await house.pay.spend(accountOf(top.person), 900);
  await top.consider();
  const [, first] = top.intents();
  house.stripe.books.newRefund({ payment_intent: first?.id ?? '', amount: '500' });
  await house.deliverAll();
  expect(await top.settings()).toMatchObject({ enabled: true });
  expect(await house.balance(top.person)).toBe(1_600);
  house.stripe.books.newRefund({ payment_intent: first?.id ?? '', amount: '1500' });
  await house.deliverAll();
  expect(await house.balance(top.person)).toBe(100);
  expect(await top.settings()).toMatchObject({ enabled: false, switchedOffReason: 'refunded' });
  await top.consider(2);
  expect(top.intents()).toHaveLength(2);
  expect(await house.pay.differences()).toEqual([]);
});
