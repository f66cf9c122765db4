import { defineFailure } from '@onegate/platform';

export const notTranslatable = defineFailure(
  'gateway.not_translatable',
  'invalid_request',
  'The model behind this call does not take {field}: {reason}',
);
