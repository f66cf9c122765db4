import { defineJob } from '@onegate/platform';
import { z } from 'zod';

/** Tried again for hours, as real providers do. */
export const deliverSandboxEvent = defineJob({
  name: 'sandbox-webhook',
  about: 'Sends one event of the sandbox provider to the API, signed as a real one is',
  payload: z.object({ eventId: z.string() }),
  attempts: 10,
  backoffMillis: 1_000,
  concurrency: 4,
});
export type DeliverSandboxEvent = z.output<typeof deliverSandboxEvent.payload>;
