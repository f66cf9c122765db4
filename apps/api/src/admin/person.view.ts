import { personRoles, type Person, type PersonRole } from '@onegate/tenants';
import { z } from 'zod';

export const personView = z
  .object({
    id: z.int(),
    public_id: z.string(),
    name: z.string(),
    email: z.string(),
    status: z.enum(['active', 'deactivated', 'deleted']),
    roles: z.array(z.enum(personRoles)),
    tenant_id: z.int().nullable(),
    tenant: z.object({ id: z.int(), name: z.string() }).nullable(),
    external_id: z.string().nullable(),
    created_at: z.iso.datetime(),
    updated_at: z.iso.datetime(),
  })
  .meta({
    id: 'Person',
    example: {
      id: 42,
      public_id: 'usr_01jzy3x9k4e8v6c2t5m7n8p9qr',
      name: 'Ada Lovelace',
      email: 'ada@example.com',
      status: 'active',
      roles: ['member'],
      tenant_id: 7,
      tenant: { id: 7, name: 'Acme' },
      external_id: null,
      created_at: '2026-03-01T09:30:00.000Z',
      updated_at: '2026-03-01T09:30:00.000Z',
    },
  });

export type PersonView = z.input<typeof personView>;

export function toPersonView(person: Person): PersonView {
  return {
    id: person.id,
    public_id: person.publicId,
    name: person.name,
    email: person.email,
    status: person.status,
    roles: rolesOf(person),
    tenant_id: person.tenant?.id ?? null,
    tenant: person.tenant,
    external_id: person.externalId,
    created_at: person.createdAt.toISOString(),
    updated_at: person.updatedAt.toISOString(),
  };
}

export function rolesOf({ isSuperAdmin, role }: Person): PersonRole[] {
  return [...(isSuperAdmin ? (['super-admin'] as const) : []), ...(role ? [role] : [])];
}
