import type { IssuedTokens } from '@onegate/auth';
import type { User } from '@onegate/tenants';
import { z } from 'zod';

/** What editors keep of a sign-in, in the names that they read. */
export const authDataView = z
  .object({
    accessToken: z.string(),
    refreshToken: z.string(),
    tokenType: z.literal('Bearer'),
    expiresAt: z.iso.datetime(),
    userInfo: z.object({
      subject: z.string(),
      email: z.string(),
      name: z.string(),
      clineUserId: z.string(),
      accounts: z.array(z.string()).nullable(),
    }),
  })
  .meta({ id: 'AuthData' });

export function toAuthData(signedIn: IssuedTokens & { user: User }): z.input<typeof authDataView> {
  const { user, token, refreshToken, expiresAt } = signedIn;
  return {
    accessToken: token,
    refreshToken,
    tokenType: 'Bearer',
    expiresAt: expiresAt.toISOString(),
    userInfo: {
      subject: user.publicId,
      email: user.email,
      name: user.name,
      clineUserId: user.publicId,
      accounts: null,
    },
  };
}
