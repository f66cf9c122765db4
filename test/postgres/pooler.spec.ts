import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Database } from '@onegate/platform';
import { Client } from 'pg';
import { findProgram } from '../../scripts/stack/program.ts';
import { administration } from '../admin/administration.ts';
import { exactBooks } from '../processes/exact-books.ts';
import { Load } from '../processes/load.ts';
import { given } from '../setup/given.ts';
import { simulated } from '../setup/simulated.ts';
import {
  adminQuery,
  cloneDatabase,
  databaseUrl,
  dropDatabase,
  testEnvironment,
} from '../setup/test-environment.ts';
import { Pooler } from './pooler.ts';

const program = findProgram(['pgbouncer']);
const names = ['pooled', 'pooled_empty'].map((name) => `${name}_${process.pid}`);
const [copy = '', empty = ''] = names;

(program ? describe : describe.skip)('behind a pooler by transaction', () => {
  let pooler: Pooler;

  beforeAll(async () => {
    pooler = await Pooler.start(program ?? '', 3);
  });
  afterAll(async () => {
    await pooler.close();
    for (const name of names) await dropDatabase(name);
  });

  it('calls, jobs and sums work with fewer connections than the processes ask for', async () => {
    await cloneDatabase(copy);
    const house = await simulated({ env: { DATABASE_URL: pooler.url(copy), ONEGATE_LEASE_SECONDS: '2' } });
    try {
      await administration(house.app, house.call);
      await house.installation.worker();
      const keys = [await given(house.app).payingKey(), await given(house.app).payingKey()];
      const load = new Load({ url: house.call.url, keys, callers: 4, restMillis: 50 });
      await load.serves(20);
      await load.stop();
      expect(load.failures).toEqual([]);
      expect((await exactBooks(house.app)).events).toBe(load.served);
      const turns = Array.from({ length: 10 }, (_, index) =>
        house.app.get(Database).exclusively('a turn', async () => index),
      );
      expect(await Promise.all(turns)).toHaveLength(10);
    } finally {
      await house.installation.close();
    }
  });

  it('two that migrate at once wait for each other', async () => {
    await adminQuery(`create database ${empty}`);
    const setup = path.join(import.meta.dirname, '../../dist/apps/api/src/setup.js');
    const env = testEnvironment({ DATABASE_URL: pooler.url(empty), ONEGATE_LOG_LEVEL: 'error' });
    await Promise.all([1, 2].map(() => promisify(execFile)(process.execPath, [setup], { env })));
    const client = new Client({ connectionString: databaseUrl(empty) });
    await client.connect();
    const { rows } = await client.query(
      'select name, count(*)::integer as times from migrations group by name',
    );
    await client.end();
    expect(rows.length).toBeGreaterThan(20);
    expect(rows.filter(({ times }) => times !== 1)).toEqual([]);
  });
});
