import { Get, Query } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import { Who, type Principal } from '@onegate/auth';
import { Requires } from '@onegate/platform';
import {
  statisticsQuery,
  StatisticsScope,
  toAskedSpan,
  UsageReports,
  type StatisticsQuery,
} from '@onegate/usage';
import type { z } from 'zod';
import { AdminController, Answers } from './admin-surface.js';
import { ownReportView, toReport } from './statistics.view.js';

@AdminController('my-stats', { takesKeys: true })
export class MyStatisticsController {
  constructor(
    private readonly scope: StatisticsScope,
    private readonly reports: UsageReports,
  ) {}

  @Get()
  @Requires('account.use')
  @ApiOperation({ summary: 'What one used oneself, on all accounts; days are of UTC' })
  @Answers(ownReportView)
  async read(
    @Who() who: Principal,
    @Query({ schema: statisticsQuery }) query: StatisticsQuery,
  ): Promise<z.input<typeof ownReportView>> {
    return toReport(await this.reports.report(this.scope.own(who, toAskedSpan(query))));
  }
}
