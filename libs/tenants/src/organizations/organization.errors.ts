import { defineFailure } from '@onegate/platform';

/** Also for an organization that exists but is none of the caller's business. */
export const organizationUnknown = defineFailure(
  'organization.unknown',
  'not_found',
  'Organization not found',
);
export const organizationForbidden = defineFailure(
  'organization.forbidden',
  'forbidden',
  'You are not permitted to do this in this organization (it needs {permission}).',
);
export const accountObliged = defineFailure(
  'account.obliged',
  'conflict',
  'This account cannot be closed yet: {reasons}',
);
