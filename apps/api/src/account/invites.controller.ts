import { Body, Delete, Get, Param, Post, Query } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import { Who, type Principal } from '@onegate/auth';
import { cursorQuery, type CursorQuery } from '@onegate/platform';
import { InviteSendingService, InvitesService, newInvites, type NewInvites } from '@onegate/tenants';
import type { z } from 'zod';
import { AccountController, Answers, AnswersNothing, RequiresInOrganization } from './account-surface.js';
import { inviteCountView, invitePage, sentInvitesView, toInviteView } from './invite.view.js';

@AccountController('organizations/:id/invites')
export class InvitesController {
  constructor(
    private readonly invites: InvitesService,
    private readonly sending: InviteSendingService,
  ) {}

  @Get()
  @RequiresInOrganization('tenant.invites.write')
  @ApiOperation({ summary: 'The invites that nobody has answered yet' })
  @Answers(invitePage)
  async list(
    @Who() who: Principal,
    @Param('id') id: string,
    @Query({ schema: cursorQuery }) query: CursorQuery,
  ): Promise<z.input<typeof invitePage>> {
    const page = await this.invites.list(who, id, query);
    return { ...page, items: page.items.map(toInviteView) };
  }

  @Post()
  @RequiresInOrganization('tenant.invites.write')
  @ApiOperation({
    summary: 'Invite people by e-mail',
    description:
      'Each invite takes a seat. An address that has one already gets a new one; the old link is dead.',
  })
  @Answers(sentInvitesView)
  async send(
    @Who() who: Principal,
    @Param('id') id: string,
    @Body({ schema: newInvites }) body: NewInvites,
  ): Promise<z.input<typeof sentInvitesView>> {
    const { invites, members } = await this.sending.send(who, id, body);
    return { items: invites.map(toInviteView), alreadyMembers: members };
  }

  @Get('count')
  @RequiresInOrganization('tenant.invites.write')
  @ApiOperation({ summary: 'How many invites nobody has answered yet' })
  @Answers(inviteCountView)
  async count(@Who() who: Principal, @Param('id') id: string): Promise<z.input<typeof inviteCountView>> {
    return { count: await this.invites.count(who, id) };
  }

  @Delete(':inviteId')
  @RequiresInOrganization('tenant.invites.write')
  @ApiOperation({ summary: 'Take an invite back' })
  @AnswersNothing()
  revoke(
    @Who() who: Principal,
    @Param('id') organizationId: string,
    @Param('inviteId') inviteId: string,
  ): Promise<void> {
    return this.invites.revoke(who, { organizationId, inviteId });
  }
}
