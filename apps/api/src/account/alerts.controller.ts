import { Body, Delete, Get, Injectable, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiResponse } from '@nestjs/swagger';
import { AccountWallets, alertChange, AlertDesk, AlertNotices, newAlert } from '@onegate/billing';
import type { AlertChange, AlertOwner, NewAlert } from '@onegate/billing';
import { cursorQuery, type CursorQuery } from '@onegate/platform';
import type { z } from 'zod';
import { AccountDoor, type AccountCall } from './account-door.service.js';
import { Call, OrganizationAccount, PersonalAccount, RequiresRight } from './account-kinds.js';
import { Answers, AnswersNothing } from './account-surface.js';
import {
  alertsView,
  alertView,
  noticesView,
  toAlertView,
  toNoticesView,
  type AlertView,
} from './alert.view.js';

/** What people are told of an account. */
@Injectable()
abstract class AlertsController {
  constructor(
    private readonly door: AccountDoor,
    private readonly wallets: AccountWallets,
    private readonly alerts: AlertDesk,
    private readonly notices: AlertNotices,
  ) {}

  @Get()
  @RequiresRight('read')
  @ApiOperation({ summary: 'The alerts that are set' })
  @Answers(alertsView)
  async list(@Call() call: AccountCall): Promise<z.input<typeof alertsView>> {
    const account = await this.door.open(call);
    const rules = await this.alerts.list(await this.wallets.find(account));
    return { items: rules.map(toAlertView) };
  }

  @Post()
  @RequiresRight('write')
  @ApiOperation({ summary: 'Set an alert: at a balance, or at a part of the quotas of keys or of budgets' })
  @Answers(alertView)
  @ApiResponse({ status: 409, description: 'There is one at this threshold, or there are too many' })
  async create(@Call() call: AccountCall, @Body({ schema: newAlert }) body: NewAlert): Promise<AlertView> {
    return toAlertView(await this.alerts.create(call.who, await this.owner(call), body));
  }

  @Get('history')
  @RequiresRight('read')
  @ApiOperation({ summary: 'What was told, the newest first' })
  @Answers(noticesView)
  async history(
    @Call() call: AccountCall,
    @Query({ schema: cursorQuery }) query: CursorQuery,
  ): Promise<z.input<typeof noticesView>> {
    const account = await this.door.open(call);
    return toNoticesView(await this.notices.list(await this.wallets.find(account), query));
  }

  @Patch(':alertId')
  @RequiresRight('write')
  @ApiOperation({ summary: 'Change how an alert is told, or switch it off and on' })
  @Answers(alertView)
  async change(
    @Call() call: AccountCall,
    @Param('alertId') alertId: string,
    @Body({ schema: alertChange }) body: AlertChange,
  ): Promise<AlertView> {
    return toAlertView(await this.alerts.change(call.who, await this.owner(call), alertId, body));
  }

  @Delete(':alertId')
  @RequiresRight('write')
  @ApiOperation({ summary: 'Take an alert away' })
  @AnswersNothing()
  async remove(@Call() call: AccountCall, @Param('alertId') alertId: string): Promise<void> {
    await this.alerts.remove(call.who, await this.owner(call), alertId);
  }

  private async owner(call: AccountCall): Promise<AlertOwner> {
    const account = await this.door.open(call);
    return { ...account, walletId: await this.wallets.open(account) };
  }
}

@PersonalAccount('users/:id/alerts')
export class UserAlertsController extends AlertsController {}

@OrganizationAccount('organizations/:id/alerts')
export class OrganizationAlertsController extends AlertsController {}
