import { permissions, type Permission } from '@onegate/platform';

/** What a person can be within a tenant. */
export const tenantRoles = ['owner', 'admin', 'member'] as const;
export type TenantRole = (typeof tenantRoles)[number];

/** `super-admin` is a role of the platform, `user` what everybody is who has signed in. */
export type Role = 'super-admin' | 'user' | TenantRole;

const user: readonly Permission[] = ['account.use', 'inference.use'];
const member: readonly Permission[] = ['tenant.keys.create', 'tenant.read', 'tenant.remote-config.read'];
const admin: readonly Permission[] = [
  ...member,
  'tenant.audit.read',
  'tenant.content.read',
  'tenant.content.write',
  'tenant.directory.read',
  'tenant.invites.write',
  'tenant.keys.read',
  'tenant.keys.write',
  'tenant.members.read',
  'tenant.members.write',
  'tenant.remote-config.write',
  'tenant.upstreams.write',
  'tenant.usage.read',
  'tenant.users.read',
  'tenant.users.sync',
  'tenant.users.write',
  'tenant.write',
];
const owner: readonly Permission[] = [
  ...admin,
  'tenant.admins.write',
  'tenant.billing.read',
  'tenant.billing.write',
  'tenant.delete',
  'tenant.directory.write',
  'tenant.owners.write',
];

/** Which role may do what: the one table. Guards and services ask for permissions, never for roles. */
export const grants: Record<Role, ReadonlySet<Permission>> = {
  'super-admin': new Set(permissions),
  owner: new Set(owner),
  admin: new Set(admin),
  member: new Set(member),
  user: new Set(user),
};
