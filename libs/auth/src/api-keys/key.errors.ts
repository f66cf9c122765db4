import { defineFailure } from '@onegate/platform';

export const keyNotFound = defineFailure('key.unknown', 'not_found', 'API key not found');
export const keyAccountUnknown = defineFailure('key.account', 'not_found', 'Organization not found');
export const keyLimited = defineFailure(
  'key.limited',
  'forbidden',
  'A key with limits cannot change accounts, organizations or keys. Sign in, or use a key without limits.',
);
export const keyChangedMeanwhile = defineFailure(
  'key.changed_meanwhile',
  'conflict',
  'The key was changed by somebody else at the same time. Look at it again.',
);
