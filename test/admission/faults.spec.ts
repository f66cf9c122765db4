import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Database, RedisKeys, usd } from '@onegate/platform';
import { HoldSweep } from '@onegate/usage';
import { Installation } from '../setup/installation.ts';
import { until } from '../setup/until.ts';
import { ask, bench, end, type Bench } from './admission-bench.ts';
import { CallingProcess } from './calling-process.ts';

let installation: Installation;
let app: NestFastifyApplication;
let at: Bench;

beforeEach(async () => {
  installation = await Installation.create();
  ({ app } = await installation.api());
  at = bench(app);
});
afterEach(() => installation.close());

/** Events, books and Redis agree on what was charged, and nothing is held or on its way. */
async function reconciled(tag: string, expected: { readonly calls: number; readonly charged: bigint }) {
  const ended = until('everything to be in the books', async () => {
    const { spent, pending, held } = await at.figures(tag as `u${number}`);
    return spent === expected.charged && pending === 0n && held === 0n;
  });
  await ended.catch(async (error: unknown) => {
    throw new Error(
      JSON.stringify(await at.figures(tag as `u${number}`), (_, v: unknown) =>
        typeof v === 'bigint' ? `${v}` : v,
      ),
      { cause: error },
    );
  });
  const [row] = await app.get(Database).query<{ calls: number; charged: string; spent: string }>(
    `select count(*)::integer as calls, coalesce(sum(charged_nano), 0)::text as charged,
      (select spent_nano::text from wallets where 'u' || user_id = $1) as spent
     from usage_events where account = $1`,
    [tag],
  );
  expect(row).toEqual({
    calls: expected.calls,
    charged: `${expected.charged}`,
    spent: `${expected.charged}`,
  });
}

/** As if its lease had run out. */
async function expireLeases(): Promise<void> {
  const key = app.get(RedisKeys).tagged('usage', 'processes');
  const leases = await at.redis.zrange(key, '0', '-1');
  for (const process of leases) await at.redis.zadd(key, '1', process);
}

const oneCall = 2_000_000n;

it('what was settled reaches the books once, and Redis takes the figure of the books', async () => {
  const { who, tag } = await at.person(usd(5));
  await installation.worker();
  for (let calls = 0; calls < 5; calls += 1) await (await at.admission.admit(ask(who))).settle(end());
  await reconciled(tag, { calls: 5, charged: 5n * oneCall });
});

describe('a process that is killed', () => {
  it('between hold and settlement has its holds ended and written down; nothing is charged', async () => {
    const { who, tag } = await at.person(usd(5));
    const child = await CallingProcess.start(installation);
    await child.say({ admit: 3, who: who.userId });
    expect(await at.figures(tag)).toMatchObject({ holds: 3, held: 3n * oneCall });
    await child.kill();
    await expireLeases();
    const worker = await installation.worker();
    const swept = await worker.get(HoldSweep).sweep(false);
    expect(swept.voided + (await voidedCount())).toBeGreaterThanOrEqual(3);
    expect(await at.figures(tag)).toMatchObject({ holds: 0, held: 0n, pending: 0n });
    expect(await voidedCount()).toBe(3);
  });

  it('between journal and Redis is charged by whoever finds its journal', async () => {
    const { who, tag } = await at.person(usd(5));
    const child = await CallingProcess.start(installation);
    await child.say({ admit: 2, who: who.userId });
    await child.say({ settleUntold: true });
    expect(await at.figures(tag)).toMatchObject({ holds: 2, pending: 0n });
    await child.kill();
    await installation.worker();
    await installation.api();
    await reconciled(tag, { calls: 2, charged: 2n * oneCall });
  });

  it('between Redis and the stream is charged once', async () => {
    const { who, tag } = await at.person(usd(5));
    const child = await CallingProcess.start(installation);
    await child.say({ admit: 2, who: who.userId });
    await child.say({ settleUnstreamed: true });
    expect(await at.figures(tag)).toMatchObject({ holds: 0, pending: 2n * oneCall });
    await child.kill();
    await installation.worker();
    await installation.api();
    await reconciled(tag, { calls: 2, charged: 2n * oneCall });
  });

  it('before it noticed that Redis has forgotten it has its holds ended all the same', async () => {
    const { who, tag } = await at.person(usd(5));
    const child = await CallingProcess.start(installation);
    await child.say({ admit: 3, who: who.userId });
    const keys = app.get(RedisKeys);
    const leases = keys.tagged('usage', 'processes');
    const [forgotten = ''] = await at.redis.zrange(leases, '0', '-1');
    await child.kill();
    await at.redis.del(leases, keys.tagged('usage', 'accounts', forgotten));
    await ageHolds(keys.tagged(tag, 'calls'));
    const underWay = await at.admission.admit(ask(who));
    const worker = await installation.worker();
    await worker.get(HoldSweep).sweep(false);
    expect(await at.figures(tag)).toMatchObject({ holds: 1, held: oneCall });
    expect(await voidedCount()).toBe(3);
    await underWay.release();
  });

  /** As if they had been placed a minute ago. */
  async function ageHolds(key: string): Promise<void> {
    for (const [call, record] of Object.entries(await at.redis.hgetall(key))) {
      const parts = record.split('|');
      parts[4] = String(Number(parts[4]) - 60_000);
      await at.redis.hset(key, call, parts.join('|'));
    }
  }

  async function voidedCount(): Promise<number> {
    const [row] = await app
      .get(Database)
      .query<{ count: number }>('select count(*)::integer as count from voided_holds');
    return row?.count ?? 0;
  }
});

describe('a Redis that was emptied', () => {
  it('learns again what was settled and what is held, and nothing is charged twice', async () => {
    const { who, tag } = await at.person(usd(5));
    const other = bench((await installation.api()).app);
    const settled = async (one: Bench) => (await one.admission.admit(ask(who))).settle(end());
    await settled(at);
    await settled(other);
    const underWay = await other.admission.admit(ask(who));
    await emptyRedis();
    await until('both processes to have told again', async () => {
      const figures = await at.figures(tag);
      return figures.pending === 2n * oneCall && figures.held === oneCall;
    });
    const call = await until('the account to be served again', () =>
      at.admission.admit(ask(who)).catch((error: { code: string }) => {
        expect(error.code).toBe('admission.recovering');
        return undefined;
      }),
    );
    await call.settle(end());
    await underWay.settle(end());
    await installation.worker();
    await reconciled(tag, { calls: 4, charged: 4n * oneCall });
  });

  it('while the ingest is at work, again and again, loses and doubles nothing', async () => {
    const { who, tag } = await at.person(usd(5));
    await installation.worker();
    let calls = 0;
    for (let round = 0; round < 4; round += 1) {
      const settling = Array.from({ length: 10 }, async () => {
        const call = await at.admission.admit(ask(who)).catch(() => null);
        if (call) calls += 1;
        await call?.settle(end());
      });
      if (round % 2) await emptyRedis();
      await Promise.all(settling);
      if (round % 2 === 0) await emptyRedis();
      await until('the account to be served again', () =>
        at.admission.preview(ask(who)).then(({ isAdmitted }) => isAdmitted),
      );
    }
    await reconciled(tag, { calls, charged: BigInt(calls) * oneCall });
  });

  /** In one step, and only what belongs to this suite: other suites use the same server. */
  async function emptyRedis(): Promise<void> {
    const lua = `for _, name in ipairs(redis.call('keys', ARGV[1])) do redis.call('del', name) end`;
    await at.redis.eval(lua, 0, `${installation.config.redis.keyPrefix}:*`);
  }
});
