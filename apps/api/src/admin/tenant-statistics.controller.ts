import { Get, Param, Query } from '@nestjs/common';
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
import { AdminController, Answers, rowId } from './admin-surface.js';
import { reportOfReach } from './report-of-reach.js';
import { globalReportView, tenantReportView, toTenantReport } from './statistics.view.js';

@AdminController('tenants')
export class TenantStatisticsController {
  constructor(
    private readonly scope: StatisticsScope,
    private readonly reports: UsageReports,
  ) {}

  @Get('global-stats')
  @Requires('tenant.usage.read')
  @ApiOperation({
    summary: 'The whole platform for a super-admin, else all tenants within reach',
    description: 'Days of the platform are of UTC.',
  })
  @Answers(globalReportView)
  async global(
    @Who() who: Principal,
    @Query({ schema: statisticsQuery }) query: StatisticsQuery,
  ): Promise<z.input<typeof globalReportView>> {
    return reportOfReach(this.reports, await this.scope.reach(who, toAskedSpan(query)));
  }

  @Get(':id/detailed-stats')
  @Requires('account.use')
  @ApiOperation({
    summary: 'One tenant in detail: totals beside those of the days before, days, models, users, keys',
    description: 'Both dates are included; days begin and end in the time zone of the tenant.',
  })
  @Answers(tenantReportView)
  async detailed(
    @Who() who: Principal,
    @Param('id', rowId) id: number,
    @Query({ schema: statisticsQuery }) query: StatisticsQuery,
  ): Promise<z.input<typeof tenantReportView>> {
    const scoped = await this.scope.tenant(who, id, toAskedSpan(query));
    return toTenantReport(...(await this.reports.reportWithCallers(scoped)));
  }
}
