import { defineFailure } from '@onegate/platform';

/** Also for a tenant that exists but is none of the caller's business. */
export const tenantUnknown = defineFailure('tenant.unknown', 'not_found', 'Tenant not found');
export const tenantForbidden = defineFailure(
  'tenant.forbidden',
  'forbidden',
  'You are not permitted to do this in this tenant (it needs {permission}).',
);
