/**
 * Everything that can be asked for, by the name that guards use. Which role holds which permission is one table, in
 * the tenants lib. `platform.*` is for the whole installation, `tenant.*` within one tenant, the rest for oneself.
 */
export const permissions = [
  'account.use',
  'inference.use',
  'platform.billing.read',
  'platform.billing.write',
  'platform.jobs.manage',
  'platform.metrics.read',
  'platform.models.write',
  'platform.tenants.write',
  'platform.upstreams.write',
  'tenant.admins.write',
  'tenant.audit.read',
  'tenant.billing.read',
  'tenant.billing.write',
  'tenant.content.read',
  'tenant.content.write',
  'tenant.delete',
  'tenant.directory.read',
  'tenant.directory.write',
  'tenant.invites.write',
  'tenant.keys.create',
  'tenant.keys.read',
  'tenant.keys.write',
  'tenant.members.read',
  'tenant.members.write',
  'tenant.owners.write',
  'tenant.read',
  'tenant.remote-config.read',
  'tenant.remote-config.write',
  'tenant.upstreams.write',
  'tenant.usage.read',
  'tenant.users.read',
  'tenant.users.sync',
  'tenant.users.write',
  'tenant.write',
] as const;

export type Permission = (typeof permissions)[number];
