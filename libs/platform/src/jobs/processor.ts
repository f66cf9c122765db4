import type { JobDefinition } from './job.js';

/** What a processor may know of the run it serves. */
export interface JobRun {
  readonly attempt: number;
  /** Whether this is the last try, after which the job is a dead letter. */
  readonly isLast: boolean;
  progress(figure: object): Promise<void>;
}

/** Does the work of one kind of job. Called again after a crash, so it must be idempotent. */
export interface Processor<Payload = unknown> {
  readonly job: JobDefinition<Payload>;
  process(payload: Payload, run: JobRun): Promise<unknown>;
}

/** When a job runs by itself. */
export interface Schedule<Payload = unknown> {
  readonly job: JobDefinition<Payload>;
  readonly payload: Payload;
  readonly every: { readonly seconds: number } | { readonly cron: string };
}
