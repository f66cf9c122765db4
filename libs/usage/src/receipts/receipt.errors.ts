import { defineFailure } from '@onegate/platform';

export const receiptsNotReady = defineFailure(
  'receipt.not_ready',
  'unavailable',
  'There is no key to sign receipts with yet. Try again in a moment.',
);
