import { Body, Controller, Get, HttpCode, Post } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { SignInService, Who, type Principal } from '@onegate/auth';
import { Public, Requires } from '@onegate/platform';
import { z } from 'zod';
import { apiTags } from '../docs/api-tags.js';

const login = z
  .object({ email: z.string().min(1), password: z.string().min(1) })
  .meta({ id: 'Login', example: { email: 'admin@onegate.local', password: 'secret1234' } });

const session = z
  .object({
    access_token: z.string(),
    token_type: z.literal('bearer'),
    expires_in: z.number().int(),
    user: z.object({ id: z.number().int(), email: z.string() }),
  })
  .meta({ id: 'Session' });

const profile = z
  .object({ id: z.number().int(), email: z.string(), roles: z.array(z.string()), tenant: z.null() })
  .meta({ id: 'Profile' });

@ApiTags(apiTags.admin)
@Controller('api/auth')
export class AdminAuthController {
  constructor(private readonly signIn: SignInService) {}

  @Post('login')
  @Public()
  @HttpCode(200)
  @ApiOperation({ summary: 'Sign in with e-mail and password' })
  @ApiResponse({ status: 200, standardSchema: session })
  async login(
    @Body({ schema: login }) credentials: z.output<typeof login>,
  ): Promise<z.input<typeof session>> {
    const { user, token, expiresIn } = await this.signIn.withPassword(credentials);
    return {
      access_token: token,
      token_type: 'bearer',
      expires_in: expiresIn,
      user: { id: user.id, email: user.email },
    };
  }

  @Get('me')
  @Requires('account.use')
  @ApiOperation({ summary: 'Who is signed in' })
  @ApiResponse({ status: 200, standardSchema: profile })
  me(@Who() who: Principal): z.input<typeof profile> {
    return { id: who.userId, email: who.email, roles: who.isSuperAdmin ? ['super-admin'] : [], tenant: null };
  }
}
