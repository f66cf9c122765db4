import { Get, Param, Query } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import { Who, type Principal } from '@onegate/auth';
import { cursorQuery, type CursorQuery } from '@onegate/platform';
import {
  accountStatisticsQuery,
  DailyUsages,
  StatisticsScope,
  UsageAccess,
  UsageHistory,
  UsageReports,
  type AccountStatisticsQuery,
} from '@onegate/usage';
import type { z } from 'zod';
import { AccountController, Answers, RequiresInOrganization } from './account-surface.js';
import {
  organizationMetricsView,
  organizationUsagesView,
  toDailyUsage,
  toFigures,
  toMemberItem,
  toMetrics,
  toPeriod,
  usagePage,
} from './usage.view.js';

/** What an organization used. */
@AccountController('organizations/:id')
export class OrganizationUsageController {
  constructor(
    private readonly access: UsageAccess,
    private readonly scope: StatisticsScope,
    private readonly reports: UsageReports,
    private readonly days: DailyUsages,
    private readonly history: UsageHistory,
  ) {}

  @Get('usages')
  @RequiresInOrganization('tenant.usage.read')
  @ApiOperation({ summary: 'Use by day of UTC and model' })
  @Answers(organizationUsagesView)
  async usages(
    @Who() who: Principal,
    @Param('id') id: string,
    @Query({ schema: accountStatisticsQuery }) query: AccountStatisticsQuery,
  ): Promise<z.input<typeof organizationUsagesView>> {
    const tenant = await this.access.organization(who, id);
    const { subject, span } = await this.scope.tenant(who, tenant.id, { ...query, timeZone: 'UTC' });
    const [totals, items] = await Promise.all([
      this.reports.total(subject, span),
      this.days.list({ accounts: [`o${tenant.id}`], userId: null }, span),
    ]);
    return {
      organizationId: id,
      ...toPeriod(span),
      totals: toFigures(totals),
      items: items.map(toDailyUsage),
    };
  }

  @Get('metrics')
  @RequiresInOrganization('tenant.usage.read')
  @ApiOperation({ summary: 'Totals beside those of the days before, by day, by model, by member' })
  @Answers(organizationMetricsView)
  async metrics(
    @Who() who: Principal,
    @Param('id') id: string,
    @Query({ schema: accountStatisticsQuery }) query: AccountStatisticsQuery,
  ): Promise<z.input<typeof organizationMetricsView>> {
    const tenant = await this.access.organization(who, id);
    const scoped = await this.scope.tenant(who, tenant.id, query);
    return toMetrics(id, ...(await this.reports.reportWithCallers(scoped)));
  }

  @Get('members/:memberId/usages')
  @RequiresInOrganization('tenant.usage.read')
  @ApiOperation({ summary: 'The calls of one member on this organization; members see their own' })
  @Answers(usagePage)
  async member(
    @Who() who: Principal,
    @Param('id') id: string,
    @Param('memberId') memberId: string,
    @Query({ schema: cursorQuery }) query: CursorQuery,
  ): Promise<z.input<typeof usagePage>> {
    const page = await this.history.page(await this.access.member(who, id, memberId), query);
    return { ...page, items: page.items.map(toMemberItem) };
  }
}
