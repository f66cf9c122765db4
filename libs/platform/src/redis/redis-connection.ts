import { Redis, type RedisOptions } from 'ioredis';
import type { Configuration } from '../config/configuration.js';
import type { Logger } from '../logging/logger.js';
import { gatherWrites } from './gathered-writes.js';

/** Token of the connection that only listens to channels. */
export const REDIS_SUBSCRIBER = Symbol('RedisSubscriber');

/** A connection that comes back by itself, and says once when it is lost and once when it is back. */
export function openRedis(
  { redis }: Pick<Configuration, 'redis'>,
  log: Logger,
  options: RedisOptions,
): Redis {
  const connection = new Redis(redis.url, {
    maxRetriesPerRequest: 2,
    connectTimeout: 5_000,
    retryStrategy: (attempt) => Math.min(50 * 2 ** Math.min(attempt, 6), 2_000),
    ...options,
  });
  let lost = false;
  connection.on('error', (err: Error) => {
    if (!lost) log.warn({ err: err.message }, 'Redis is out of reach, trying again');
    lost = true;
  });
  connection.on('ready', () => {
    if (lost) log.info('Redis is back');
    lost = false;
  });
  return gatherWrites(connection);
}
