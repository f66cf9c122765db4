import { afterEach, describe, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { defineJob, JobQueue, JobRunner, jobDefinitions, type Processor } from '@onegate/platform';
import { z } from 'zod';
import { findProgram } from '../../scripts/stack/program.ts';
import { Installation } from '../setup/installation.ts';
import { password, RedisServers, type RedisServer } from './redis-servers.ts';

const program = findProgram(['redis-server']) ?? findProgram(['valkey-server']) ?? 'no Redis';
const closers: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
  // Workers of later suites have no processor for it.
  const known = jobDefinitions();
  if (known instanceof Map) known.delete('linger');
});

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
  ['hangs', (server) => Promise.resolve(server.hang())],
];

/** The only job of a worker, which goes on until it is let go. */
async function startLongJob(app: NestFastifyApplication) {
  const linger = defineJob({ name: 'linger', about: 'For this suite', payload: z.object({}) });
  const begun = Promise.withResolvers<void>();
  const letGo = Promise.withResolvers<void>();
  const job = { isDone: false, letGo: letGo.resolve };
  const lingering: Processor = {
    job: linger,
    process: async () => {
      begun.resolve();
      await letGo.promise;
      job.isDone = true;
    },
  };
  const others = [...jobDefinitions().values()]
    .filter(({ name }) => name !== linger.name)
    .map((other): Processor => ({ job: other, process: async () => undefined }));
  await app.get(JobRunner).start([...others, lingering], []);
  await app.get(JobQueue).enqueue(linger, {});
  await begun.promise;
  return job;
}

describe.each(losses)('when Redis %s', (_what, lose) => {
  it('a worker ends all the same', async () => {
    const { server, installation } = await houseAndRedis();
    await installation.worker();
    await lose(server);
    await installation.close();
  });

  it('a worker lets the job under way finish, and ends', async () => {
    const { server, installation } = await houseAndRedis();
    const { app } = await installation.api();
    const job = await startLongJob(app);
    await lose(server);
    const isOver = app.get(JobRunner).beforeApplicationShutdown();
    job.letGo();
    await isOver;
    expect(job.isDone).toBe(true);
    // An API that a Redis keeps waiting ends with its process only.
    await server.kill();
    await installation.close();
  });
});
