import type { z } from 'zod';

export interface JobDefinition<Payload = unknown> {
  /** Also the name of its queue. */
  readonly name: string;
  readonly about: string;
  readonly payload: z.ZodType<Payload>;
  readonly attempts: number;
  readonly backoffMillis: number;
  readonly concurrency: number;
}

const definitions = new Map<string, JobDefinition>();

/** Names one kind of job: `export const deliverMail = defineJob({ name: 'mail', payload: z.object({ mailId: … }), … })`. */
export function defineJob<Payload>(
  job: Pick<JobDefinition<Payload>, 'name' | 'about' | 'payload'> & Partial<JobDefinition<Payload>>,
): JobDefinition<Payload> {
  const defined = { attempts: 5, backoffMillis: 2_000, concurrency: 1, ...job };
  definitions.set(job.name, defined);
  return defined;
}

/** The map of all jobs that the loaded code knows; the worker refuses to start when one has no processor. */
export function jobDefinitions(): ReadonlyMap<string, JobDefinition> {
  return definitions;
}
