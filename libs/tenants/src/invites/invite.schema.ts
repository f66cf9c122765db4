import { z } from 'zod';
import { tenantRoles } from '../access/roles.js';

const invite = z.object({
  email: z.string().trim().toLowerCase().max(254).pipe(z.email()),
  role: z
    .enum(tenantRoles)
    .nullish()
    .transform((role) => role ?? 'member'),
});

export const newInvites = z
  .object({ invites: z.array(invite).min(1).max(50) })
  .meta({ id: 'NewInvites', example: { invites: [{ email: 'new@example.com', role: 'member' }] } });

export type NewInvites = z.output<typeof newInvites>;

export const inviteAcceptance = z
  .object({ token: z.string().min(1).max(200) })
  .meta({ id: 'InviteAcceptance', example: { token: 'the-token-from-the-mail' } });

export type InviteAcceptance = z.output<typeof inviteAcceptance>;
