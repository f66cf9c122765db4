import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Database } from '@onegate/platform';
import { UserSyncSweep } from '@onegate/tenants';
import { Client } from 'pg';
import { administration } from '../admin/administration.ts';
import { Installation } from '../setup/installation.ts';
import { testEnvironment } from '../setup/test-environment.ts';
import { until } from '../setup/until.ts';
import { ScimServer, type ScimUser } from './scim-server.ts';
import { synchronisation, type Synchronisation } from './synchronisation.ts';

let installation: Installation;
let database: Database;
let directory: ScimServer;
let at: Synchronisation;

beforeEach(async () => {
  installation = await Installation.create();
  const { app, call } = await installation.api();
  database = app.get(Database);
  const world = await administration(app, call);
  directory = await ScimServer.start();
  at = synchronisation(world.boss, await world.tenant());
  await at.connect(directory);
});
afterEach(async () => {
  await directory.close();
  await installation.close();
});

const crowd = (count: number): ScimUser[] =>
  Array.from({ length: count }, (_, index) => ({ id: `${index}`, email: `p${index}@crowd.example` }));

/** A worker in a process of its own, which can be killed. */
function workerProcess(): ChildProcess {
  const main = path.join(import.meta.dirname, '../../dist/apps/worker/src/main.js');
  const env = testEnvironment({
    DATABASE_URL: installation.config.database.url,
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

/** Another worker, some minutes later. */
async function pickUp(runId: number): Promise<void> {
  const worker = await installation.worker();
  await database.query("update sync_runs set heartbeat_at = now() - interval '1 hour' where id = $1", [
    runId,
  ]);
  expect(await worker.get(UserSyncSweep).sweep()).toMatchObject({ pickedUp: 1 });
}

/** Lets whoever writes this person wait until the gate is opened. */
async function gateBefore(email: string): Promise<() => Promise<void>> {
  const gate = new Client({ connectionString: installation.config.database.url });
  await gate.connect();
  await gate.query('select pg_advisory_lock(42)');
  await gate.query(`create function wait_at_gate() returns trigger language plpgsql as
    'begin perform pg_advisory_xact_lock(42); return new; end'`);
  await gate.query(`create trigger gate before insert on users for each row
    when (new.email = '${email}') execute function wait_at_gate()`);
  return () => gate.end();
}

/** Processes take their time to start on a busy machine. */
const patience = 60_000;

describe('a worker that is killed', () => {
  it(
    'while it reads: another one reads anew',
    async () => {
      directory.become(...crowd(9));
      let isHeld = false;
      directory.beforePage = (startIndex) => {
        isHeld = startIndex === 5;
        return isHeld ? new Promise(() => undefined) : undefined;
      };
      const child = workerProcess();
      const { id } = await at.start();
      await until('the worker to be in the middle', () => isHeld, patience / 2);
      await kill(child);
      expect(await at.runOf(id)).toMatchObject({ state: 'listing', counts: { seen: 4, created: 0 } });

      directory.become(...crowd(9));
      await pickUp(id);
      expect(await at.ended(id)).toMatchObject({ state: 'completed', counts: { seen: 9, created: 9 } });
      expect(Object.keys(await at.people())).toHaveLength(9);
    },
    patience,
  );

  it(
    'while it writes: another one goes on from there, and nobody comes twice',
    async () => {
      directory.become(...crowd(2_500));
      directory.pageSize = 500;
      const open = await gateBefore('p1500@crowd.example');
      const child = workerProcess();
      const { id } = await at.start();
      await until('the first batch to stand', async () => (await at.runOf(id)).counts.created === 1_000);
      await kill(child);
      await open();
      const pagesBefore = directory.pagesServed;
      await pickUp(id);
      expect(await at.ended(id)).toMatchObject({
        state: 'completed',
        counts: { seen: 2_500, created: 2_500, updated: 0, unchanged: 0, problems: 0 },
      });
      expect(directory.pagesServed).toBe(pagesBefore);
    },
    patience,
  );

  it('wakes up too late: whoever has taken the run meanwhile is not disturbed', async () => {
    directory.become(...crowd(4));
    let letGo = (): void => undefined;
    let held = 0;
    directory.beforePage = (startIndex) => {
      if (startIndex !== 3 || held > 0) return undefined;
      held += 1;
      return new Promise((resolve) => (letGo = () => resolve(undefined)));
    };
    await installation.worker();
    const { id } = await at.start();
    await until('the first worker to be held', () => held === 1);
    await pickUp(id);
    expect(await at.ended(id)).toMatchObject({ state: 'completed', counts: { seen: 4, created: 4 } });
    const done = await at.runOf(id);
    letGo();
    await until('the first one to have asked on', () => directory.pagesServed === 4);
    expect(await at.runOf(id)).toEqual(done);
  });
});
