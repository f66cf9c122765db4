import type { TenantRole } from '../access/roles.js';
import type { UserStatus } from './user.entity.js';

/** A person as those who administer people see him: with the tenant he belongs to in their eyes, and his role there. */
export interface Person {
  readonly id: number;
  readonly publicId: string;
  readonly name: string;
  readonly email: string;
  readonly status: UserStatus;
  readonly isSuperAdmin: boolean;
  readonly externalId: string | null;
  readonly tenant: { readonly id: number; readonly name: string } | null;
  readonly role: TenantRole | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

export interface PersonRow {
  readonly id: string;
  readonly public_id: string;
  readonly name: string;
  readonly email: string;
  readonly status: UserStatus;
  readonly is_super_admin: boolean;
  readonly external_id: string | null;
  readonly tenant_id: string | null;
  readonly tenant_name: string | null;
  readonly role: TenantRole | null;
  readonly created_at: Date;
  readonly updated_at: Date;
}

/**
 * People with the tenant that is shown for them: of those in $1 (any, where it is null) their home, else the first that
 * they joined. What they are in tenants outside of $1 stays unsaid.
 */
export const personColumns = `u.id, u.public_id, u.name, u.email, u.status, u.is_super_admin, u.external_id,
  shown.tenant_id, shown.tenant_name, shown.role, u.created_at, u.updated_at`;

export const peopleWithTenant = `users u left join lateral (
    select t.id as tenant_id, t.name as tenant_name, m.role
    from memberships m join tenants t on t.id = m.tenant_id and t.deleted_at is null
    where m.user_id = u.id and ($1::bigint[] is null or m.tenant_id = any($1))
    order by (m.tenant_id is not distinct from u.tenant_id) desc, m.id limit 1
  ) shown on true`;

export function fromRow(row: PersonRow): Person {
  const tenant = row.tenant_id === null ? null : { id: Number(row.tenant_id), name: String(row.tenant_name) };
  return {
    id: Number(row.id),
    publicId: row.public_id,
    name: row.name,
    email: row.email,
    status: row.status,
    isSuperAdmin: row.is_super_admin,
    externalId: row.external_id,
    tenant,
    role: row.role,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
