import { Body, Delete, Get, Param, Post, Put } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import { Who, type Principal } from '@onegate/auth';
import { Requires } from '@onegate/platform';
import {
  organizationChange,
  OrganizationClosing,
  OrganizationsService,
  type OrganizationChange,
} from '@onegate/tenants';
import type { z } from 'zod';
import { AccountController, Answers, AnswersNothing, RequiresInOrganization } from './account-surface.js';
import { organizationView, toOrganizationView } from './organization.view.js';

type OrganizationView = z.input<typeof organizationView>;

@AccountController('organizations')
export class OrganizationsController {
  constructor(
    private readonly organizations: OrganizationsService,
    private readonly closing: OrganizationClosing,
  ) {}

  @Post()
  @Requires('account.use')
  @ApiOperation({ summary: 'Found an organization and own it' })
  @Answers(organizationView)
  async create(
    @Who() who: Principal,
    @Body({ schema: organizationChange }) body: OrganizationChange,
  ): Promise<OrganizationView> {
    return toOrganizationView(await this.organizations.create(who, body));
  }

  @Get(':id')
  @RequiresInOrganization('tenant.read')
  @ApiOperation({ summary: 'One of the own organizations' })
  @Answers(organizationView)
  async read(@Who() who: Principal, @Param('id') id: string): Promise<OrganizationView> {
    return toOrganizationView(await this.organizations.read(who, id));
  }

  @Put(':id')
  @RequiresInOrganization('tenant.write')
  @ApiOperation({ summary: 'Rename an organization' })
  @Answers(organizationView)
  async change(
    @Who() who: Principal,
    @Param('id') id: string,
    @Body({ schema: organizationChange }) body: OrganizationChange,
  ): Promise<OrganizationView> {
    return toOrganizationView(await this.organizations.change(who, id, body));
  }

  @Delete(':id')
  @RequiresInOrganization('tenant.delete')
  @ApiOperation({ summary: 'Delete an organization; the keys of its members for it die' })
  @AnswersNothing()
  close(@Who() who: Principal, @Param('id') id: string): Promise<void> {
    return this.closing.close(who, id);
  }
}
