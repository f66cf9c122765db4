import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { ApiKeysService } from '@onegate/auth';
import { RedisKeys, usd } from '@onegate/platform';
import { HoldSweep } from '@onegate/usage';
import type { AccountTag } from '@onegate/billing';
import { Installation } from '../setup/installation.ts';
import { ServerLine } from '../setup/server-line.ts';
import { testEnvironment } from '../setup/test-environment.ts';
import { until } from '../setup/until.ts';
import { ask, bench, end, keyGrant, principal, type Bench } from './admission-bench.ts';

const oneCall = 2_000_000n;

let installation: Installation;
let line: ServerLine;
let app: NestFastifyApplication;
let at: Bench;

beforeEach(async () => {
  line = await ServerLine.to(testEnvironment({}).REDIS_URL ?? '');
  installation = await Installation.create({
    env: { REDIS_URL: line.url, ONEGATE_ADMISSION_PATIENCE_MS: '2000' },
  });
  installation.onClose(async () => line.close());
  ({ app } = await installation.api());
  at = bench(app);
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

describe('of a quota', () => {
  /** Somebody with a key whose quota Redis knows, and what it says was spent of it. */
  async function keyHolder(bench: Bench) {
    const { who, tag } = await bench.person(usd(5));
    const { key: made } = await app.get(ApiKeysService).create({ userId: who.userId, name: 'Test key' });
    const key = keyGrant({ id: made.id, quotaNanoUsd: usd(1), quotaPeriod: 'monthly' });
    const holder = principal(who.userId, key);
    await (await bench.admission.admit(ask(holder))).release();
    const [scope = ''] = await at.redis.keys(`${installation.config.redis.keyPrefix}:{${tag}}:scope:k.*`);
    return { holder, tag, spent: () => at.redis.hget(scope, 'base') };
  }

  const isBooked = (spent: () => Promise<string | null>) => async () => (await spent()) === String(oneCall);

  it('a Redis that was set back knows what was spent meanwhile', async () => {
    const { holder, spent } = await keyHolder(at);
    const setBack = await remembered();
    await installation.worker();
    await (await at.admission.admit(ask(holder))).settle(end());
    await until('the charge to be in the books', isBooked(spent));
    await setBack();
    expect(await spent()).toBe('0');
    await until('the figure to be told again', isBooked(spent));
  });

  it('a Redis that was set back is told what a process spent that ended with it', async () => {
    const gone = (await installation.api()).app;
    const { holder, tag, spent } = await keyHolder(bench(gone));
    const setBack = await remembered();
    const worker = await installation.worker();
    await (await bench(gone).admission.admit(ask(holder))).settle(end());
    await until('the charge to be in the books', isBooked(spent));
    await gone.close();
    await setBack();
    expect([await spent(), (await at.figures(tag)).spent]).toEqual(['0', 0n]);
    const leases = app.get(RedisKeys).tagged('usage', 'processes');
    for (const process of await at.redis.zrange(leases, '0', '-1')) await at.redis.zadd(leases, '1', process);
    await worker.get(HoldSweep).sweep(false);
    expect([await spent(), (await at.figures(tag)).spent]).toEqual([String(oneCall), oneCall]);
  });
});
