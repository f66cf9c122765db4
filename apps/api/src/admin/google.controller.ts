import { fastifyCookie as cookies } from '@fastify/cookie';
import { Controller, Get, HttpCode, Inject, NotFoundException, Post, Query, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { GoogleSignIn, needsSession, stateSeconds, Who, type Principal, type SignedIn } from '@onegate/auth';
import {
  CONFIGURATION,
  Failure,
  LOGGER,
  Public,
  Requires,
  type Configuration,
  type Logger,
} from '@onegate/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { apiTags } from '../docs/api-tags.js';

const basePath = '/api/auth/google';
const stateCookie = 'onegate_google';
const redirectQuery = z.object({ ticket: z.string().max(200).optional() });
const callbackQuery = z
  .object({ code: z.string().max(4_000), state: z.string().max(1_000), error: z.string().max(200) })
  .partial();
const linkView = z.object({ url: z.string() }).meta({ id: 'GoogleLink' });

@ApiTags(apiTags.admin)
@Controller(basePath)
export class GoogleController {
  constructor(
    private readonly google: GoogleSignIn,
    @Inject(CONFIGURATION) private readonly config: Configuration,
    @Inject(LOGGER) private readonly log: Logger,
  ) {}

  @Get('redirect')
  @Public()
  @ApiOperation({ summary: 'Sign in with Google: sends the browser there' })
  @ApiResponse({ status: 302, description: 'To Google' })
  @ApiResponse({ status: 404, description: 'Signing in with Google is not configured' })
  async redirect(
    @Query({ schema: redirectQuery }) { ticket }: z.output<typeof redirectQuery>,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    this.requireConfigured();
    try {
      const { url, sealedState } = await this.google.begin(ticket);
      await this.keepState(reply, sealedState, stateSeconds).redirect(url, 302);
    } catch (error) {
      await this.comeBack(reply, this.troubleOf(error));
    }
  }

  @Get('callback')
  @Public()
  @ApiOperation({
    summary: 'Back from Google: sends the browser to the front end',
    description: 'With `#access_token=…`, or `#error=…&error_description=…`, behind the address.',
  })
  @ApiResponse({ status: 302, description: 'To the front end' })
  async callback(
    @Query({ schema: callbackQuery }) query: z.output<typeof callbackQuery>,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    this.requireConfigured();
    const kept = cookies.parse(request.headers.cookie ?? '')[stateCookie];
    this.keepState(reply, '', 0);
    try {
      const given = Object.fromEntries(Object.entries(query).filter(([, value]) => value !== undefined));
      await this.comeBack(reply, tokensOf(await this.google.finish(given, kept)));
    } catch (error) {
      await this.comeBack(reply, this.troubleOf(error));
    }
  }

  @Post('link')
  @Requires('account.use')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Connect Google to the signed-in account',
    description: 'Send the browser to the `url` of the answer within a minute. It works once.',
  })
  @ApiResponse({ status: 200, standardSchema: linkView })
  async link(@Who() who: Principal): Promise<z.input<typeof linkView>> {
    this.requireConfigured();
    if (who.sessionId === null) throw needsSession();
    const ticket = await this.google.ticketFor(who.userId);
    return { url: `${basePath}/redirect?${new URLSearchParams({ ticket }).toString()}` };
  }

  /** Without configuration these routes do not exist, as the clients of this surface know it. */
  private requireConfigured(): void {
    if (!this.google.isConfigured) throw new NotFoundException();
  }

  private keepState(reply: FastifyReply, value: string, maxAge: number): FastifyReply {
    const secure = this.config.http.publicUrl?.startsWith('https:') ?? false;
    const cookie = { path: basePath, httpOnly: true, sameSite: 'lax', secure, maxAge } as const;
    return reply.header('set-cookie', cookies.serialize(stateCookie, value, cookie));
  }

  private troubleOf(error: unknown): Record<string, string> {
    if (!(error instanceof Failure)) throw error;
    if (error.status >= 500) this.log.warn({ err: error.cause, code: error.code }, error.message);
    return { error: error.code.slice(error.code.lastIndexOf('.') + 1), error_description: error.message };
  }

  /** Behind `#`, so that neither servers nor referrers get to see it. */
  private async comeBack(reply: FastifyReply, fragment: Record<string, string>): Promise<void> {
    const frontend = this.config.http.frontendUrl ?? '';
    const url = `${frontend.replace(/\/+$/, '')}/auth/callback#${new URLSearchParams(fragment).toString()}`;
    await reply.headers({ 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' }).redirect(url, 302);
  }
}

function tokensOf({ token, expiresIn, refreshToken }: SignedIn): Record<string, string> {
  return {
    access_token: token,
    token_type: 'bearer',
    expires_in: String(expiresIn),
    refresh_token: refreshToken,
  };
}
