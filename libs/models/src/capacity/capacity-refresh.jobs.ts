import { defineJob } from '@onegate/platform';
import { z } from 'zod';

/** Names accounts only: what they sign in with never leaves the database but for the call itself. */
export const refreshCapacity = defineJob({
  name: 'capacity-refresh',
  about:
    'Asks providers how much of an account is left; without an account, of each that tells it for nothing',
  payload: z.object({ accountId: z.number().nullable() }),
  attempts: 1,
  concurrency: 8,
});
