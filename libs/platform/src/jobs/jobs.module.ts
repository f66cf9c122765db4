import { Global, Module } from '@nestjs/common';
import { CONFIGURATION, type Configuration } from '../config/configuration.js';
import { LOGGER, type Logger } from '../logging/logger.js';
import { BullJobQueue } from './bull-job-queue.js';
import { JobMetrics } from './job-metrics.js';
import { JobQueue } from './job-queue.js';
import { JobRunner } from './job-runner.js';

@Global()
@Module({
  providers: [
    BullJobQueue,
    { provide: JobQueue, useExisting: BullJobQueue },
    JobMetrics,
    {
      provide: JobRunner,
      inject: [CONFIGURATION, LOGGER, BullJobQueue, JobMetrics],
      useFactory: (config: Configuration, log: Logger, queue: BullJobQueue, metrics: JobMetrics) =>
        new JobRunner({ config, log, queue, metrics }),
    },
  ],
  exports: [JobQueue, BullJobQueue, JobRunner],
})
export class JobsModule {}
