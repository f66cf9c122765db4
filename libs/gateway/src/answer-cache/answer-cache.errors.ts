import { defineFailure } from '@onegate/platform';

export const cacheTtlInvalid = defineFailure(
  'gateway.cache_ttl_invalid',
  'invalid_request',
  'The header x-onegate-cache-ttl must be a whole number of seconds.',
);
