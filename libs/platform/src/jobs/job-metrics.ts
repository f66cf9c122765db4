import { Injectable } from '@nestjs/common';
import type { Queue } from 'bullmq';
import { Counter, Gauge } from 'prom-client';
import { askedAtScrape } from '../metrics/asked-at-scrape.js';
import { Metrics } from '../metrics/metrics.js';
import { BullJobQueue } from './bull-job-queue.js';

@Injectable()
export class JobMetrics {
  private readonly endings: Counter<'job' | 'outcome'>;
  /** Asked for at every scrape. */
  readonly waiting: Gauge<'job' | 'state'>;
  readonly oldest: Gauge<'job'>;

  constructor(metrics: Metrics, queue: BullJobQueue) {
    this.endings = new Counter({
      name: 'onegate_jobs_total',
      help: 'Job runs that ended, by kind and outcome',
      labelNames: ['job', 'outcome'],
      registers: [metrics.registry],
    });
    this.waiting = new Gauge({
      name: 'onegate_jobs',
      aggregator: 'first',
      help: 'Jobs in the queues, by kind and state',
      labelNames: ['job', 'state'],
      registers: [metrics.registry],
      collect: askedAtScrape(async (gauge) => {
        for (const one of queue.all()) {
          const counts = await one.getJobCounts('wait', 'active', 'delayed', 'failed');
          for (const [state, count] of Object.entries(counts)) gauge.set({ job: one.name, state }, count);
        }
      }),
    });
    this.oldest = new Gauge({
      name: 'onegate_job_wait_seconds',
      aggregator: 'first',
      help: 'For how long the job that waits longest has waited, by kind',
      labelNames: ['job'],
      registers: [metrics.registry],
      collect: askedAtScrape(async (gauge) => {
        for (const one of queue.all()) gauge.set({ job: one.name }, await secondsWaited(one));
      }),
    });
  }

  ended(job: string, outcome: 'completed' | 'failed'): void {
    this.endings.inc({ job, outcome });
  }
}

/** From when it should have begun: a scheduled job is in the queue a whole period before. */
async function secondsWaited(queue: Queue): Promise<number> {
  const [first] = await queue.getWaiting(0, 0);
  if (!first) return 0;
  const due = first.timestamp + (first.opts.delay ?? 0);
  return Math.max(Date.now() - due, 0) / 1_000;
}
