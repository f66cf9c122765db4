import { tenantRoles, type Account, type AccountOrganization } from '@onegate/tenants';
import { z } from 'zod';

const accountOrganization = z
  .object({
    active: z.boolean(),
    memberId: z.string(),
    name: z.string(),
    organizationId: z.string(),
    roles: z.array(z.enum(tenantRoles)),
  })
  .meta({ id: 'AccountOrganization' });

export const userView = z
  .object({
    id: z.string(),
    email: z.string(),
    displayName: z.string(),
    photoUrl: z.string().optional(),
    termsAcceptedAt: z.iso.datetime().optional(),
    organizations: z.array(accountOrganization),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
    name: z.string().meta({ description: 'The same as `displayName`' }),
    active_account_id: z.string().meta({ description: 'The active organization, else the person himself' }),
  })
  .meta({ id: 'AccountUser' });

export function toUserView({ user, organizations }: Account): z.input<typeof userView> {
  const active = organizations.find((organization) => organization.active);
  return {
    id: user.publicId,
    email: user.email,
    displayName: user.name,
    ...(user.photoUrl !== null && { photoUrl: user.photoUrl }),
    ...(user.termsAcceptedAt && { termsAcceptedAt: user.termsAcceptedAt.toISOString() }),
    organizations: organizations.map(toAccountOrganization),
    createdAt: user.createdAt.toISOString(),
    updatedAt: user.updatedAt.toISOString(),
    name: user.name,
    active_account_id: active?.organizationId ?? user.publicId,
  };
}

function toAccountOrganization(organization: AccountOrganization): z.input<typeof accountOrganization> {
  const { active, memberId, name, organizationId, role } = organization;
  return { active, memberId, name, organizationId, roles: [role] };
}
