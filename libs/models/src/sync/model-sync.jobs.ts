import { defineJob } from '@onegate/platform';
import { z } from 'zod';

/**
 * Reads the source's catalog. Without a run the schedule asked, and the job opens one. Not tried again by the queue: the
 * reader asks again itself, and the next hour is another try; a job whose process died is taken up by another worker.
 */
export const syncModels = defineJob({
  name: 'model-sync',
  about: 'Reads models and prices from OpenRouter.',
  payload: z.object({ runId: z.string().optional() }),
  attempts: 1,
});

export type SyncModels = z.output<typeof syncModels.payload>;
