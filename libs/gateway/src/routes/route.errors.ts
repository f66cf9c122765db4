import { defineFailure } from '@onegate/platform';

export const protocolUnsupported = defineFailure(
  'gateway.unsupported_by_model',
  'invalid_request',
  'No provider of the model {model} has this API ({operation}).',
);
