import { spawn } from 'node:child_process';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { madeUpEvent } from './made-up-event.ts';

const worker = path.join(import.meta.dirname, '../../dist/apps/worker/src/main.js');
const prefix = `load${process.pid}`;

/** Puts so many events into the stream, then lets one worker process take them in, and says how fast it was. */
export async function measureIngest(count: number): Promise<void> {
  const redis = new Redis(process.env.REDIS_URL ?? '');
  const stream = `${prefix}:{usage}:events`;
  await fill(redis, stream, count);
  const child = spawn(process.execPath, [worker], {
    env: { ...process.env, ONEGATE_REDIS_PREFIX: prefix, ONEGATE_WORKER_PORT: '0' },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  try {
    const seconds = await drained(redis, stream);
    console.log(`${count} events in ${seconds.toFixed(1)} s: ${Math.round(count / seconds)} a second`);
  } finally {
    child.kill('SIGTERM');
    await redis.del(stream);
    redis.disconnect();
  }
}

async function fill(redis: Redis, stream: string, count: number): Promise<void> {
  const now = Date.now();
  for (let done = 0; done < count;) {
    const pipeline = redis.pipeline();
    for (const end = Math.min(done + 1_000, count); done < end; done += 1) {
      const event = madeUpEvent(now + done, now - Math.floor(((count - done) * 1_000) / 5_000));
      pipeline.xadd(stream, '*', 'event', JSON.stringify(event), 'process', 'load', 'seq', done);
    }
    await pipeline.exec();
  }
}

/** From the first read to the last acknowledgement: the start of the process is left out. */
async function drained(redis: Redis, stream: string): Promise<number> {
  while (!(await isBeingRead(redis, stream))) await pause(5);
  const started = performance.now();
  while ((await redis.xlen(stream)) > 0) await pause(20);
  return (performance.now() - started) / 1000;
}

async function isBeingRead(redis: Redis, stream: string): Promise<boolean> {
  const groups = (await redis.xinfo('GROUPS', stream)) as (string | number)[][];
  return groups.some((group) => Number(group[group.indexOf('pending') + 1]) > 0);
}
