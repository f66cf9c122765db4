import { Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import type { RepeatOptions } from 'bullmq';
import type { Configuration } from '../config/configuration.js';
import type { Logger } from '../logging/logger.js';
import type { BullJobQueue } from './bull-job-queue.js';
import { jobDefinitions } from './job.js';
import type { JobMetrics } from './job-metrics.js';
import { JobWorker } from './job-worker.js';
import type { Processor, Schedule } from './processor.js';

/** A Redis that was emptied has lost the schedules too. */
const lookForLostMillis = 5_000;
/** Of the time in which the process must have ended. */
const shareOfDraining = 0.5;

interface Surroundings {
  readonly config: Configuration;
  readonly log: Logger;
  readonly queue: BullJobQueue;
  readonly metrics: JobMetrics;
}

/** Runs the processors of a worker process, one worker for each kind of job, and keeps the schedules. */
@Injectable()
export class JobRunner implements BeforeApplicationShutdown {
  private workers: JobWorker[] = [];
  private schedules: readonly Schedule[] = [];
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly surroundings: Surroundings) {}

  async start(processors: readonly Processor[], schedules: readonly Schedule[]): Promise<void> {
    refuseGaps(processors);
    await this.keepSchedules(schedules);
    this.workers = processors.map((processor) => new JobWorker(processor, this.surroundings));
    await Promise.all(this.workers.map((worker) => worker.ready()));
    this.timer = setInterval(() => void this.restoreSchedules(), lookForLostMillis).unref();
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    const patience = this.surroundings.config.http.drainSeconds * 1_000 * shareOfDraining;
    await Promise.all(this.workers.map((worker) => worker.close(patience)));
  }

  private async restoreSchedules(): Promise<void> {
    try {
      if (await this.areComplete()) return;
      this.surroundings.log.warn('Redis has lost schedules, they are made again');
      await this.keepSchedules(this.schedules);
    } catch (err) {
      this.surroundings.log.debug({ err }, 'The schedules cannot be looked after');
    }
  }

  private async areComplete(): Promise<boolean> {
    const byJob = Map.groupBy(this.schedules, ({ job }) => job);
    const counts = [...byJob].map(async ([job, wanted]) => {
      const kept = await this.surroundings.queue.queue(job).getJobSchedulersCount();
      return kept >= wanted.length;
    });
    return (await Promise.all(counts)).every(Boolean);
  }

  /** The table is the truth: schedules that are no longer in it are removed. */
  async keepSchedules(schedules: readonly Schedule[]): Promise<void> {
    this.schedules = schedules;
    for (const definition of jobDefinitions().values()) {
      const queue = this.surroundings.queue.queue(definition);
      const wanted = schedules.filter(({ job }) => job.name === definition.name);
      const names = new Set(wanted.map(scheduleName));
      for (const { key } of await queue.getJobSchedulers()) {
        if (!names.has(key)) await queue.removeJobScheduler(key);
      }
      for (const schedule of wanted) {
        await queue.upsertJobScheduler(scheduleName(schedule), repeat(schedule), {
          name: definition.name,
          data: schedule.payload,
        });
      }
    }
  }
}

function refuseGaps(processors: readonly Processor[]): void {
  const served = processors.map(({ job }) => job.name);
  const missing = [...jobDefinitions().keys()].filter((name) => !served.includes(name));
  const doubled = served.filter((name, index) => served.indexOf(name) !== index);
  if (missing.length > 0) throw new Error(`No processor for the jobs: ${missing.join(', ')}`);
  if (doubled.length > 0) throw new Error(`More than one processor for the jobs: ${doubled.join(', ')}`);
}

function scheduleName(schedule: Schedule): string {
  const when = 'seconds' in schedule.every ? `every-${schedule.every.seconds}s` : schedule.every.cron;
  return `${schedule.job.name} ${when}`;
}

function repeat({ every }: Schedule): RepeatOptions {
  return 'seconds' in every ? { every: every.seconds * 1000 } : { pattern: every.cron, tz: 'UTC' };
}
