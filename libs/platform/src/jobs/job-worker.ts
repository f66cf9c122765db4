import { setTimeout as pause } from 'node:timers/promises';
import { Worker, type Job } from 'bullmq';
import type { Configuration } from '../config/configuration.js';
import type { Logger } from '../logging/logger.js';
import { requestContext } from '../logging/request-context.js';
import { openRedis, type AnyRedis } from '../redis/redis-connection.js';
import { RedisKeys } from '../redis/redis-keys.js';
import type { JobMetrics } from './job-metrics.js';
import type { Processor } from './processor.js';

/** In which Redis has to answer once no job is under way. */
const farewellMillis = 2_000;

interface Surroundings {
  readonly config: Configuration;
  readonly log: Logger;
  readonly metrics: JobMetrics;
}

/** A worker has dozens of connections; the map of a cluster, each time over one more, need not be asked for every second. */
const slotsRefreshInterval = 10_000;

/** Runs the jobs of one kind, over connections of its own. */
export class JobWorker {
  private readonly connection: AnyRedis;
  private readonly worker: Worker;
  private readonly underWay = new Set<Promise<unknown>>();

  constructor(
    private readonly processor: Processor,
    private readonly surroundings: Surroundings,
  ) {
    const { config, log } = surroundings;
    const { name, concurrency } = processor.job;
    this.connection = openRedis(config, log, { maxRetriesPerRequest: null, slotsRefreshInterval });
    this.worker = new Worker(name, (job) => this.keepInView(this.process(job)), {
      connection: this.connection,
      prefix: new RedisKeys(config.redis.keyPrefix).queues,
      concurrency,
    });
    this.report();
  }

  async ready(): Promise<void> {
    await this.worker.waitUntilReady();
  }

  /**
   * Lets jobs under way finish; what does not is taken over by another worker when its lock runs out. BullMQ waits for
   * Redis without a limit, to tell it of an end or to hear that nothing comes any more; then the connections are cut.
   */
  async close(patienceMillis: number): Promise<void> {
    const inOrder = this.worker.close().then(() => true);
    if (!(await Promise.race([inOrder, this.waitInVain(patienceMillis)]))) {
      this.surroundings.log.warn({ job: this.processor.job.name }, 'A worker does not end, it is cut off');
      await this.worker.backend.close(true);
    }
    this.connection.disconnect();
  }

  private async waitInVain(patienceMillis: number): Promise<false> {
    const deadline = performance.now() + patienceMillis;
    do {
      const left = pause(Math.max(deadline - performance.now(), 0), undefined, { ref: false });
      await Promise.race([Promise.allSettled(this.underWay), left]);
      await pause(farewellMillis, undefined, { ref: false });
    } while (this.underWay.size > 0 && performance.now() < deadline);
    return false;
  }

  private report(): void {
    const { log, metrics } = this.surroundings;
    const { name } = this.processor.job;
    this.worker.on('completed', () => metrics.ended(name, 'completed'));
    this.worker.on('failed', (job, err) => {
      metrics.ended(name, 'failed');
      log.error({ err, job: name, attempt: job?.attemptsMade }, 'A job failed');
    });
    this.worker.on('error', (err) =>
      log.warn({ err: err.message, job: name }, 'A worker lost its connection'),
    );
  }

  private async process(job: Job): Promise<unknown> {
    const run = {
      attempt: job.attemptsMade + 1,
      isLast: job.attemptsMade + 1 >= (job.opts.attempts ?? 1),
      progress: (figure: object) => job.updateProgress(figure),
    };
    return requestContext.run({ jobId: `${job.name}:${job.id}` }, () =>
      this.processor.process(this.processor.job.payload.parse(job.data), run),
    );
  }

  private keepInView(run: Promise<unknown>): Promise<unknown> {
    const seen = run.finally(() => this.underWay.delete(seen));
    this.underWay.add(seen);
    return seen;
  }
}
