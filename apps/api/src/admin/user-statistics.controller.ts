import { Get, Param, Query, Req } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import { Who, type Principal } from '@onegate/auth';
import { laravelPage, Requires, type LaravelPage } from '@onegate/platform';
import {
  ServiceUsers,
  serviceUsersQuery,
  statisticsQuery,
  StatisticsScope,
  toAskedSpan,
  UsageReports,
  type ServiceUsersQuery,
  type StatisticsQuery,
} from '@onegate/usage';
import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { AdminController, Answers, pageOf, rowId } from './admin-surface.js';
import { pageAddress } from './page-address.js';
import { reportOfReach } from './report-of-reach.js';
import {
  globalReportView,
  modelBreakdownView,
  serviceUserView,
  toModelFigures,
  toPeriod,
  toServiceUser,
} from './statistics.view.js';

type ServiceUserView = z.input<typeof serviceUserView>;

/** Who used how much, for those who administer tenants. */
@AdminController('users')
export class UserStatisticsController {
  constructor(
    private readonly scope: StatisticsScope,
    private readonly reports: UsageReports,
    private readonly serviceUsers: ServiceUsers,
  ) {}

  @Get('service-users')
  @Requires('tenant.usage.read')
  @ApiOperation({ summary: "The end users of the tenants' own apps, with what they used; the dearest first" })
  @Answers(pageOf(serviceUserView))
  async list(
    @Who() who: Principal,
    @Query({ schema: serviceUsersQuery }) query: ServiceUsersQuery,
    @Req() request: FastifyRequest,
  ): Promise<LaravelPage<ServiceUserView>> {
    const { rows, total } = await this.serviceUsers.list(who, query);
    return laravelPage({ rows: rows.map(toServiceUser), total }, query, pageAddress(request));
  }

  @Get('stats/view')
  @Requires('tenant.usage.read')
  @ApiOperation({ summary: 'The dashboard: totals, days, models and callers of all tenants within reach' })
  @Answers(globalReportView)
  async dashboard(
    @Who() who: Principal,
    @Query({ schema: statisticsQuery }) query: StatisticsQuery,
  ): Promise<z.input<typeof globalReportView>> {
    return reportOfReach(this.reports, await this.scope.reach(who, toAskedSpan(query)));
  }

  @Get(':tenantId/model-breakdown/:serviceUser')
  @Requires('account.use')
  @ApiOperation({
    summary: "Which models one of the tenant's service users used",
    description: 'The service user is named as in the calls, or by our own `sus_…`.',
  })
  @Answers(modelBreakdownView)
  async breakdown(
    @Who() who: Principal,
    @Param('tenantId', rowId) tenantId: number,
    @Param('serviceUser') name: string,
    @Query({ schema: statisticsQuery }) query: StatisticsQuery,
  ): Promise<z.input<typeof modelBreakdownView>> {
    const { span, serviceUser, models } = await this.serviceUsers.models(
      who,
      { tenantId, name },
      toAskedSpan(query),
    );
    return {
      period: toPeriod(span),
      service_user: { id: serviceUser.publicId, service_user: serviceUser.name },
      models: models.map(toModelFigures),
    };
  }
}
