import { defineJob } from '@onegate/platform';
import { z } from 'zod';

/** Carries only the number: where it goes and what it says are read when it is sent. Tried for about half a day. */
export const callWebhook = defineJob({
  name: 'webhook',
  about: 'Calls an address of an account with a notice',
  payload: z.object({ deliveryId: z.int() }),
  attempts: 10,
  backoffMillis: 60_000,
  concurrency: 10,
});
