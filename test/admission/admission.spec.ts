import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { usd } from '@onegate/platform';
import { billing, type Billing } from '../billing/wallets.ts';
import { Installation } from '../setup/installation.ts';
import { until } from '../setup/until.ts';
import { ask, bench, end, type Bench } from './admission-bench.ts';

let installation: Installation;
let apps: NestFastifyApplication[];
let at: Bench;
let other: Bench;
let books: Billing;

beforeAll(async () => {
  installation = await Installation.create();
  apps = [(await installation.api()).app, (await installation.api()).app];
  [at, other] = apps.map(bench) as [Bench, Bench];
  books = billing(apps[0] as NestFastifyApplication);
});
afterAll(() => installation.close());

describe('a wallet', () => {
  it('pays for what was used, and gets the rest of the hold back', async () => {
    const { who, tag } = await at.person(usd(1));
    const call = await at.admission.admit(ask(who));
    expect(await at.figures(tag)).toMatchObject({ credits: usd(1), held: 2_000_000n, holds: 1 });
    const event = await call.settle(end({ input: 500, output: 20 }));
    expect(event).toMatchObject({
      chargedNano: '700000',
      holdNano: '2000000',
      overdraftNano: '0',
      account: tag,
    });
    expect(await at.figures(tag)).toMatchObject({ pending: 700_000n, held: 0n, holds: 0 });
  });

  it('owes what a call costs beyond its hold and all that is left, is shown that, and pays it first', async () => {
    const { who, tag } = await at.person(usd('0.12'));
    const call = await at.admission.admit(ask(who, { maxOutputTokens: 5_000 }));
    const event = await call.settle(end({ input: 1_000, output: 15_000 }));
    expect(event).toMatchObject({
      holdNano: '51000000',
      chargedNano: '151000000',
      overdraftNano: '31000000',
    });
    await installation.worker();
    await until('it to be in the books', async () => (await at.figures(tag)).pending === 0n);
    expect(await books.figures({ tag })).toMatchObject({ credits: '120000000', overdraft: '31000000' });
    expect(await at.admission.preview(ask(who))).toMatchObject({
      refusal: { code: 'insufficient_credits', details: { current_balance: -0.031 } },
    });
    await at.credit(who, usd(1));
    expect(await books.figures({ tag })).toMatchObject({ spent: '151000000', overdraft: '0' });
    expect((await at.admission.preview(ask(who))).isAdmitted).toBe(true);
  });

  it('is never overspent by 200 calls at once on two processes, and serves all that it can', async () => {
    const { who, tag } = await at.person(usd(1));
    const facts = { promptTokens: 0, maxOutputTokens: 10_000 };
    const calls = await Promise.allSettled(
      Array.from({ length: 200 }, (_, index) => (index % 2 ? at : other).admission.admit(ask(who, facts))),
    );
    const admitted = calls.flatMap((call) => (call.status === 'fulfilled' ? [call.value] : []));
    expect(admitted).toHaveLength(10);
    expect(await at.figures(tag)).toMatchObject({ held: usd(1), holds: 10 });
    await Promise.all(admitted.map((call) => call.settle(end({ output: 10_000 }))));
    expect(await at.figures(tag)).toMatchObject({ pending: usd(1), held: 0n, holds: 0 });
  });
});
