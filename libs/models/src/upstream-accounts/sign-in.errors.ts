import { defineFailure } from '@onegate/platform';

export const signInUnreadable = defineFailure(
  'upstream_account.credentials_unreadable',
  'upstream_failed',
  'The credentials of the provider account cannot be used as they are.',
);
export const signInRefused = defineFailure(
  'upstream_account.sign_in_refused',
  'upstream_failed',
  'The provider gives no token for the credentials of the account (it answers {status}).',
);
