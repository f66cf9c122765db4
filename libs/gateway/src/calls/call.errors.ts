import { defineFailure } from '@onegate/platform';

export const modelMissing = defineFailure(
  'gateway.model_missing',
  'invalid_request',
  'The request names no model: set the field `model`.',
);
