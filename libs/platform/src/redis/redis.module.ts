import { Global, Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import { Redis } from 'ioredis';
import { CONFIGURATION, type Configuration } from '../config/configuration.js';
import { LOGGER, type Logger } from '../logging/logger.js';
import { ChangeNews } from './change-news.js';
import { RedisChannels } from './redis-channels.js';
import { RedisKeys } from './redis-keys.js';
import { Throttle } from './throttle.service.js';
import { RedisSuccession } from './redis-succession.js';
import { openRedis, REDIS_SUBSCRIBER } from './redis-connection.js';

@Global()
@Module({
  providers: [
    {
      provide: Redis,
      inject: [CONFIGURATION, LOGGER],
      useFactory: (config: Configuration, log: Logger) => openRedis(config, log, {}),
    },
    {
      provide: REDIS_SUBSCRIBER,
      inject: [CONFIGURATION, LOGGER],
      useFactory: (config: Configuration, log: Logger) =>
        openRedis(config, log, { maxRetriesPerRequest: null }),
    },
    {
      provide: RedisKeys,
      inject: [CONFIGURATION],
      useFactory: (config: Configuration) => new RedisKeys(config.redis.keyPrefix),
    },
    ChangeNews,
    RedisChannels,
    RedisSuccession,
    Throttle,
  ],
  exports: [ChangeNews, Redis, RedisChannels, RedisKeys, RedisSuccession, Throttle],
})
export class RedisModule implements OnApplicationShutdown {
  constructor(
    private readonly redis: Redis,
    @Inject(REDIS_SUBSCRIBER) private readonly subscriber: Redis,
  ) {}

  onApplicationShutdown(): void {
    this.redis.disconnect();
    this.subscriber.disconnect();
  }
}
