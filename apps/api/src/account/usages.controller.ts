import { Get, Param, Query } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import { Who, type Principal } from '@onegate/auth';
import { cursorQuery, Requires, type CursorQuery } from '@onegate/platform';
import {
  accountStatisticsQuery,
  DailyUsages,
  UsageAccess,
  UsageHistory,
  type AccountStatisticsQuery,
} from '@onegate/usage';
import { z } from 'zod';
import { AccountController, Answers } from './account-surface.js';
import { dailyUsageView, toDailyUsage, toUsageItem, usagePage } from './usage.view.js';

const dailyUsagesView = z.object({ items: z.array(dailyUsageView) });

/** What one used oneself. */
@AccountController('users/:id/usages')
@Requires('account.use')
export class UsagesController {
  constructor(
    private readonly access: UsageAccess,
    private readonly history: UsageHistory,
    private readonly days: DailyUsages,
  ) {}

  @Get()
  @ApiOperation({ summary: 'The own calls, the newest first' })
  @Answers(usagePage)
  async list(
    @Who() who: Principal,
    @Param('id') id: string,
    @Query({ schema: cursorQuery }) query: CursorQuery,
  ): Promise<z.input<typeof usagePage>> {
    const page = await this.history.page(this.access.own(who, id), query);
    return { ...page, items: page.items.map(toUsageItem) };
  }

  @Get('daily')
  @ApiOperation({ summary: 'The own use by day of UTC, model and operation' })
  @Answers(dailyUsagesView)
  async daily(
    @Who() who: Principal,
    @Param('id') id: string,
    @Query({ schema: accountStatisticsQuery }) query: AccountStatisticsQuery,
  ): Promise<z.input<typeof dailyUsagesView>> {
    const days = await this.days.list(this.access.own(who, id), query);
    return { items: days.map(toDailyUsage) };
  }
}
