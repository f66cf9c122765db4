import { Body, Delete, Get, Param, Patch, Post, Put, Query, Req } from '@nestjs/common';
import { ApiOperation, ApiResponse } from '@nestjs/swagger';
import { Who, type Principal } from '@onegate/auth';
import {
  accountTestWish,
  credentialReplacement,
  newUpstreamAccount,
  PlatformAccounts,
  providerKindNames,
  testResult,
  upstreamAccountChange,
  upstreamAccountsQuery,
  type AccountTestWish,
  type CredentialReplacementInput,
  type NewUpstreamAccount,
  type TestResult,
  type UpstreamAccountChange,
  type UpstreamAccountsQuery,
} from '@onegate/models';
import { laravelPage, Requires, type LaravelPage } from '@onegate/platform';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { AdminController, Answers, done, pageOf, rowId } from './admin-surface.js';
import { pageAddress } from './page-address.js';
import {
  providerKindView,
  toProviderKindView,
  toUpstreamAccountView,
  upstreamAccountView,
  type UpstreamAccountView,
} from './upstream-account.view.js';

const kindsView = z.object({ data: z.array(providerKindView) });

@AdminController('upstream-accounts')
export class UpstreamAccountsController {
  constructor(private readonly accounts: PlatformAccounts) {}

  @Get()
  @Requires('platform.upstreams.write')
  @ApiOperation({ summary: 'Accounts at providers, those of organizations included' })
  @Answers(pageOf(upstreamAccountView))
  async list(
    @Query({ schema: upstreamAccountsQuery }) query: UpstreamAccountsQuery,
    @Req() request: FastifyRequest,
  ): Promise<LaravelPage<UpstreamAccountView>> {
    const { rows, total } = await this.accounts.list(query);
    return laravelPage({ rows: rows.map(toUpstreamAccountView), total }, query, pageAddress(request));
  }

  @Get('kinds')
  @Requires('platform.upstreams.write')
  @ApiOperation({ summary: 'The kinds of providers, and what an account there needs' })
  @Answers(kindsView)
  kinds(): z.input<typeof kindsView> {
    return { data: providerKindNames.map(toProviderKindView) };
  }

  @Get(':id')
  @Requires('platform.upstreams.write')
  @ApiOperation({ summary: 'One account, without its secrets' })
  @Answers(upstreamAccountView)
  async read(@Param('id', rowId) id: number): Promise<UpstreamAccountView> {
    return toUpstreamAccountView(await this.accounts.read(id));
  }

  @Post()
  @Requires('platform.upstreams.write')
  @ApiOperation({ summary: 'Create an account' })
  @Answers(upstreamAccountView, 201)
  async create(
    @Who() who: Principal,
    @Body({ schema: newUpstreamAccount }) body: NewUpstreamAccount,
  ): Promise<UpstreamAccountView> {
    return toUpstreamAccountView(await this.accounts.create(who, body));
  }

  @Put(':id')
  @Requires('platform.upstreams.write')
  @ApiOperation({
    summary: 'Change an account',
    description:
      'What is left out stays; null takes a limit away. `models` is the whole list from then on. An address at another host needs the credentials again.',
  })
  @Answers(upstreamAccountView)
  async change(
    @Who() who: Principal,
    @Param('id', rowId) id: number,
    @Body({ schema: upstreamAccountChange }) body: UpstreamAccountChange,
  ): Promise<UpstreamAccountView> {
    return toUpstreamAccountView(await this.accounts.change(who, id, body));
  }

  @Patch(':id')
  @Requires('platform.upstreams.write')
  @ApiOperation({ summary: 'The same as PUT' })
  @Answers(upstreamAccountView)
  async patch(
    @Who() who: Principal,
    @Param('id', rowId) id: number,
    @Body({ schema: upstreamAccountChange }) body: UpstreamAccountChange,
  ): Promise<UpstreamAccountView> {
    return toUpstreamAccountView(await this.accounts.change(who, id, body));
  }

  @Delete(':id')
  @Requires('platform.upstreams.write')
  @ApiOperation({ summary: 'Delete an account and its secrets' })
  @Answers(done)
  @ApiResponse({ status: 409, description: 'The account follows the configuration of the server' })
  async remove(@Who() who: Principal, @Param('id', rowId) id: number): Promise<z.input<typeof done>> {
    await this.accounts.remove(who, id);
    return { message: 'Upstream account deleted' };
  }

  @Put(':id/credentials')
  @Requires('platform.upstreams.write')
  @ApiOperation({
    summary: 'Put new credentials in the place of the old ones',
    description: 'With `verify` they are tried first, and when they do not work the old ones stay.',
  })
  @Answers(upstreamAccountView)
  async replaceCredentials(
    @Who() who: Principal,
    @Param('id', rowId) id: number,
    @Body({ schema: credentialReplacement }) body: CredentialReplacementInput,
  ): Promise<UpstreamAccountView> {
    return toUpstreamAccountView(await this.accounts.replaceCredentials(who, id, body));
  }

  @Post(':id/test')
  @Requires('platform.upstreams.write')
  @ApiOperation({
    summary: 'Make a small real call and say exactly what failed',
    description: 'With a model it is asked for one token; without, the provider is asked for its models.',
  })
  @Answers(testResult)
  test(
    @Param('id', rowId) id: number,
    @Body({ schema: accountTestWish }) body: AccountTestWish,
  ): Promise<TestResult> {
    return this.accounts.test(id, body);
  }
}
