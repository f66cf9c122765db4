import type { Permission } from '@onegate/platform';
import { mayInTenant, type Actor } from '../access/actor.js';
import { tenantRoles, type TenantRole } from '../access/roles.js';

/** What it takes to remove somebody of this role, or to change his role. */
export const permissionToManage: Record<TenantRole, Permission> = {
  owner: 'tenant.owners.write',
  admin: 'tenant.admins.write',
  member: 'tenant.members.write',
};

/** What it takes to give this role: nobody makes anybody more than he is himself. */
export const permissionToGrant: Record<TenantRole, Permission> = {
  owner: 'tenant.owners.write',
  admin: 'tenant.members.write',
  member: 'tenant.members.write',
};

/** The roles that the actor may give to others in that tenant, the highest first. */
export function grantableRoles(actor: Actor, tenantId: number): TenantRole[] {
  return tenantRoles.filter((role) => mayInTenant(actor, permissionToGrant[role], tenantId));
}
