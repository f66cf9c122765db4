import type { JobDefinition } from './job.js';

export interface EnqueueOptions {
  /** The idempotency key: while a job with this id exists, another one is not added. */
  readonly id?: string;
  readonly delayMillis?: number;
  /**
   * What the job is about, where one at a time is enough: while one with this name waits, another one is not added. One
   * that is asked for while another runs comes after it, because that one may have looked already.
   */
  readonly about?: string;
}

/** The port through which the domain asks for work to be done later; it knows no BullMQ. */
export abstract class JobQueue {
  abstract enqueue<Payload>(
    job: JobDefinition<Payload>,
    payload: Payload,
    options?: EnqueueOptions,
  ): Promise<void>;
}
