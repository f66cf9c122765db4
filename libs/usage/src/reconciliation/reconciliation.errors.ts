import { defineFailure } from '@onegate/platform';

export const reconciliationUnknown = defineFailure(
  'reconciliation.unknown',
  'not_found',
  'No such comparison of the books.',
);
