import { defineFailure, type Failure } from '@onegate/platform';

export const notAuthenticated = defineFailure('auth.required', 'unauthenticated', 'Not authenticated');
export const schemeUnknown = defineFailure(
  'auth.scheme',
  'unauthenticated',
  'Invalid authorization scheme. Expected Bearer token.',
);
export const badCredentials = defineFailure('auth.credentials', 'unauthenticated', 'Unauthorized');
export const keyUnknown = defineFailure(
  'auth.key',
  'unauthenticated',
  'The API key is not valid. Check it, or make a new one.',
);
export const keyExpired = defineFailure('auth.key_expired', 'unauthenticated', 'The API key has expired.');
export const keyAddressDenied = defineFailure(
  'auth.key_address',
  'forbidden',
  'The API key may not be used from this address.',
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
export const needsSession = defineFailure(
  'auth.needs_session',
  'forbidden',
  'This cannot be done with an API key. Sign in as a person.',
);
export const sessionUnknown = defineFailure('session.unknown', 'not_found', 'Session not found');
export const refreshInvalid = defineFailure(
  'auth.refresh',
  'unauthenticated',
  'Invalid or expired refresh token',
);
export const resetTokenInvalid = defineFailure(
  'password.reset_token',
  'invalid_request',
  'This password reset token is invalid.',
);
export const codeInvalid = defineFailure(
  'auth.code_invalid',
  'unauthenticated',
  'The code is wrong or has expired. Ask for a new one.',
);

const grantInvalid = defineFailure('auth.grant', 'invalid_request', '{message}');

/**
 * Editors sign in anew only when the error is named `invalid_grant` and comes with 400 or 401; anything else they take
 * for a passing trouble and try for ever.
 */
export function invalidGrant(message: string, cause?: unknown): Failure {
  return grantInvalid({ message }, { details: { error: 'invalid_grant', message }, cause });
}
