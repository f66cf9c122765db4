import { Body, Delete, Get, Param, Put, Query } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import { Who, type Principal } from '@onegate/auth';
import { cursorQuery, type CursorQuery } from '@onegate/platform';
import {
  memberRemoval,
  MemberRemovalService,
  MemberRolesService,
  MembersService,
  roleChange,
  tenantRoles,
  type MemberRemoval,
  type RoleChange,
  type TenantRole,
} from '@onegate/tenants';
import { z } from 'zod';
import { AccountController, Answers, AnswersNothing, RequiresInOrganization } from './account-surface.js';
import { memberPage, memberView, toMemberView } from './member.view.js';

@AccountController('organizations/:id/members')
export class MembersController {
  constructor(
    private readonly members: MembersService,
    private readonly removal: MemberRemovalService,
    private readonly roles: MemberRolesService,
  ) {}

  @Get()
  @RequiresInOrganization('tenant.members.read')
  @ApiOperation({ summary: 'Who belongs to the organization' })
  @Answers(memberPage)
  async list(
    @Who() who: Principal,
    @Param('id') id: string,
    @Query({ schema: cursorQuery }) query: CursorQuery,
  ): Promise<z.input<typeof memberPage>> {
    const page = await this.members.list(who, id, query);
    return { ...page, items: page.items.map(toMemberView) };
  }

  @Delete()
  @RequiresInOrganization('tenant.members.write')
  @ApiOperation({ summary: 'Take people out of the organization: all of those named, or none' })
  @AnswersNothing()
  remove(
    @Who() who: Principal,
    @Param('id') id: string,
    @Body({ schema: memberRemoval }) { memberIds }: MemberRemoval,
  ): Promise<void> {
    return this.removal.remove(who, id, memberIds);
  }

  @Get('available-roles')
  @RequiresInOrganization('tenant.members.read')
  @ApiOperation({ summary: 'The roles that the caller may give to others' })
  @Answers(z.array(z.enum(tenantRoles)))
  availableRoles(@Who() who: Principal, @Param('id') id: string): Promise<TenantRole[]> {
    return this.members.availableRoles(who, id);
  }

  @Put(':memberId/role')
  @RequiresInOrganization('tenant.members.write')
  @ApiOperation({ summary: 'Raise or lower a member' })
  @Answers(memberView)
  async changeRole(
    @Who() who: Principal,
    @Param('id') organizationId: string,
    @Param('memberId') memberId: string,
    @Body({ schema: roleChange }) { role }: RoleChange,
  ): Promise<z.input<typeof memberView>> {
    return toMemberView(await this.roles.change(who, { organizationId, memberId }, role));
  }
}
