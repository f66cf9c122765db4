import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { AutoTopUpOrders, OffSessionCharges, SandboxPages } from '@onegate/billing';
import { Clock, Database } from '@onegate/platform';
import { PaymentLearning } from '../../libs/billing/src/payments/learning/payment-learning.service.ts';
import { SandboxProvider } from '../../libs/billing/src/payments/sandbox/sandbox.provider.ts';
import { Payment } from '../../libs/billing/src/payments/records/payment.entity.ts';
import { people, refusal } from '../account/people.ts';
import type { Caller } from '../setup/caller.ts';
import { Installation } from '../setup/installation.ts';
import { settingsPath, toppingUp, wanted, type ToppingUp } from './topping-up.ts';

let installation: Installation;
let app: NestFastifyApplication;
let call: Caller;
let top: ToppingUp;

beforeAll(async () => {
  installation = await Installation.create();
  ({ app, call } = await installation.api());
  top = toppingUp(app, call);
});
afterAll(() => installation.close());
afterEach(() => {
  jest.restoreAllMocks();
});

function setClock(moment: Date): void {
  jest.spyOn(app.get(Clock), 'now').mockReturnValue(moment);
}

describe('GET and PUT /api/v1/users/{id}/auto-top-up', () => {
  it('200 is off until it is set, proposes, and tells what was set', async () => {
    const { call: person } = await people(app, call).person();
    expect(await person.get(settingsPath)).toMatchObject({
      status: 200,
      body: { data: { enabled: false, thresholdCents: 500, amountCents: 2_000, monthlyLimitCents: null } },
    });
    const wallet = await top.wallet({ monthlyLimitCents: 6_000 });
    expect(await top.settings(wallet)).toMatchObject({
      ...wanted,
      monthlyLimitCents: 6_000,
      monthlyUsedCents: 0,
      inProgress: false,
      failures: 0,
    });
    expect((await top.set(wallet.person, { enabled: false })).body.data).toMatchObject({
      enabled: false,
      amountCents: 2_000,
      monthlyLimitCents: 6_000,
    });
  });

  it.each([
    ['without amounts', { enabled: true }, ['thresholdCents', 'amountCents']],
    ['with less than nothing', { ...wanted, thresholdCents: -1 }, ['thresholdCents']],
    ['with parts of cents', { ...wanted, amountCents: 2_000.5 }, ['amountCents']],
    ['with less than can be paid', { ...wanted, amountCents: 499 }, ['amountCents']],
    ['with more than can be paid', { ...wanted, amountCents: 500_001 }, ['amountCents']],
    ['with a limit below the amount', { ...wanted, monthlyLimitCents: 1_999 }, ['monthlyLimitCents']],
    ['with something else', { ...wanted, enabled: 'yes' }, ['enabled']],
  ])('4xx %s', async (_, input, fields) => {
    const { person } = await top.wallet({ enabled: false });
    const { status, body } = await top.set(person, input);
    expect(status).toBeGreaterThanOrEqual(400);
    expect(status).toBeLessThan(500);
    for (const field of fields) expect(JSON.stringify(body)).toContain(field);
  });

  it('409 without a payment method', async () => {
    const person = await people(app, call).person();
    expect(await top.set(person, wanted)).toMatchObject(refusal(409));
    expect((await top.set(person, { enabled: false })).status).toBe(200);
  });

  it('404 for strangers, 403 for those who have no say over the money', async () => {
    const { person } = await top.wallet();
    const stranger = await people(app, call).person();
    const path = `/api/v1/users/${person.user.publicId}/auto-top-up`;
    expect(await stranger.call.put(path, wanted)).toMatchObject(refusal(404));
    const organization = await people(app, call).organization();
    const member = await people(app, call).joined(organization, 'admin');
    expect(await member.call.get(`${organization.path}/auto-top-up`)).toMatchObject(refusal(403));
    expect(await stranger.call.get(`${organization.path}/auto-top-up`)).toMatchObject(refusal(404));
    expect((await organization.owner.call.get(`${organization.path}/auto-top-up`)).status).toBe(200);
    expect((await organization.owner.call.get(`${organization.path}/auto-top-up/history`)).status).toBe(200);
  });
});

