import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { RedisChannels, RedisKeys, RedisScript, type Channel } from '@onegate/platform';
import { Redis } from 'ioredis';
import { z } from 'zod';
import { Installation } from '../setup/installation.ts';
import { until } from '../setup/until.ts';

let installation: Installation;
const processes: { redis: Redis; keys: RedisKeys; channels: RedisChannels }[] = [];

beforeAll(async () => {
  installation = await Installation.create();
  for (const { app } of [await installation.api(), await installation.api()]) {
    processes.push({ redis: app.get(Redis), keys: app.get(RedisKeys), channels: app.get(RedisChannels) });
  }
});
afterAll(() => installation.close());

function nth(index: number) {
  const process = processes[index];
  if (!process) throw new Error('No such process');
  return process;
}

it('a script survives a server that forgot it', async () => {
  const { redis, keys } = nth(0);
  const script = new RedisScript<number>(`return redis.call('incrby', KEYS[1], ARGV[1])`);
  expect(await script.run(redis, [keys.key('count')], [2])).toBe(2);
  await redis.script('FLUSH');
  expect(await script.run(redis, [keys.key('count')], [3])).toBe(5);
});

it('a failing script says why', async () => {
  const { redis } = nth(0);
  const script = new RedisScript<number>(`return redis.call('incr')`);
  await expect(script.run(redis, [], [])).rejects.toThrow('Wrong number of args');
});

it('news reaches the other process, also after the connection was lost', async () => {
  const news: Channel<{ count: number }> = { name: 'test', message: z.object({ count: z.number() }) };
  const heard: number[] = [];
  let reconnected = false;
  nth(1).channels.onMissed(() => (reconnected = true));
  await nth(1).channels.subscribe(news, ({ count }) => heard.push(count));
  await nth(0).channels.publish(news, { count: 1 });
  await until('the first message', () => heard.includes(1));

  await nth(0).redis.call('CLIENT', 'KILL', 'TYPE', 'pubsub');
  await until('the reconnection', () => reconnected);
  await until('a message after it', async () => {
    await nth(0).channels.publish(news, { count: 2 });
    return heard.includes(2);
  });
});

it('a message that does not parse harms nobody', async () => {
  const news: Channel<{ count: number }> = { name: 'strict', message: z.object({ count: z.number() }) };
  const heard: number[] = [];
  await nth(1).channels.subscribe(news, ({ count }) => heard.push(count));
  await nth(0).redis.publish(nth(0).keys.key('news', 'strict'), 'rubbish');
  await nth(0).channels.publish(news, { count: 7 });
  await until('the good message', () => heard.includes(7));
});
