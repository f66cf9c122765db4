import { defineFailure } from '@onegate/platform';

export const upstreamRefused = defineFailure('gateway.upstream_refused', 'invalid_request', '{message}');
export const contextTooLong = defineFailure(
  'gateway.context_length_exceeded',
  'invalid_request',
  '{message}',
);
export const upstreamTooLarge = defineFailure(
  'gateway.upstream_too_large',
  'too_large',
  'The request is larger than the provider of this model takes.',
);
export const upstreamBusy = defineFailure(
  'gateway.upstream_rate_limited',
  'rate_limited',
  'The provider of this model takes no more calls for the moment.',
);
export const upstreamOverloaded = defineFailure(
  'gateway.upstream_overloaded',
  'unavailable',
  'The provider of this model is overloaded. Try again.',
);
export const upstreamSlow = defineFailure(
  'gateway.upstream_timed_out',
  'timed_out',
  'The provider of this model did not answer in time.',
);
export const upstreamFailed = defineFailure(
  'gateway.upstream_failed',
  'upstream_failed',
  'The provider of this model could not answer the call.',
);
export const upstreamNotFound = defineFailure('gateway.upstream_not_found', 'not_found', '{message}');
export const upstreamConflict = defineFailure('gateway.upstream_conflict', 'conflict', '{message}');
export const upstreamUnreachable = defineFailure(
  'gateway.upstream_unreachable',
  'upstream_failed',
  'The provider of this model could not be reached. Try again: the call was not charged.',
);
export const accountRefused = defineFailure(
  'gateway.account_refused',
  'upstream_failed',
  'The provider of this model takes no calls from this server at the moment. Its administrators need to look at the provider accounts.',
);
