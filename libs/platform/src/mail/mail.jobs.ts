import { z } from 'zod';
import { defineJob } from '../jobs/job.js';

/** Carries only the number of the mail: what it says may be secret and stays encrypted in the database. */
export const deliverMail = defineJob({
  name: 'mail',
  about: 'Sends one mail',
  payload: z.object({ mailId: z.number().int() }),
  attempts: 8,
  backoffMillis: 5_000,
  concurrency: 5,
});

export const sweepMail = defineJob({
  name: 'mail-sweep',
  about: 'Finds mails whose delivery was never started, and forgets old ones',
  payload: z.object({}),
});