describe('a top-up', () => {
  it('happens once below the threshold, and not at it', async () => {
    const wallet = await top.wallet();
    await top.spend(wallet, 5);
    await top.consider(wallet);
    expect(await top.history(wallet)).toEqual([]);
    await top.spend(wallet, 0.000000001);
    await top.consider(wallet);
    await top.consider(wallet);
    expect(await top.history(wallet)).toMatchObject([
      { status: 'succeeded', amountCents: 2_000, paymentId: expect.stringMatching(/^pay_/) },
    ]);
    expect(await top.moneyOf(wallet)).toEqual({ taken: 2_000, granted: 2_000, charges: 1 });
    expect(await top.settings(wallet)).toMatchObject({ monthlyUsedCents: 2_000, inProgress: false });
  });

  it('is one, however many look at once, in however many processes', async () => {
    const wallet = await top.wallet();
    await top.spend(wallet, 9);
    const second = toppingUp((await installation.api()).app, call);
    await Promise.all([top, second, top, second, top, second].map((one) => one.consider(wallet)));
    expect(await top.moneyOf(wallet)).toEqual({ taken: 2_000, granted: 2_000, charges: 1 });
    expect(await top.pay.differences()).toEqual([]);
  });

  it('is refused by the database where another is in flight', async () => {
    const wallet = await top.wallet();
    const insert = `insert into auto_top_ups (public_id, wallet_id, amount_cents, status, ordered_at)
      values ($1, $2, 100, 'ordered', now())`;
    await app.get(Database).query(insert, ['atu_a', wallet.walletId]);
    await expect(app.get(Database).query(insert, ['atu_b', wallet.walletId])).rejects.toThrow(/in_flight/);
  });

  it('stays within the limit of the month, says so once, and goes on in the next', async () => {
    setClock(new Date('2026-12-15T12:00:00Z'));
    const wallet = await top.wallet({ monthlyLimitCents: 4_500 });
    for (const dollars of [9, 20, 20, 1]) {
      await top.spend(wallet, dollars);
      await top.consider(wallet);
    }
    expect(await top.moneyOf(wallet)).toMatchObject({ granted: 4_000 });
    const mails = await app
      .get(Database)
      .query(`select from outgoing_mails where recipient = $1 and subject like '%monthly limit%'`, [
        wallet.person.user.email,
      ]);
    expect(mails).toHaveLength(1);
    setClock(new Date('2027-01-01T00:00:00Z'));
    await top.consider(wallet);
    expect(await top.moneyOf(wallet)).toMatchObject({ granted: 6_000 });
  });

  it('that the bank asks about waits, mails the question once, and counts when it is answered', async () => {
    const wallet = await top.wallet({}, 'confirms');
    await top.spend(wallet, 9);
    await top.consider(wallet);
    await top.consider(wallet);
    expect(await top.history(wallet)).toMatchObject([{ status: 'awaiting_action' }]);
    const mail = await people(app, call).mailTo(wallet.person.user.email);
    const charge = /sandbox\/confirm\/(\S+)/.exec(mail)?.[1] ?? '';
    await app.get(SandboxPages).confirm(charge, true);
    const payment = await app.get(Database).of(Payment).findOneByOrFail({ userId: wallet.account.id });
    const provider = app.get(SandboxProvider);
    const fact = await provider.find(payment);
    if (fact) await app.get(PaymentLearning).learn(provider, fact);
    expect(await top.history(wallet)).toMatchObject([{ status: 'succeeded' }]);
    expect(await top.moneyOf(wallet)).toEqual({ taken: 2_000, granted: 2_000, charges: 1 });
    const mails = `select from outgoing_mails where recipient = $1 and subject like 'Confirm%'`;
    expect(await app.get(Database).query(mails, [wallet.person.user.email])).toHaveLength(1);
  });

  it('is not made for those who are gone', async () => {
    const wallet = await top.wallet();
    await app
      .get(Database)
      .query(`update users set status = 'deactivated' where id = $1`, [wallet.account.id]);
    await top.spend(wallet, 9);
    await top.consider(wallet);
    expect(await top.moneyOf(wallet)).toMatchObject({ charges: 0 });
  });
});

describe('interrupted', () => {
  const away = new Error('The process is gone');

  it.each([
    ['after it was ordered', () => jest.spyOn(app.get(OffSessionCharges), 'charge')],
    ['before the bank was asked', () => jest.spyOn(app.get(SandboxProvider), 'charge')],
    ['after the bank has answered', () => jest.spyOn(app.get(PaymentLearning), 'learn')],
  ])('%s, it is carried out once', async (_, step) => {
    const wallet = await top.wallet();
    await top.spend(wallet, 9);
    const spy = step() as jest.SpiedFunction<() => Promise<never>>;
    spy.mockRejectedValueOnce(away);
    await expect(top.consider(wallet)).rejects.toThrow();
    spy.mockRestore();
    expect(await top.settings(wallet)).toMatchObject({ inProgress: true });
    await Promise.all([top.consider(wallet), top.consider(wallet)]);
    expect(await top.history(wallet)).toMatchObject([{ status: 'succeeded' }]);
    expect(await top.moneyOf(wallet)).toEqual({ taken: 2_000, granted: 2_000, charges: 1 });
  });

  it('it is found by the sweep, in flight or not even begun', async () => {
    const wallet = await top.wallet();
    await top.spend(wallet, 9);
    expect(await app.get(AutoTopUpOrders).toLookAt()).toContain(wallet.walletId);
    await app.get(AutoTopUpOrders).current(wallet.walletId);
    await top.set(wallet.person, { enabled: false });
    expect(await app.get(AutoTopUpOrders).toLookAt()).not.toContain(wallet.walletId);
    setClock(new Date(Date.now() + 31_000));
    expect(await app.get(AutoTopUpOrders).toLookAt()).toContain(wallet.walletId);
    await top.consider(wallet);
    expect(await top.moneyOf(wallet)).toEqual({ taken: 2_000, granted: 2_000, charges: 1 });
    expect(await app.get(AutoTopUpOrders).toLookAt()).not.toContain(wallet.walletId);
  });
});
