import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Queue } from 'bullmq';
import { Redis } from 'ioredis';
import { RedisKeys } from '../redis/redis-keys.js';
import { jobDefinitions, type JobDefinition } from './job.js';
import { JobQueue, type EnqueueOptions } from './job-queue.js';

/** Finished jobs stay visible for a day, failed ones (the dead letters) for two weeks. */
const keep = { completed: { age: 86_400, count: 1_000 }, failed: { age: 14 * 86_400, count: 10_000 } };

@Injectable()
export class BullJobQueue extends JobQueue implements OnApplicationShutdown {
  private readonly queues = new Map<string, Queue>();

  constructor(
    private readonly redis: Redis,
    private readonly keys: RedisKeys,
  ) {
    super();
  }

  async enqueue<Payload>(
    job: JobDefinition<Payload>,
    payload: Payload,
    options: EnqueueOptions = {},
  ): Promise<void> {
    await this.queue(job).add(job.name, job.payload.parse(payload), {
      // BullMQ uses colons itself.
      jobId: options.id?.replaceAll(':', '-'),
      delay: options.delayMillis,
      ...(options.about !== undefined && {
        deduplication: { id: options.about, keepLastIfActive: true },
      }),
    });
  }

  /** Every queue, for the job board and the metrics. */
  all(): Queue[] {
    return [...jobDefinitions().values()].map((job) => this.queue(job));
  }

  queue(job: Pick<JobDefinition, 'name' | 'attempts' | 'backoffMillis'>): Queue {
    const known = this.queues.get(job.name);
    if (known) return known;
    const queue = new Queue(job.name, {
      connection: this.redis,
      prefix: this.keys.queues,
      defaultJobOptions: {
        attempts: job.attempts,
        backoff: { type: 'exponential', delay: job.backoffMillis, jitter: 0.5 },
        removeOnComplete: keep.completed,
        removeOnFail: keep.failed,
      },
    });
    // The connection is everybody's and logs its own errors; without a listener each queue prints them once more.
    queue.on('error', () => undefined);
    this.queues.set(job.name, queue);
    return queue;
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all([...this.queues.values()].map((queue) => queue.close()));
  }
}
