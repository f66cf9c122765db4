import { defineJob } from '@onegate/platform';
import { z } from 'zod';

export const watchBalance = defineJob({
  name: 'balance-watch',
  about: 'Tells of a balance that has crossed a threshold, and tops it up where that is wanted',
  payload: z.object({
    walletId: z.int(),
    /** None: look at how it is now. */
    crossing: z.object({ number: z.int(), lowestNano: z.string() }).nullable(),
  }),
  concurrency: 5,
});
export type WatchBalance = z.output<typeof watchBalance.payload>;

export const sweepBalances = defineJob({
  name: 'balance-sweep',
  about: 'Finds thresholds that were crossed, and top-ups and webhooks under way, of which nobody was told',
  payload: z.object({}),
});
