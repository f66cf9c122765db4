import { defineFailure, invalidFields } from '@onegate/platform';

/** Also for an account that exists but is none of the caller's business. */
export const accountUnknown = defineFailure(
  'upstream_account.unknown',
  'not_found',
  'Upstream account not found',
);
export const accountProvided = defineFailure(
  'upstream_account.provided',
  'conflict',
  'This account follows the configuration of the server: change it there. It can be disabled here.',
);
export const credentialsRejected = defineFailure(
  'upstream_account.credentials_rejected',
  'invalid_fields',
  'The new credentials do not work, the old ones stay: {reason}',
);

/** Wrong values, by field. */
export function invalidAccount(fields: Record<string, string>): Error {
  const complaints = Object.entries(fields).map(([field, text]) => [field, [text]] as [string, string[]]);
  return invalidFields(
    { message: 'The given data was invalid.' },
    { fields: Object.fromEntries(complaints) },
  );
}
