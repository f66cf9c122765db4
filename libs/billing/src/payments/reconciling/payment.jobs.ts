import { defineJob } from '@onegate/platform';
import { z } from 'zod';

export const reconcilePayments = defineJob({
  name: 'payments-reconcile',
  about:
    'Asks the providers what became of payments of which nothing was heard, and for events that were missed',
  payload: z.object({}),
  attempts: 1,
});

export const warnOfExpiry = defineJob({
  name: 'payment-method-expiry',
  about: 'Warns of payment methods that expire',
  payload: z.object({}),
});
