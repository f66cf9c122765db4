import { defineFailure } from '@onegate/platform';

export const nativeFieldMissing = defineFailure(
  'native.field_missing',
  'invalid_request',
  'The request misses the required field {field}.',
);
