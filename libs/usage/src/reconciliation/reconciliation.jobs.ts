import { defineJob } from '@onegate/platform';
import { z } from 'zod';

export const reconcile = defineJob({
  name: 'reconciliation',
  about:
    'Compares events, sums, ledger, wallets and Redis to the nano-dollar: what has moved; thoroughly, all of it',
  payload: z.object({ runId: z.string().nullable(), isThorough: z.boolean() }),
});
export type Reconcile = z.output<typeof reconcile.payload>;
