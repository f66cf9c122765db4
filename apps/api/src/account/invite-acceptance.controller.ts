import { Body, Post } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import { Who, type Principal } from '@onegate/auth';
import { Requires } from '@onegate/platform';
import { inviteAcceptance, InviteAcceptanceService, type InviteAcceptance } from '@onegate/tenants';
import type { z } from 'zod';
import { AccountController, Answers } from './account-surface.js';
import { joinedView } from './invite.view.js';

@AccountController('invites')
export class InviteAcceptanceController {
  constructor(private readonly acceptance: InviteAcceptanceService) {}

  @Post('accept')
  @Requires('account.use')
  @ApiOperation({ summary: 'Join the organization that an invite was sent for' })
  @Answers(joinedView)
  async accept(
    @Who() who: Principal,
    @Body({ schema: inviteAcceptance }) { token }: InviteAcceptance,
  ): Promise<z.input<typeof joinedView>> {
    const { organizationId, name, membership } = await this.acceptance.accept(who, token);
    return { organizationId, name, memberId: membership.publicId, roles: [membership.role] };
  }
}
