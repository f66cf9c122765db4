import type { Person, TenantSummary } from '@onegate/tenants';
import { z } from 'zod';
import { personView, toPersonView } from './person.view.js';

export const tenantView = z
  .object({
    id: z.int(),
    public_id: z.string(),
    name: z.string(),
    users_count: z.int(),
    time_zone: z.string(),
    created_at: z.iso.datetime(),
    updated_at: z.iso.datetime(),
  })
  .meta({ id: 'Tenant' });

export type TenantView = z.input<typeof tenantView>;

export const tenantWithUsers = tenantView
  .extend({ users: z.array(personView) })
  .meta({ id: 'TenantWithUsers' });

export function toTenantView(tenant: TenantSummary): TenantView {
  return {
    id: tenant.id,
    public_id: tenant.publicId,
    name: tenant.name,
    users_count: tenant.usersCount,
    time_zone: tenant.timeZone,
    created_at: tenant.createdAt.toISOString(),
    updated_at: tenant.updatedAt.toISOString(),
  };
}

export function toTenantWithUsers(
  tenant: TenantSummary,
  users: readonly Person[],
): z.input<typeof tenantWithUsers> {
  return { ...toTenantView(tenant), users: users.map(toPersonView) };
}
