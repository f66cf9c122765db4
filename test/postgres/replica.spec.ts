import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Database, StatisticsDatabase } from '@onegate/platform';
import { SummedStretches } from '../../libs/usage/src/statistics/summed-stretches.service.ts';
import { administration, type Administration } from '../admin/administration.ts';
import { given } from '../setup/given.ts';
import { Installation } from '../setup/installation.ts';
import { until } from '../setup/until.ts';
import { recorded, usageEvent } from '../usage/usage-bench.ts';
import { Replicated } from './replicated.ts';

let servers: Replicated;
let installation: Installation;
let app: NestFastifyApplication;
let admin: Administration;
let userId: number;
const patience = 20_000;

beforeAll(async () => {
  servers = await Replicated.start();
  installation = await Installation.create({
    env: {
      DATABASE_URL: servers.urls.primary,
      ONEGATE_STATISTICS_DATABASE_URL: servers.urls.replica,
      ONEGATE_STATISTICS_LAG_SECONDS: '3',
    },
  });
  const api = await installation.api();
  app = api.app;
  admin = await administration(app, api.call);
  userId = (await given(app).user()).id;
  await given(app).credit({ id: userId });
});
afterAll(async () => {
  await installation?.close();
  await servers?.close();
});

async function isReplica(): Promise<boolean> {
  const [row] = await app
    .get(StatisticsDatabase)
    .query<{ replica: boolean }>('select pg_is_in_recovery() as replica');
  return row?.replica ?? false;
}

async function callsTold(): Promise<number> {
  const { body } = await admin.boss.get<{ totals?: { calls?: number } }>('/api/users/stats/view');
  return body.totals?.calls ?? 0;
}

const used = () => recorded(app, [usageEvent({ account: `u${userId}`, userId })]);

it('what was summed up a moment ago is read from its parts: the other server may not have it yet', async () => {
  await until('the replica to be asked', isReplica, patience);
  const account = `u${userId}` as const;
  const week = new Date('2026-02-09T00:00:00Z');
  await app
    .get(Database)
    .query(
      `insert into usage_stretches (account, length, at, state, summed_at) values ($1, 'weeks', $2, 'summed', now())`,
      [account, week],
    );
  const subject = { level: 'account', accounts: [account] } as const;
  const isSummed = async (): Promise<boolean | undefined> =>
    (await app.get(SummedStretches).near([week, week], { subject, axis: 'model' }))?.('weeks', week);
  const summedAt = performance.now();
  await until('the replica to have it', async () => {
    const rows = await app
      .get(StatisticsDatabase)
      .query('select from usage_stretches where account = $1', [account]);
    return rows.length > 0;
  });
  expect(await isSummed()).toBe(false);
  await until('it to be old enough', isSummed, patience);
  expect(performance.now() - summedAt).toBeGreaterThan(2_000);
});

it('statistics are read from the replica, and from the database where the replica is too far behind or away', async () => {
  await until('the replica to be asked', isReplica, patience);
  await used();
  await until('the call in the statistics', async () => (await callsTold()) === 1, patience);

  await servers.ask('select pg_wal_replay_pause()');
  await used();
  // The replica cannot know it.
  await until('the second call', async () => (await callsTold()) === 2, patience);
  expect(await isReplica()).toBe(false);

  await servers.ask('select pg_wal_replay_resume()');
  await until('the replica to be asked again', isReplica, patience);
  expect(await callsTold()).toBe(2);

  await servers.replica.kill();
  expect(await callsTold()).toBe(2);
  expect(await isReplica()).toBe(false);
  const [row] = await app.get(Database).query<{ replica: boolean }>('select pg_is_in_recovery() as replica');
  expect(row?.replica).toBe(false);
});
