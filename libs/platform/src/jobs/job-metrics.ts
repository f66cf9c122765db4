import { Injectable } from '@nestjs/common';
import { Counter, Gauge } from 'prom-client';
import { Metrics } from '../metrics/metrics.js';
import { BullJobQueue } from './bull-job-queue.js';

@Injectable()
export class JobMetrics {
  private readonly endings: Counter<'job' | 'outcome'>;
  /** Asked for at every scrape. */
  readonly waiting: Gauge<'job' | 'state'>;

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
      async collect() {
        for (const one of queue.all()) {
          const counts = await one.getJobCounts('wait', 'active', 'delayed', 'failed');
          for (const [state, count] of Object.entries(counts)) this.set({ job: one.name, state }, count);
        }
      },
    });
  }

  ended(job: string, outcome: 'completed' | 'failed'): void {
    this.endings.inc({ job, outcome });
  }
}
