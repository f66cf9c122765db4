import { Body, Controller, Get, HttpCode, Post } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { SessionRenewal, Sessions, SignInService, Who, type Principal } from '@onegate/auth';
import { Public, Requires } from '@onegate/platform';
import { HomeTenants } from '@onegate/tenants';
import { z } from 'zod';
import { apiTags } from '../docs/api-tags.js';
import { messageView, profileView, sessionView, toProfile, toSession, type Message } from './auth.view.js';

const login = z
  .object({ email: z.string().min(1).max(320), password: z.string().min(1).max(1_024) })
  .meta({ id: 'Login', example: { email: 'admin@onegate.local', password: 'secret1234' } });

const refresh = z
  .object({ refresh_token: z.string().min(1).max(2_000) })
  .meta({ id: 'SessionRefresh', example: { refresh_token: 'ort_ses_…' } });

@ApiTags(apiTags.admin)
@Controller('api/auth')
export class AdminAuthController {
  constructor(
    private readonly signIn: SignInService,
    private readonly renewal: SessionRenewal,
    private readonly sessions: Sessions,
    private readonly tenants: HomeTenants,
  ) {}

  @Post('login')
  @Public()
  @HttpCode(200)
  @ApiOperation({ summary: 'Sign in with e-mail and password' })
  @ApiResponse({ status: 200, standardSchema: sessionView })
  @ApiResponse({ status: 401, description: 'No such e-mail and password' })
  @ApiResponse({ status: 429, description: 'Too many attempts' })
  async login(
    @Body({ schema: login }) credentials: z.output<typeof login>,
  ): Promise<z.input<typeof sessionView>> {
    return toSession(await this.signIn.withPassword(credentials));
  }

  @Post('refresh')
  @Public()
  @HttpCode(200)
  @ApiOperation({
    summary: 'Continue a session',
    description: 'Each refresh token works once: one that comes again ends the session.',
  })
  @ApiResponse({ status: 200, standardSchema: sessionView })
  @ApiResponse({ status: 401, description: 'The refresh token does not hold: sign in again' })
  async refresh(
    @Body({ schema: refresh }) body: z.output<typeof refresh>,
  ): Promise<z.input<typeof sessionView>> {
    return toSession(await this.renewal.renew(body.refresh_token));
  }

  @Post('logout')
  @Requires('account.use')
  @HttpCode(200)
  @ApiOperation({ summary: 'End this session: its tokens are dead everywhere within a second' })
  @ApiResponse({
    status: 200,
    standardSchema: messageView,
    example: { message: 'Successfully logged out' },
  })
  async logout(@Who() who: Principal): Promise<Message> {
    await this.sessions.endCurrent(who);
    return { message: 'Successfully logged out' };
  }

  @Get('me')
  @Requires('account.use')
  @ApiOperation({ summary: 'Who is signed in, with roles and tenant' })
  @ApiResponse({ status: 200, standardSchema: profileView })
  async me(@Who() who: Principal): Promise<z.input<typeof profileView>> {
    return toProfile(who, await this.tenants.of(who));
  }
}
