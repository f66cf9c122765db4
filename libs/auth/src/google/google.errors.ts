import { defineFailure } from '@onegate/platform';

/** The last part of each code is what the front end gets to see. */
export const googleRefused = defineFailure('google.refused', 'forbidden', 'Google did not sign you in.');
export const googleStateInvalid = defineFailure(
  'google.state_invalid',
  'forbidden',
  'This sign-in was not started in this browser, or too long ago. Start again.',
);
export const googleUnavailable = defineFailure(
  'google.unavailable',
  'unavailable',
  'Google cannot be reached right now. Try again.',
);
export const emailUnverified = defineFailure(
  'google.email_unverified',
  'forbidden',
  'Google has not verified your e-mail address.',
);
export const domainNotAllowed = defineFailure(
  'google.domain_not_allowed',
  'forbidden',
  'People with this e-mail domain cannot sign in with Google here.',
);
export const accountUnknown = defineFailure(
  'google.account_unknown',
  'forbidden',
  'There is no account with this e-mail address.',
);
export const accountInactive = defineFailure(
  'google.account_inactive',
  'forbidden',
  'This account is not active.',
);
export const linkNeedsSignIn = defineFailure(
  'google.link_needs_sign_in',
  'forbidden',
  'An account with this e-mail address has a password. Sign in with it, then connect Google in your settings.',
);
export const linkDiffers = defineFailure(
  'google.link_differs',
  'forbidden',
  'This Google account does not belong to the account that you are signed in with.',
);
export const ticketInvalid = defineFailure(
  'google.ticket_invalid',
  'forbidden',
  'This link to connect Google was used already, or has expired. Start again.',
);
export const googleIncomplete = defineFailure(
  'google.incomplete',
  'unavailable',
  'Signing in with Google is not completely configured: it needs a client id, a client secret and the address of the front end.',
);
