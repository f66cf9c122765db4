import { Body, Delete, Get, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiResponse } from '@nestjs/swagger';
import { Who, type Principal } from '@onegate/auth';
import {
  AccountAccess,
  AccountWallets,
  alertChange,
  AlertDesk,
  AlertNotices,
  newAlert,
} from '@onegate/billing';
import type { AlertChange, AlertOwner, NewAlert } from '@onegate/billing';
import { cursorQuery, Requires, type CursorQuery } from '@onegate/platform';
import type { z } from 'zod';
import { AccountController, Answers, AnswersNothing } from './account-surface.js';
import {
  alertsView,
  alertView,
  noticesView,
  toAlertView,
  toNoticesView,
  type AlertView,
} from './alert.view.js';

/** What people are told of their own account. */
@AccountController('users/:id/alerts')
@Requires('account.use')
@ApiResponse({ status: 404, description: 'Somebody else' })
export class UserAlertsController {
  constructor(
    private readonly access: AccountAccess,
    private readonly wallets: AccountWallets,
    private readonly alerts: AlertDesk,
    private readonly notices: AlertNotices,
  ) {}

  @Get()
  @ApiOperation({ summary: 'The alerts that are set' })
  @Answers(alertsView)
  async list(@Who() who: Principal, @Param('id') id: string): Promise<z.input<typeof alertsView>> {
    const account = await this.access.userInPerson(who, id);
    const rules = await this.alerts.list(await this.wallets.find(account));
    return { items: rules.map(toAlertView) };
  }

  @Post()
  @ApiOperation({ summary: 'Set an alert: at a balance, or at a part of the quotas of keys or of budgets' })
  @Answers(alertView)
  @ApiResponse({ status: 409, description: 'There is one at this threshold, or there are too many' })
  async create(
    @Who() who: Principal,
    @Param('id') id: string,
    @Body({ schema: newAlert }) body: NewAlert,
  ): Promise<AlertView> {
    return toAlertView(await this.alerts.create(who, await this.owner(who, id), body));
  }

  @Get('history')
  @ApiOperation({ summary: 'What was told, the newest first' })
  @Answers(noticesView)
  async history(
    @Who() who: Principal,
    @Param('id') id: string,
    @Query({ schema: cursorQuery }) query: CursorQuery,
  ): Promise<z.input<typeof noticesView>> {
    const account = await this.access.userInPerson(who, id);
    return toNoticesView(await this.notices.list(await this.wallets.find(account), query));
  }

  @Patch(':alertId')
  @ApiOperation({ summary: 'Change how an alert is told, or switch it off and on' })
  @Answers(alertView)
  async change(
    @Who() who: Principal,
    @Param('id') id: string,
    @Param('alertId') alertId: string,
    @Body({ schema: alertChange }) body: AlertChange,
  ): Promise<AlertView> {
    return toAlertView(await this.alerts.change(who, await this.owner(who, id), alertId, body));
  }

  @Delete(':alertId')
  @ApiOperation({ summary: 'Take an alert away' })
  @AnswersNothing()
  async remove(
    @Who() who: Principal,
    @Param('id') id: string,
    @Param('alertId') alertId: string,
  ): Promise<void> {
    await this.alerts.remove(who, await this.owner(who, id), alertId);
  }

  private async owner(who: Principal, id: string): Promise<AlertOwner> {
    const account = await this.access.userInPerson(who, id);
    return { ...account, walletId: await this.wallets.open(account) };
  }
}
