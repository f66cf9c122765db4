import { defineJob } from '@onegate/platform';
import { z } from 'zod';

export const publishCredits = defineJob({
  name: 'wallet-credits',
  about: 'Tells Redis the credits of wallets: those whose last change it was not told, or all of them',
  payload: z.object({ all: z.boolean() }),
});
export type PublishCredits = z.output<typeof publishCredits.payload>;
