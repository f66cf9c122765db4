import type { Permission } from '@onegate/platform';
import { grants, type TenantRole } from './roles.js';

/** Who acts: all that a service needs to know of a caller, and no HTTP. */
export interface Actor {
  readonly userId: number;
  readonly userPublicId: string;
  readonly email: string;
  /** Never true for a call with an API key: keys do not administer the platform. */
  readonly isSuperAdmin: boolean;
  /** The tenant that the person belongs to on the admin surface. */
  readonly homeTenantId: number | null;
  /** The organization that his interactive calls draw on; none is his personal account. He is a member of it. */
  readonly activeTenantId: number | null;
  /** His role in each tenant that he is a member of, by tenant id. */
  readonly roles: ReadonlyMap<number, TenantRole>;
}

/** Whether the actor may do this in that tenant. */
export function mayInTenant(actor: Actor, permission: Permission, tenantId: number): boolean {
  if (actor.isSuperAdmin) return true;
  const role = actor.roles.get(tenantId);
  return role !== undefined && grants[role].has(permission);
}

/** Whether the actor may do this at all: for himself, or in at least one tenant. What he may touch is the scope's question. */
export function mayAnywhere(actor: Actor, permission: Permission): boolean {
  if (actor.isSuperAdmin || grants.user.has(permission)) return true;
  return [...actor.roles.values()].some((role) => grants[role].has(permission));
}

/** The tenants in which the actor may do this; `all` for a super-admin. Every query for tenant data starts here. */
export function tenantScope(actor: Actor, permission: Permission): 'all' | readonly number[] {
  if (actor.isSuperAdmin) return 'all';
  return [...actor.roles.keys()].filter((tenantId) => mayInTenant(actor, permission, tenantId));
}
