import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Installation } from '../setup/installation.ts';
import { paying, type Paying } from './paying.ts';
import { newReference } from './wallets.ts';

let installation: Installation;
let app: NestFastifyApplication;
let pay: Paying;

beforeAll(async () => {
  installation = await Installation.create();
  ({ app } = await installation.api());
  pay = paying(app);
});
afterAll(() => installation.close());

describe('a charge without the payer', () => {
  it('grants what was paid, once for each reference, however often and at once it is ordered', async () => {
    const account = await pay.account();
    await pay.card(account);
    const reference = newReference();
    const results = await Promise.all(Array.from({ length: 6 }, () => pay.charge(account, { reference })));
    expect(new Set(results.map(({ paymentId }) => paymentId)).size).toBe(1);
    expect(results.every(({ status }) => status === 'succeeded')).toBe(true);
    expect(await pay.balanceCents(account)).toBe(1_000);
    await expect(pay.charge(account, { reference, amountCents: 1_001 })).rejects.toMatchObject({
      code: 'payment.reference_reused',
    });
  });

  it('fails without a card, and with one that the bank declines', async () => {
    const account = await pay.account();
    expect(await pay.charge(account)).toMatchObject({ reason: 'no_payment_method', paymentId: null });
    await pay.card(account, 'declines_later');
    expect(await pay.charge(account)).toMatchObject({ status: 'failed', reason: 'declined' });
    expect(await pay.balanceCents(account)).toBe(0);
  });

  it('says where the bank asks', async () => {
    const account = await pay.account();
    await pay.card(account, 'confirms');
    const result = await pay.charge(account);
    expect(result).toMatchObject({ status: 'requires_action' });
  });
});
