import { defineJob } from '@onegate/platform';
import { z } from 'zod';

/** Few tries, soon after each other: a directory that is away for longer is asked again when it is next due. */
export const syncUsers = defineJob({
  name: 'user-sync',
  about: "Brings a tenant's people in step with its directory",
  payload: z.object({ runId: z.number().int() }),
  attempts: 3,
  backoffMillis: 1_000,
  concurrency: 2,
});

export const sweepUserSyncs = defineJob({
  name: 'user-sync-sweep',
  about: 'Starts the user syncs that are due, and picks up those whose worker died',
  payload: z.object({}),
});
