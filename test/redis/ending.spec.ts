import { afterEach, describe, expect, it } from '@jest/globals';
import { defineJob, JobQueue, JobRunner, jobDefinitions, type Processor } from '@onegate/platform';
import { z } from 'zod';
import { findProgram } from '../../scripts/stack/program.ts';
import { Installation } from '../setup/installation.ts';
import { until } from '../setup/until.ts';
import { password, RedisServers, type RedisServer } from './redis-servers.ts';

const program = findProgram(['redis-server']) ?? findProgram(['valkey-server']) ?? 'no Redis';
const closers: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
}, 30_000);

/** An Onegate before a Redis of its own. */
async function houseAndRedis() {
  const servers = new RedisServers(program);
  closers.push(() => servers.close());
  const server = await servers.start(() => [`requirepass ${password}`]);
  const installation = await Installation.create({
    env: { REDIS_URL: `redis://:${password}@${server.address}`, ONEGATE_DRAIN_SECONDS: '2' },
  });
  return { server, installation };
}

const losses: [string, (server: RedisServer) => Promise<void>][] = [
  ['is gone', (server) => server.kill()],
  ['hangs', async (server) => server.hang()],
];

describe.each(losses)('when Redis %s', (_what, lose) => {
  it('a worker ends all the same', async () => {
    const { server, installation } = await houseAndRedis();
    await installation.worker();
    await lose(server);
    await installation.close();
  }, 30_000);

  it('a worker lets the job under way finish, and ends', async () => {
    const { server, installation } = await houseAndRedis();
    closers.push(() => installation.close());
    const { app } = await installation.api();
    const linger = defineJob({ name: 'linger', about: 'For this suite', payload: z.object({}) });
    const [begun, released, done] = [0, 0, 0].map(() => Promise.withResolvers<void>());
    const lingering: Processor = {
      job: linger,
      process: async () => {
        begun?.resolve();
        await released?.promise;
        done?.resolve();
      },
    };
  }, 30_000);
});
