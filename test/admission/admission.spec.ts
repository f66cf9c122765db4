import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { usd } from '@onegate/platform';
import { Installation } from '../setup/installation.ts';
import { ask, bench, end, type Bench } from './admission-bench.ts';

let installation: Installation;
let apps: NestFastifyApplication[];
let at: Bench;
let other: Bench;

beforeAll(async () => {
  installation = await Installation.create();
  apps = [(await installation.api()).app, (await installation.api()).app];
  [at, other] = apps.map(bench) as [Bench, Bench];
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
