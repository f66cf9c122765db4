import type { CallOutcome } from '@onegate/models';
import { defineFailure, type Failure, type FailureContext } from '@onegate/platform';
import { errorOfAnswer } from './provider-error.js';

const requestRejected = defineFailure('gateway.upstream_rejected', 'invalid_request', '{message}');
const notFoundUpstream = defineFailure('gateway.upstream_not_found', 'not_found', '{message}');
const requestTooLarge = defineFailure('gateway.upstream_too_large', 'too_large', '{message}');
const conflictUpstream = defineFailure('gateway.upstream_conflict', 'conflict', '{message}');
const rateLimitedUpstream = defineFailure(
  'gateway.upstream_rate_limited',
  'rate_limited',
  'The provider of this model is at its limit. Try again in a moment.',
);
const overloadedUpstream = defineFailure(
  'gateway.upstream_overloaded',
  'unavailable',
  'The provider of this model is overloaded. Try again in a moment.',
);
const failedUpstream = defineFailure(
  'gateway.upstream_failed',
  'upstream_failed',
  'The provider of this model failed. Try again; the call was not charged.',
);
const unreachableUpstream = defineFailure(
  'gateway.upstream_unreachable',
  'upstream_failed',
  'The provider of this model could not be reached. Try again; the call was not charged.',
);
const slowUpstream = defineFailure(
  'gateway.upstream_timed_out',
  'timed_out',
  'The provider of this model did not answer in time.',
);
/** Whatever is wrong with our account there is ours to mend, and none of the client's business. */
const refusedUpstream = defineFailure(
  'gateway.upstream_refused',
  'upstream_failed',
  'The provider of this model does not accept calls from this server at the moment. Its administrators need to look at the provider accounts.',
);

/** What a client hears of a provider that refused a call or failed at it. */
export function failureOfAnswer(status: number, outcome: CallOutcome, text: string): Failure {
  if (outcome !== 'rejected') return failureOfOutcome(outcome);
  const { message, details } = errorOfAnswer(text);
  return rejections[status]?.({ message }, { details }) ?? requestRejected({ message }, { details });
}

const rejections: Readonly<Record<number, typeof requestRejected>> = {
  404: notFoundUpstream,
  409: conflictUpstream,
  413: requestTooLarge,
};

const failures: Readonly<Partial<Record<CallOutcome, (context?: FailureContext) => Failure>>> = {
  rate_limited: rateLimitedUpstream,
  overloaded: overloadedUpstream,
  timed_out: slowUpstream,
  unreachable: unreachableUpstream,
  unauthorized: refusedUpstream,
  forbidden: refusedUpstream,
  out_of_credit: refusedUpstream,
  model_unknown: refusedUpstream,
};

export function failureOfOutcome(outcome: CallOutcome, context?: FailureContext): Failure {
  return (failures[outcome] ?? failedUpstream)(context);
}
