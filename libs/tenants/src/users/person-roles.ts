import { mayInTenant, type Actor } from '../access/actor.js';
import type { TenantRole } from '../access/roles.js';
import { permissionToGrant } from '../memberships/member-rules.js';
import { roleForbidden } from './person.errors.js';
import type { PersonRole } from './person.schema.js';

export interface WantedRoles {
  readonly isSuperAdmin: boolean;
  readonly tenantRole: TenantRole;
}

/** What a list of roles asks for; without a role for the tenant it is the least. */
export function wantedRoles(roles: readonly PersonRole[]): WantedRoles {
  return {
    isSuperAdmin: roles.includes('super-admin'),
    tenantRole: roles.find((role) => role !== 'super-admin') ?? 'member',
  };
}

/** Nobody makes anybody more than he is himself. */
export function requireGrantable(actor: Actor, role: TenantRole, tenantId: number): void {
  if (!mayInTenant(actor, permissionToGrant[role], tenantId)) throw roleForbidden({ role });
}
