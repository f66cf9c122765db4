import { Body, Get, Param, Put, Query } from '@nestjs/common';
import { ApiOperation, ApiResponse } from '@nestjs/swagger';
import { Who, type Principal } from '@onegate/auth';
import { AccountAccess, AutoTopUpDesk, autoTopUpInput, type AutoTopUpInput } from '@onegate/billing';
import { cursorQuery, type CursorQuery } from '@onegate/platform';
import type { z } from 'zod';
import { AccountController, Answers, RequiresInOrganization } from './account-surface.js';
import { autoTopUpHistoryView, autoTopUpView, type AutoTopUpView } from './auto-top-up.view.js';
import { toAutoTopUpHistoryView, toAutoTopUpView } from './auto-top-up.view.js';

/** How an organization fills itself up. */
@AccountController('organizations/:id/auto-top-up')
export class OrganizationAutoTopUpController {
  constructor(
    private readonly access: AccountAccess,
    private readonly topUps: AutoTopUpDesk,
  ) {}

  @Get()
  @RequiresInOrganization('tenant.billing.read')
  @ApiOperation({ summary: 'How the account of an organization is topped up by itself' })
  @Answers(autoTopUpView)
  async read(@Who() who: Principal, @Param('id') id: string): Promise<AutoTopUpView> {
    return toAutoTopUpView(
      await this.topUps.read(await this.access.organization(who, 'tenant.billing.read', id)),
    );
  }

  @Put()
  @RequiresInOrganization('tenant.billing.write')
  @ApiOperation({
    summary: 'Set how the account of an organization is topped up by itself',
    description: 'Below the threshold the amount is paid with the default payment method, within the limit.',
  })
  @Answers(autoTopUpView)
  @ApiResponse({ status: 409, description: 'There is no payment method' })
  async set(
    @Who() who: Principal,
    @Param('id') id: string,
    @Body({ schema: autoTopUpInput }) body: AutoTopUpInput,
  ): Promise<AutoTopUpView> {
    const account = await this.access.organization(who, 'tenant.billing.write', id);
    return toAutoTopUpView(await this.topUps.set(who, account, body));
  }

  @Get('history')
  @RequiresInOrganization('tenant.billing.read')
  @ApiOperation({ summary: 'Each time that it was, or was tried, the newest first' })
  @Answers(autoTopUpHistoryView)
  async history(
    @Who() who: Principal,
    @Param('id') id: string,
    @Query({ schema: cursorQuery }) query: CursorQuery,
  ): Promise<z.input<typeof autoTopUpHistoryView>> {
    const account = await this.access.organization(who, 'tenant.billing.read', id);
    return toAutoTopUpHistoryView(await this.topUps.history(account, query));
  }
}
