import { Body, Delete, Get, Param, Patch, Post, Put } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import { Who, type Principal } from '@onegate/auth';
import {
  accountTestWish,
  credentialReplacement,
  newOwnAccount,
  OrganizationAccounts,
  ownAccountChange,
  testResult,
  type AccountTestWish,
  type CredentialReplacementInput,
  type NewOwnAccount,
  type OwnAccountChange,
  type TestResult,
} from '@onegate/models';
import type { z } from 'zod';
import { AccountController, Answers, AnswersNothing, RequiresInOrganization } from './account-surface.js';
import {
  ownUpstreamAccountsView,
  ownUpstreamAccountView,
  toOwnUpstreamAccountView,
  type OwnUpstreamAccountView,
} from './own-upstream-account.view.js';

@AccountController('organizations/:id/upstream-accounts')
export class OwnUpstreamAccountsController {
  constructor(private readonly accounts: OrganizationAccounts) {}

  @Get()
  @RequiresInOrganization('tenant.upstreams.write')
  @ApiOperation({ summary: 'The accounts at providers that an organization brings along' })
  @Answers(ownUpstreamAccountsView)
  async list(
    @Who() who: Principal,
    @Param('id') id: string,
  ): Promise<z.input<typeof ownUpstreamAccountsView>> {
    return { items: (await this.accounts.list(who, id)).map(toOwnUpstreamAccountView) };
  }

  @Get(':accountId')
  @RequiresInOrganization('tenant.upstreams.write')
  @ApiOperation({ summary: 'One of them, without its secrets' })
  @Answers(ownUpstreamAccountView)
  async read(
    @Who() who: Principal,
    @Param('id') organizationId: string,
    @Param('accountId') accountId: string,
  ): Promise<OwnUpstreamAccountView> {
    return toOwnUpstreamAccountView(await this.accounts.read(who, { organizationId, accountId }));
  }

  @Post()
  @RequiresInOrganization('tenant.upstreams.write')
  @ApiOperation({
    summary: 'Bring an account along',
    description:
      'It is used for the calls of the organization alone, before the accounts of the platform and at no provider cost.',
  })
  @Answers(ownUpstreamAccountView)
  async create(
    @Who() who: Principal,
    @Param('id') id: string,
    @Body({ schema: newOwnAccount }) body: NewOwnAccount,
  ): Promise<OwnUpstreamAccountView> {
    return toOwnUpstreamAccountView(await this.accounts.create(who, id, body));
  }

  @Patch(':accountId')
  @RequiresInOrganization('tenant.upstreams.write')
  @ApiOperation({
    summary: 'Change one of them',
    description:
      'What is left out stays; null takes a limit away. An address at another host needs the credentials again.',
  })
  @Answers(ownUpstreamAccountView)
  async change(
    @Who() who: Principal,
    @Param('id') organizationId: string,
    @Param('accountId') accountId: string,
    @Body({ schema: ownAccountChange }) body: OwnAccountChange,
  ): Promise<OwnUpstreamAccountView> {
    return toOwnUpstreamAccountView(await this.accounts.change(who, { organizationId, accountId }, body));
  }

  @Delete(':accountId')
  @RequiresInOrganization('tenant.upstreams.write')
  @ApiOperation({ summary: 'Take one of them away, its secrets included' })
  @AnswersNothing()
  remove(
    @Who() who: Principal,
    @Param('id') organizationId: string,
    @Param('accountId') accountId: string,
  ): Promise<void> {
    return this.accounts.remove(who, { organizationId, accountId });
  }

  @Put(':accountId/credentials')
  @RequiresInOrganization('tenant.upstreams.write')
  @ApiOperation({
    summary: 'Put new credentials in the place of the old ones',
    description: 'With `verify` they are tried first, and when they do not work the old ones stay.',
  })
  @Answers(ownUpstreamAccountView)
  async replaceCredentials(
    @Who() who: Principal,
    @Param('id') organizationId: string,
    @Param('accountId') accountId: string,
    @Body({ schema: credentialReplacement }) body: CredentialReplacementInput,
  ): Promise<OwnUpstreamAccountView> {
    const address = { organizationId, accountId };
    return toOwnUpstreamAccountView(await this.accounts.replaceCredentials(who, address, body));
  }

  @Post(':accountId/test')
  @RequiresInOrganization('tenant.upstreams.write')
  @ApiOperation({ summary: 'Make a small real call and say exactly what failed' })
  @Answers(testResult)
  test(
    @Who() who: Principal,
    @Param('id') organizationId: string,
    @Param('accountId') accountId: string,
    @Body({ schema: accountTestWish }) body: AccountTestWish,
  ): Promise<TestResult> {
    return this.accounts.test(who, { organizationId, accountId }, body);
  }
}
