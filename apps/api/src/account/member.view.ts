import { tenantRoles, type Member } from '@onegate/tenants';
import { z } from 'zod';

export const memberView = z
  .object({
    memberId: z.string(),
    userId: z.string(),
    email: z.string(),
    displayName: z.string(),
    photoUrl: z.string().optional(),
    roles: z.array(z.enum(tenantRoles)),
    status: z.enum(['active', 'deactivated', 'deleted']),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: 'Member' });

export const memberPage = z
  .object({ items: z.array(memberView), nextToken: z.string().optional() })
  .meta({ id: 'MemberPage' });

export function toMemberView(member: Member): z.input<typeof memberView> {
  return {
    memberId: member.publicId,
    userId: member.userPublicId,
    email: member.email,
    displayName: member.name,
    ...(member.photoUrl !== null && { photoUrl: member.photoUrl }),
    roles: [member.role],
    status: member.status,
    createdAt: member.createdAt.toISOString(),
  };
}
