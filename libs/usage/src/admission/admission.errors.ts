import { defineFailure } from '@onegate/platform';

export const insufficientCredits = defineFailure(
  'insufficient_credits',
  'payment_required',
  'Not enough credits available',
);
export const keyQuotaUsedUp = defineFailure(
  'key.quota_used_up',
  'payment_required',
  'The spend limit of this API key is used up: {spent} of {limit} USD were spent, and the call may cost more than what is left.',
);
export const budgetUsedUp = defineFailure(
  'budget.used_up',
  'payment_required',
  'The spend limit of the {whose} is used up: {spent} of {limit} USD were spent, and the call may cost more than what is left.',
);
export const tooManyRequests = defineFailure(
  'key.requests_per_minute',
  'rate_limited',
  'This API key may make {limit} requests a minute. Try again in {seconds} seconds.',
);
export const tooManyTokens = defineFailure(
  'key.tokens_per_minute',
  'rate_limited',
  'This API key may use {limit} tokens a minute. Try again in {seconds} seconds.',
);
export const tooManyAtOnce = defineFailure(
  'key.concurrent_requests',
  'rate_limited',
  'This API key may make {limit} requests at once. Wait until one of them has ended.',
);
export const modelNotAllowed = defineFailure(
  'key.model_not_allowed',
  'forbidden',
  'This API key may not call the model {model}.',
);
export const admissionUnavailable = defineFailure(
  'admission.unavailable',
  'unavailable',
  'Limits and balances cannot be checked at the moment, so the call was not made. Try again in a moment.',
);
export const accountsRecovering = defineFailure(
  'admission.recovering',
  'unavailable',
  'Balances are being put together again after a failure. Try again in a few seconds.',
);
export const journalFull = defineFailure(
  'admission.backlog',
  'unavailable',
  'Too many calls are waiting to be entered in the books. Try again in a minute.',
);
