import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { usd } from '@onegate/platform';
import type { AccountTag } from '@onegate/billing';
import { Installation } from '../setup/installation.ts';
import { ServerLine } from '../setup/server-line.ts';
import { testEnvironment } from '../setup/test-environment.ts';
import { until } from '../setup/until.ts';
import { ask, bench, end, type Bench } from './admission-bench.ts';

const oneCall = 2_000_000n;

let installation: Installation;
let line: ServerLine;
let at: Bench;

beforeEach(async () => {
  line = await ServerLine.to(testEnvironment({}).REDIS_URL ?? '');
  installation = await Installation.create({
    env: { REDIS_URL: line.url, ONEGATE_ADMISSION_PATIENCE_MS: '300' },
  });
  installation.onClose(async () => line.close());
  at = bench((await installation.api()).app);
});
afterEach(() => installation.close());

/** What Redis knows now, to be brought back later: as a replica that took over, or a disk that lost its last second. */
async function remembered(): Promise<() => Promise<void>> {
  const pattern = `${installation.config.redis.keyPrefix}:*`;
  const names = await at.redis.keys(pattern);
  const dumps = await Promise.all(names.map((name) => at.redis.dumpBuffer(name)));
  return async () => {
    line.cut();
    line.mend();
    const transaction = at.redis.multi();
    for (const name of await at.redis.keys(pattern)) transaction.del(name);
    names.forEach((name, index) => {
      const dump = dumps[index];
      if (dump) transaction.restore(name, 0, dump);
    });
    await transaction.exec();
  };
}

const rest = { pending: 0n, held: 0n, holds: 0 };

async function comesToRest(tag: AccountTag, spent: bigint): Promise<void> {
  const isAtRest = async () => {
    const figures = await at.figures(tag);
    return figures.spent === spent && figures.pending === 0n && figures.holds === 0;
  };
  await until('the account to be at rest', isAtRest, 20_000).catch(() => undefined);
  expect(await at.figures(tag)).toMatchObject({ ...rest, spent });
}

it('a Redis that was set back holds nothing for calls that are over, and goes on holding for the others', async () => {
  const { who, tag } = await at.person(usd(5));
  const over = await at.admission.admit(ask(who));
  const underWay = await at.admission.admit(ask(who));
  const setBack = await remembered();
  await over.release();
  await setBack();
  expect(await at.figures(tag)).toMatchObject({ holds: 2 });
  await until('the hold to end', async () => (await at.figures(tag)).holds === 1);
  expect(await at.figures(tag)).toMatchObject({ held: oneCall });
  await underWay.settle(end());
  await installation.worker();
  await comesToRest(tag, oneCall);
});

it('a Redis that was set back counts nothing twice that was booked meanwhile', async () => {
  const { who, tag } = await at.person(usd(5));
  await (await at.admission.admit(ask(who))).settle(end());
  await (await at.admission.admit(ask(who))).settle(end());
  const setBack = await remembered();
  await installation.worker();
  await comesToRest(tag, 2n * oneCall);
  await setBack();
  await comesToRest(tag, 2n * oneCall);
});

it('a Redis that was set back knows what was spent meanwhile', async () => {
  const { who, tag } = await at.person(usd(5));
  await (await at.admission.admit(ask(who))).release();
  const setBack = await remembered();
  await installation.worker();
  await (await at.admission.admit(ask(who))).settle(end());
  await comesToRest(tag, oneCall);
  await setBack();
  await comesToRest(tag, oneCall);
});
