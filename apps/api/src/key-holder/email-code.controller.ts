import { Body, Controller, Get, HttpCode, Post, Req } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { bearerOf, codeSeconds, EmailCodeSignIn, SessionSignIn, Who, type Principal } from '@onegate/auth';
import { Public, Requires } from '@onegate/platform';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { apiTags } from '../docs/api-tags.js';

const sendInput = z
  .object({ email: z.string().trim().pipe(z.email()) })
  .meta({ id: 'EmailCodeRequest', example: { email: 'admin@onegate.local' } });
const tokenInput = z
  .object({ email: z.string().trim().min(1).max(320), code: z.string().trim().min(1).max(20) })
  .meta({ id: 'EmailCodeSignIn', example: { email: 'admin@onegate.local', code: '042917' } });

const sentView = z
  .object({ object: z.literal('auth.email_code'), expires_in: z.int() })
  .meta({ id: 'EmailCodeSent' });
const tokenView = z
  .object({
    access_token: z.string(),
    token_type: z.literal('bearer'),
    expires_in: z.int(),
    refresh_token: z.string(),
  })
  .meta({ id: 'UserToken' });
const verifiedView = z
  .object({
    valid: z.literal(true),
    user: z.object({ id: z.string(), email: z.string() }),
    expires_at: z.int().nullable().meta({ description: 'Unix seconds; null for an API key' }),
  })
  .meta({ id: 'TokenVerified' });

@ApiTags(apiTags.keyHolder)
@Controller('v1/auth')
export class EmailCodeController {
  constructor(
    private readonly codes: EmailCodeSignIn,
    private readonly sessions: SessionSignIn,
  ) {}

  @Post('email/send')
  @Public()
  @HttpCode(200)
  @ApiOperation({
    summary: 'Mail a sign-in code',
    description:
      'Six digits, good for ten minutes. The answer does not tell whether the address has an account.',
  })
  @ApiResponse({ status: 200, standardSchema: sentView })
  @ApiResponse({ status: 429, description: 'Too many attempts' })
  async send(
    @Body({ schema: sendInput }) { email }: z.output<typeof sendInput>,
  ): Promise<z.input<typeof sentView>> {
    await this.codes.send(email);
    return { object: 'auth.email_code', expires_in: codeSeconds };
  }

  @Post('token')
  @Public()
  @HttpCode(200)
  @ApiOperation({ summary: 'Exchange a mailed code for a token' })
  @ApiResponse({ status: 200, standardSchema: tokenView })
  @ApiResponse({ status: 401, description: 'The code is wrong or has expired' })
  @ApiResponse({ status: 429, description: 'Too many attempts' })
  async token(
    @Body({ schema: tokenInput }) { email, code }: z.output<typeof tokenInput>,
  ): Promise<z.input<typeof tokenView>> {
    const { token, expiresIn, refreshToken } = await this.codes.signIn(email, code);
    return {
      access_token: token,
      token_type: 'bearer',
      expires_in: expiresIn,
      refresh_token: refreshToken,
    };
  }

  @Get('verify')
  @Requires('account.use')
  @ApiOperation({ summary: 'Whether a token is good, and whose it is' })
  @ApiResponse({ status: 200, standardSchema: verifiedView })
  verify(@Who() who: Principal, @Req() request: FastifyRequest): z.input<typeof verifiedView> {
    const expiresAt = who.keyId === null ? this.sessions.expiryOf(bearerOf(request) ?? '') : null;
    return { valid: true, user: { id: who.userPublicId, email: who.email }, expires_at: expiresAt };
  }
}
