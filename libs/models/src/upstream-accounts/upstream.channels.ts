import type { Channel } from '@onegate/platform';
import { z } from 'zod';

const changedAccount = z.object({ accountId: z.number() });

/** An account or what it serves is different now: routes and remembered secrets are of yesterday. */
export const upstreamChanged: Channel<z.infer<typeof changedAccount>> = {
  name: 'upstream-changed',
  message: changedAccount,
};
