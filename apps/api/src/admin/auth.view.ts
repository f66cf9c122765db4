import type { IssuedTokens, Principal } from '@onegate/auth';
import type { Tenant, User } from '@onegate/tenants';
import { z } from 'zod';

export const messageView = z.object({ message: z.string() }).meta({ id: 'Message' });
export type Message = z.input<typeof messageView>;

export const sessionView = z
  .object({
    access_token: z.string(),
    token_type: z.literal('bearer'),
    expires_in: z.int(),
    refresh_token: z.string(),
    user: z.object({ id: z.int(), email: z.string() }),
  })
  .meta({
    id: 'Session',
    example: {
      access_token: 'eyJhbGciOiJIUzI1NiJ9…',
      token_type: 'bearer',
      expires_in: 3_600,
      refresh_token: 'ort_ses_…',
      user: { id: 1, email: 'admin@onegate.local' },
    },
  });

export const profileView = z
  .object({
    id: z.int(),
    email: z.string(),
    roles: z.array(z.string()),
    tenant: z.object({ id: z.int(), name: z.string() }).nullable(),
  })
  .meta({
    id: 'Profile',
    example: {
      id: 1,
      email: 'admin@onegate.local',
      roles: ['super-admin'],
      tenant: { id: 7, name: 'Acme' },
    },
  });

export function toSession(signedIn: IssuedTokens & { user: User }): z.input<typeof sessionView> {
  const { user, token, expiresIn, refreshToken } = signedIn;
  return {
    access_token: token,
    token_type: 'bearer',
    expires_in: expiresIn,
    refresh_token: refreshToken,
    user: { id: user.id, email: user.email },
  };
}

/** The roles are the platform's and the one in the home tenant: those that this surface knows. */
export function toProfile(who: Principal, tenant: Tenant | null): z.input<typeof profileView> {
  const role = tenant && who.roles.get(tenant.id);
  return {
    id: who.userId,
    email: who.email,
    roles: [...(who.isSuperAdmin ? ['super-admin'] : []), ...(role ? [role] : [])],
    tenant: tenant && { id: tenant.id, name: tenant.name },
  };
}
