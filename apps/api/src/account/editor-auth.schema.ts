import { z } from 'zod';

const token = z.string().min(1).max(2_000);

/** Clients write the grant type in either spelling, or leave it out. */
export const codeExchangeInput = z
  .object({
    grant_type: z.literal('authorization_code').nullish(),
    grantType: z.literal('authorization_code').nullish(),
    code: token,
    client_type: z.string().nullish(),
    redirect_uri: z.string().max(2_000).nullish(),
    code_verifier: z.string().max(200).nullish(),
    provider: z.string().nullish(),
  })
  .meta({
    id: 'CodeExchange',
    example: {
      grant_type: 'authorization_code',
      code: 'the-code-from-the-callback',
      client_type: 'extension',
      redirect_uri: 'http://127.0.0.1:48801/auth',
    },
  });

export const refreshInput = z
  .object({ refreshToken: token, grantType: z.literal('refresh_token').nullish() })
  .meta({ id: 'TokenRefresh', example: { refreshToken: 'ort_ses_…', grantType: 'refresh_token' } });

export const registerInput = z
  .object({ accessToken: token, refreshToken: token })
  .meta({ id: 'TokenRegistration', example: { accessToken: 'eyJ…', refreshToken: 'ort_ses_…' } });
