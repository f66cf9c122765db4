import { Global, Module, type DynamicModule } from '@nestjs/common';
import { Clock, SystemClock } from './clock/clock.js';
import { CONFIGURATION, type Configuration } from './config/configuration.js';
import { KeyRing } from './crypto/key-ring.js';
import { Resealing } from './crypto/resealing.service.js';
import { SecretBox } from './crypto/secret-box.js';
import { DatabaseModule } from './database/database.module.js';
import { HealthMetrics } from './health/health-metrics.js';
import { HealthService } from './health/health.service.js';
import { Traffic } from './http/traffic.js';
import { JobsModule } from './jobs/jobs.module.js';
import { LOGGER, type Logger } from './logging/logger.js';
import { MailModule } from './mail/mail.module.js';
import { Metrics } from './metrics/metrics.js';
import { RedisModule } from './redis/redis.module.js';
import { beginTracing } from './tracing/begin-tracing.js';
import { CallTracing } from './tracing/call-trace.js';

export interface PlatformOptions {
  /** Which of our processes this is: it names its connections. */
  readonly application: string;
  readonly config: Configuration;
  readonly log: Logger;
}

/** What every process of Onegate stands on. */
@Global()
@Module({})
export class PlatformModule {
  static for({ application, config, log }: PlatformOptions): DynamicModule {
    const providers = [
      { provide: CONFIGURATION, useValue: config },
      { provide: LOGGER, useValue: log },
      { provide: Clock, useClass: SystemClock },
      { provide: KeyRing, useFactory: () => new KeyRing(config.secrets.master) },
      { provide: SecretBox, useFactory: (ring: KeyRing) => new SecretBox(ring), inject: [KeyRing] },
      { provide: CallTracing, useFactory: () => beginTracing({ application, config, log }) },
      HealthMetrics,
      HealthService,
      Metrics,
      Resealing,
      Traffic,
    ];
    return {
      module: PlatformModule,
      imports: [DatabaseModule.for(application), RedisModule, JobsModule, MailModule],
      providers,
      exports: providers.map((provider) => (typeof provider === 'function' ? provider : provider.provide)),
    };
  }
}
