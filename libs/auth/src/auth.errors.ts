import { defineFailure } from '@onegate/platform';

export const notAuthenticated = defineFailure('auth.required', 'unauthenticated', 'Not authenticated');
export const badCredentials = defineFailure('auth.credentials', 'unauthenticated', 'Unauthorized');
export const keyUnknown = defineFailure(
  'auth.key',
  'unauthenticated',
  'The API key is not valid. Check it, or make a new one.',
);
export const tokenInvalid = defineFailure(
  'auth.token',
  'unauthenticated',
  'The session is not valid any more. Sign in again.',
);
export const notPermitted = defineFailure(
  'auth.forbidden',
  'forbidden',
  'You are not permitted to do this (it needs {permission}).',
);
