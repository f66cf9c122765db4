import { Body, Get, Param, Put, Query } from '@nestjs/common';
import { ApiOperation, ApiResponse } from '@nestjs/swagger';
import { Who, type Principal } from '@onegate/auth';
import { AccountAccess, AutoTopUpDesk, autoTopUpInput, type AutoTopUpInput } from '@onegate/billing';
import { cursorQuery, Requires, type CursorQuery } from '@onegate/platform';
import type { z } from 'zod';
import { AccountController, Answers } from './account-surface.js';
import { autoTopUpHistoryView, autoTopUpView, type AutoTopUpView } from './auto-top-up.view.js';
import { toAutoTopUpHistoryView, toAutoTopUpView } from './auto-top-up.view.js';

/** How one's own account fills itself up. */
@AccountController('users/:id/auto-top-up')
@Requires('account.use')
@ApiResponse({ status: 404, description: 'Somebody else' })
export class UserAutoTopUpController {
  constructor(
    private readonly access: AccountAccess,
    private readonly topUps: AutoTopUpDesk,
  ) {}

  @Get()
  @ApiOperation({ summary: 'How the own account is topped up by itself' })
  @Answers(autoTopUpView)
  async read(@Who() who: Principal, @Param('id') id: string): Promise<AutoTopUpView> {
    return toAutoTopUpView(await this.topUps.read(await this.access.userInPerson(who, id)));
  }

  @Put()
  @ApiOperation({
    summary: 'Set how the own account is topped up by itself',
    description: 'Below the threshold the amount is paid with the default payment method, within the limit.',
  })
  @Answers(autoTopUpView)
  @ApiResponse({ status: 409, description: 'There is no payment method' })
  async set(
    @Who() who: Principal,
    @Param('id') id: string,
    @Body({ schema: autoTopUpInput }) body: AutoTopUpInput,
  ): Promise<AutoTopUpView> {
    const account = await this.access.userInPerson(who, id);
    return toAutoTopUpView(await this.topUps.set(who, account, body));
  }

  @Get('history')
  @ApiOperation({ summary: 'Each time that it was, or was tried, the newest first' })
  @Answers(autoTopUpHistoryView)
  async history(
    @Who() who: Principal,
    @Param('id') id: string,
    @Query({ schema: cursorQuery }) query: CursorQuery,
  ): Promise<z.input<typeof autoTopUpHistoryView>> {
    const account = await this.access.userInPerson(who, id);
    return toAutoTopUpHistoryView(await this.topUps.history(account, query));
  }
}
