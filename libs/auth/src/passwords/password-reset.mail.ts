import type { Mail } from '@onegate/platform';

interface ResetMail {
  readonly email: string;
  readonly token: string;
  readonly frontendUrl: string | undefined;
}

/** The token stands behind `#`, so that it reaches no server's log. */
export function passwordResetMail({ email, token, frontendUrl }: ResetMail): Mail {
  const fragment = new URLSearchParams({ token, email }).toString();
  const way = frontendUrl
    ? `Choose a new one here:\n\n${frontendUrl.replace(/\/+$/, '')}/reset-password#${fragment}`
    : `This is the token with which you can choose a new one:\n\n${token}`;
  return {
    to: email,
    subject: 'Reset your Onegate password',
    text: [
      'Somebody, probably you, asked for a new password of your Onegate account.',
      way,
      'It works once, within 60 minutes. If it was not you, ignore this mail: your password stays as it is.',
    ].join('\n\n'),
  };
}

export function passwordChangedMail(email: string): Mail {
  return {
    to: email,
    subject: 'Your Onegate password was changed',
    text: [
      'The password of your Onegate account was changed just now, and you were signed out everywhere.',
      'If it was not you, ask for a new password at once and tell your administrator.',
    ].join('\n\n'),
  };
}
