import { Body, Post } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import { EditorSignIn, SessionRenewal, SessionSignIn, invalidGrant, withoutPrefix } from '@onegate/auth';
import { Public } from '@onegate/platform';
import type { z } from 'zod';
import { AccountController, Answers } from './account-surface.js';
import { codeExchangeInput, refreshInput, registerInput } from './editor-auth.schema.js';
import { authDataView, toAuthData } from './editor-auth.view.js';

type AuthData = z.input<typeof authDataView>;

const refreshTrouble = 'Invalid or expired refresh token';

/** How editors and command-line tools get their tokens; the sign-in page is `/api/v1/auth/authorize`. */
@AccountController('auth')
@Public()
export class EditorAuthController {
  constructor(
    private readonly editors: EditorSignIn,
    private readonly renewal: SessionRenewal,
    private readonly sessions: SessionSignIn,
  ) {}

  @Post('token')
  @ApiOperation({ summary: 'Exchange the code from the sign-in page for tokens' })
  @Answers(authDataView)
  async token(
    @Body({ schema: codeExchangeInput }) body: z.output<typeof codeExchangeInput>,
  ): Promise<AuthData> {
    const signedIn = await this.editors.exchange({
      code: body.code,
      redirectUri: body.redirect_uri ?? undefined,
      codeVerifier: body.code_verifier ?? undefined,
    });
    return toAuthData(signedIn);
  }

  @Post('refresh')
  @ApiOperation({
    summary: 'Exchange a refresh token for new tokens',
    description: 'Works once per token: one that comes again ends the session.',
  })
  @Answers(authDataView)
  async refresh(@Body({ schema: refreshInput }) body: z.output<typeof refreshInput>): Promise<AuthData> {
    return toAuthData(await this.renew(body.refreshToken));
  }

  @Post('register')
  @ApiOperation({
    summary: 'Take over a session by its two tokens',
    description: 'For tools that were handed tokens of this server. Tokens of another issuer are refused.',
  })
  @Answers(authDataView)
  async register(@Body({ schema: registerInput }) body: z.output<typeof registerInput>): Promise<AuthData> {
    const owner = await this.sessions.principalOf(withoutPrefix(body.accessToken));
    if (!owner) throw invalidGrant('Invalid or expired access token');
    const renewed = await this.renew(body.refreshToken);
    if (renewed.user.id !== owner.userId) throw invalidGrant(refreshTrouble);
    return toAuthData(renewed);
  }

  /** Whatever is wrong with the token, the editor must learn that it is over. */
  private async renew(refreshToken: string) {
    try {
      return await this.renewal.renew(withoutPrefix(refreshToken));
    } catch (error) {
      throw isRefused(error) ? invalidGrant(refreshTrouble, error) : error;
    }
  }
}

function isRefused(error: unknown): boolean {
  return error instanceof Error && 'kind' in error && error.kind === 'unauthenticated';
}
