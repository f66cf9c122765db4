import { defineFailure } from '@onegate/platform';

export const topUpNeedsMethod = defineFailure(
  'auto_top_up.needs_method',
  'conflict',
  'Add a payment method first: an automatic top-up is paid with the default one.',
);
