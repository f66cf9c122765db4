import { tenantRoles, type Invite } from '@onegate/tenants';
import { z } from 'zod';

const inviteView = z
  .object({
    id: z.string(),
    email: z.string(),
    role: z.enum(tenantRoles),
    status: z.literal('pending'),
    createdAt: z.iso.datetime(),
    sentAt: z.iso.datetime(),
    expiresAt: z.iso.datetime(),
  })
  .meta({ id: 'Invite' });

export const invitePage = z
  .object({ items: z.array(inviteView), nextToken: z.string().optional() })
  .meta({ id: 'InvitePage' });

export const sentInvitesView = z
  .object({
    items: z.array(inviteView),
    alreadyMembers: z
      .array(z.string())
      .meta({ description: 'Addresses of people who belong to the organization already' }),
  })
  .meta({ id: 'SentInvites' });

export const inviteCountView = z.object({ count: z.int() }).meta({ id: 'InviteCount' });

export const joinedView = z
  .object({
    organizationId: z.string(),
    name: z.string(),
    memberId: z.string(),
    roles: z.array(z.enum(tenantRoles)),
  })
  .meta({ id: 'JoinedOrganization' });

export function toInviteView(invite: Invite): z.input<typeof inviteView> {
  return {
    id: invite.publicId,
    email: invite.email,
    role: invite.role,
    status: 'pending',
    createdAt: invite.createdAt.toISOString(),
    sentAt: invite.sentAt.toISOString(),
    expiresAt: invite.expiresAt.toISOString(),
  };
}
