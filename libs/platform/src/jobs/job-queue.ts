import type { JobDefinition } from './job.js';

export interface EnqueueOptions {
  /** The idempotency key: while a job with this id exists, another one is not added. */
  readonly id?: string;
  readonly delayMillis?: number;
}

/** The port through which the domain asks for work to be done later; it knows no BullMQ. */
export abstract class JobQueue {
  abstract enqueue<Payload>(
    job: JobDefinition<Payload>,
    payload: Payload,
    options?: EnqueueOptions,
  ): Promise<void>;
}
