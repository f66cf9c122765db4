import { Redis } from 'ioredis';
import { RedisKeys } from '../../../libs/platform/src/redis/redis-keys.ts';
import type { StripeHouse } from '../stripe/stripe-house.ts';

/** As if so much time had gone by that the jobs of a worker that died are anybody's: the next one takes them over. */
export async function releaseJobs(house: StripeHouse): Promise<void> {
  const { redis: config } = house.installation.config;
  const redis = new Redis(config.url);
  try {
    const queues = new RedisKeys(config.keyPrefix).queues;
    for (const active of await redis.keys(`${queues}:*:active`)) {
      const queue = active.slice(0, -':active'.length);
      const jobs = await redis.lrange(active, 0, -1);
      if (jobs.length > 0) await redis.sadd(`${queue}:stalled`, ...jobs);
      await redis.del(`${queue}:stalled-check`, ...jobs.map((id) => `${queue}:${id}:lock`));
    }
  } finally {
    redis.disconnect();
  }
}
