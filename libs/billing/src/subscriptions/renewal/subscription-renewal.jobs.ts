import { defineJob } from '@onegate/platform';
import { z } from 'zod';

export const renewSubscriptions = defineJob({
  name: 'subscription-renewal',
  about: 'Renews plans whose period is over, collects their invoices, suspends and ends what is not paid',
  payload: z.object({}),
});
