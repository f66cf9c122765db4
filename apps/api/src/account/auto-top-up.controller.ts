import { Body, Get, Injectable, Put, Query } from '@nestjs/common';
import { ApiOperation, ApiResponse } from '@nestjs/swagger';
import { AutoTopUpDesk, autoTopUpInput, type AutoTopUpInput } from '@onegate/billing';
import { cursorQuery, type CursorQuery } from '@onegate/platform';
import type { z } from 'zod';
import { AccountDoor, type AccountCall } from './account-door.service.js';
import { Call, OrganizationAccount, PersonalAccount, RequiresRight } from './account-kinds.js';
import { Answers } from './account-surface.js';
import { autoTopUpHistoryView, autoTopUpView, type AutoTopUpView } from './auto-top-up.view.js';
import { toAutoTopUpHistoryView, toAutoTopUpView } from './auto-top-up.view.js';

/** How an account fills itself up. */
@Injectable()
abstract class AutoTopUpController {
  constructor(
    private readonly door: AccountDoor,
    private readonly topUps: AutoTopUpDesk,
  ) {}

  @Get()
  @RequiresRight('read')
  @ApiOperation({ summary: 'How the account is topped up by itself' })
  @Answers(autoTopUpView)
  async read(@Call() call: AccountCall): Promise<AutoTopUpView> {
    return toAutoTopUpView(await this.topUps.read(await this.door.open(call)));
  }

  @Put()
  @RequiresRight('pay')
  @ApiOperation({
    summary: 'Set how the account is topped up by itself',
    description: 'Below the threshold the amount is paid with the default payment method, within the limit.',
  })
  @Answers(autoTopUpView)
  @ApiResponse({ status: 409, description: 'There is no payment method' })
  async set(
    @Call() call: AccountCall,
    @Body({ schema: autoTopUpInput }) body: AutoTopUpInput,
  ): Promise<AutoTopUpView> {
    const account = await this.door.open(call);
    return toAutoTopUpView(await this.topUps.set(call.who, account, body));
  }

  @Get('history')
  @RequiresRight('read')
  @ApiOperation({ summary: 'Each time that it was, or was tried, the newest first' })
  @Answers(autoTopUpHistoryView)
  async history(
    @Call() call: AccountCall,
    @Query({ schema: cursorQuery }) query: CursorQuery,
  ): Promise<z.input<typeof autoTopUpHistoryView>> {
    const account = await this.door.open(call);
    return toAutoTopUpHistoryView(await this.topUps.history(account, query));
  }
}

@PersonalAccount('users/:id/auto-top-up')
export class UserAutoTopUpController extends AutoTopUpController {}

@OrganizationAccount('organizations/:id/auto-top-up')
export class OrganizationAutoTopUpController extends AutoTopUpController {}
