import { Delete, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiResponse } from '@nestjs/swagger';
import { Sessions, Who, type Principal, type SessionSummary } from '@onegate/auth';
import { Requires } from '@onegate/platform';
import { z } from 'zod';
import { messageView, type Message } from './auth.view.js';
import { AdminController } from './admin-surface.js';

const sessionSummaryView = z
  .object({
    id: z.string(),
    is_current: z.boolean(),
    user_agent: z.string().nullable(),
    ip: z.string().nullable(),
    created_at: z.iso.datetime(),
    last_used_at: z.iso.datetime(),
    expires_at: z.iso.datetime(),
  })
  .meta({ id: 'SessionSummary' });
const sessionsView = z.object({ data: z.array(sessionSummaryView) }).meta({ id: 'SessionList' });

@AdminController('auth/sessions')
@Requires('account.use')
export class SessionsController {
  constructor(private readonly sessions: Sessions) {}

  @Get()
  @ApiOperation({ summary: 'Where you are signed in' })
  @ApiResponse({ status: 200, standardSchema: sessionsView })
  async list(@Who() who: Principal): Promise<z.input<typeof sessionsView>> {
    return { data: (await this.sessions.list(who)).map(toView) };
  }

  @Delete(':id')
  @ApiOperation({ summary: 'End one of your sessions' })
  @ApiResponse({ status: 200, standardSchema: messageView })
  async end(@Who() who: Principal, @Param('id') id: string): Promise<Message> {
    await this.sessions.endOwn(who, id);
    return { message: 'The session has ended' };
  }

  @Post('end-all')
  @HttpCode(200)
  @ApiOperation({ summary: 'Sign out everywhere, here included' })
  @ApiResponse({ status: 200, standardSchema: messageView })
  async endAll(@Who() who: Principal): Promise<Message> {
    await this.sessions.endOwnAll(who);
    return { message: 'Signed out everywhere' };
  }
}

function toView(session: SessionSummary): z.input<typeof sessionSummaryView> {
  return {
    id: session.id,
    is_current: session.isCurrent,
    user_agent: session.userAgent,
    ip: session.ip,
    created_at: session.createdAt.toISOString(),
    last_used_at: session.lastUsedAt.toISOString(),
    expires_at: session.expiresAt.toISOString(),
  };
}
