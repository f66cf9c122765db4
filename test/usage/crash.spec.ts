import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Database } from '@onegate/platform';
import { IngestedEvents, UsageStream } from '@onegate/usage';
import { Redis } from 'ioredis';
import { Installation } from '../setup/installation.ts';
import { testEnvironment } from '../setup/test-environment.ts';
import { until } from '../setup/until.ts';
import { ServerLine } from '../setup/server-line.ts';
import { sent, usageEvents } from './usage-bench.ts';

let installation: Installation;
let app: NestFastifyApplication;
let database: Database;

beforeEach(async () => {
  installation = await Installation.create();
  ({ app } = await installation.api());
  database = app.get(Database);
});
afterEach(() => installation.close());

/** A worker in a process of its own, which can be killed. */
function workerProcess(redisUrl: string): ChildProcess {
  const main = path.join(import.meta.dirname, '../../dist/apps/worker/src/main.js');
  const env = testEnvironment({
    DATABASE_URL: installation.config.database.url,
    REDIS_URL: redisUrl,
    ONEGATE_REDIS_PREFIX: installation.config.redis.keyPrefix,
    ONEGATE_DATA_DIR: installation.config.runtime.dataDir,
    ONEGATE_WORKER_PORT: '0',
  });
  const child = spawn(process.execPath, [main], { env, stdio: 'ignore' });
  installation.onClose(async () => void child.kill('SIGKILL'));
  return child;
}

async function kill(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL');
  await once(child, 'exit');
}

/** As if the entries had been lying with their consumer for an hour. */
async function anHourLater(): Promise<void> {
  const redis = app.get(Redis);
  const { key } = app.get(UsageStream);
  const pending = (await redis.xpending(key, 'ingest', '-', '+', 10_000)) as [string, string][];
  const consumer = pending[0]?.[1] ?? '';
  await redis.xclaim(key, 'ingest', consumer, 0, ...pending.map(([id]) => id), 'IDLE', 3_600_000, 'JUSTID');
}

const counted = async () => {
  const [row] = await database.query<{ events: number; calls: number; charged: string }>(
    `select (select count(*)::integer from usage_events) as events, sum(calls)::integer as calls,
      sum(charged_nano)::text as charged from usage_days where scope = 'all' and axis = 'total'`,
  );
  return row;
};

const emptied = () =>
  until('the stream to be empty', async () => (await app.get(UsageStream).length()) === 0);

const patience = 90_000;

describe('a worker that is killed', () => {
  it(
    'between commit and acknowledgement: another one finds the entries, counts nothing twice and says so',
    async () => {
      const held = await ServerLine.to(installation.config.redis.url);
      held.loseFrom('xack');
      installation.onClose(async () => held.close());
      await sent(
        app,
        usageEvents(300, (index) => ({ modelId: 1 + (index % 3) })),
      );
      const child = workerProcess(held.url);
      await until('the batch to be committed', async () => (await counted())?.events === 300, patience / 2);
      await until('the acknowledgement to be lost', () => held.hasHeld);
      await kill(child);
      expect(await app.get(UsageStream).length()).toBe(300);

      await anHourLater();
      await installation.worker();
      await emptied();
      expect(await counted()).toEqual({ events: 300, calls: 300, charged: `${300 * 1_200_000}` });
      expect(await app.get(IngestedEvents).take('api-1')).toHaveLength(300);
    },
    patience,
  );

  it(
    'before the commit: another one takes in what it had read',
    async () => {
      await database.query(`create function wait_long() returns trigger language plpgsql as
        'begin perform pg_sleep(600); return new; end'`);
      await database.query(`create trigger slow before insert on usage_days for each statement
        execute function wait_long()`);
      await sent(
        app,
        usageEvents(20, () => ({})),
      );
      const child = workerProcess(installation.config.redis.url);
      const pids = await until(
        'the worker to be in its transaction',
        async () => {
          const rows = await database.query<{ pid: number }>(
            `select pid from pg_stat_activity where datname = current_database() and wait_event = 'PgSleep'`,
          );
          return rows.length > 0 ? rows.map(({ pid }) => pid) : undefined;
        },
        patience / 2,
      );
      await kill(child);
      await database.query('select pg_terminate_backend(p) from unnest($1::integer[]) p', [pids]);
      await database.query('drop trigger slow on usage_days');
      expect((await counted())?.events).toBe(0);

      await anHourLater();
      await installation.worker();
      await emptied();
      expect(await counted()).toMatchObject({ events: 20, calls: 20 });
    },
    patience,
  );
});

describe('Redis that was emptied', () => {
  it('is served again at once, and what is sent again counts once', async () => {
    const events = usageEvents(30, () => ({}));
    await sent(app, events);
    await installation.worker();
    await emptied();
    const redis = app.get(Redis);
    await redis.del(app.get(UsageStream).key);
    await sent(app, [...events, ...usageEvents(5, () => ({}))]);
    await until('the rest to be there', async () => (await counted())?.events === 35);
    await emptied();
    expect(await counted()).toMatchObject({ events: 35, calls: 35 });
  });
});
