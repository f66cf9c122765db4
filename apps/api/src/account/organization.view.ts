import type { Organization } from '@onegate/tenants';
import { z } from 'zod';

export const organizationView = z
  .object({
    id: z.string(),
    name: z.string(),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
    remoteConfigEnabled: z.boolean(),
    memberCount: z.int(),
  })
  .meta({ id: 'Organization' });

export function toOrganizationView(organization: Organization): z.input<typeof organizationView> {
  const { publicId, createdAt, updatedAt, ...rest } = organization;
  return {
    id: publicId,
    ...rest,
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  };
}
