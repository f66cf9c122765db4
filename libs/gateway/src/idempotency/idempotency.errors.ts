import { defineFailure, type Failure } from '@onegate/platform';

/** Clients retry a 409 by themselves; here it would end the same. */
const final = { headers: { 'x-should-retry': 'false' } };

export const idempotencyKeyTooLong = defineFailure(
  'gateway.idempotency_key_invalid',
  'invalid_request',
  'The header Idempotency-Key must have at most {most} characters.',
);
const reused = defineFailure(
  'gateway.idempotency_key_reused',
  'conflict',
  'This Idempotency-Key came with another request body before. Use a new key for a new request.',
);
const notKept = defineFailure(
  'gateway.idempotent_answer_not_kept',
  'conflict',
  'The call with this Idempotency-Key was answered, but its answer is not kept: it is too long. Use a new key to run it again.',
);
export const idempotencyUnavailable = defineFailure(
  'gateway.idempotency_unavailable',
  'unavailable',
  'It cannot be told at the moment whether this call was made before. Try again.',
);
export const clientGone = defineFailure(
  'gateway.client_gone',
  'invalid_request',
  'The client went away before the answer was there.',
);

export const idempotencyKeyReused = (): Failure => reused(final);
export const idempotentAnswerNotKept = (): Failure => notKept(final);
