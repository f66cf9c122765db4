import { Body, Delete, Get, Param, Post, Put, Query, Req } from '@nestjs/common';
import { ApiOperation, ApiResponse } from '@nestjs/swagger';
import { Who, type Principal } from '@onegate/auth';
import {
  adminPlansQuery,
  newPlan,
  PlanAdmin,
  PlanCatalog,
  planChange,
  type AdminPlansQuery,
  type NewPlan,
  type PlanChange,
} from '@onegate/billing';
import { laravelPage, Requires, type LaravelPage } from '@onegate/platform';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { AdminController, Answers, done, pageOf, rowId } from './admin-surface.js';
import { pageAddress } from './page-address.js';
import { adminPlanView, toAdminPlanView, type AdminPlanView } from './plan.view.js';

/** The plans of the platform. */
@AdminController('plans')
export class AdminPlansController {
  constructor(
    private readonly catalog: PlanCatalog,
    private readonly plans: PlanAdmin,
  ) {}

  @Get()
  @Requires('tenant.billing.read')
  @ApiOperation({ summary: 'All plans' })
  @Answers(pageOf(adminPlanView))
  async list(
    @Query({ schema: adminPlansQuery }) query: AdminPlansQuery,
    @Req() request: FastifyRequest,
  ): Promise<LaravelPage<AdminPlanView>> {
    const { rows, total } = await this.catalog.list(query);
    return laravelPage({ rows: rows.map(toAdminPlanView), total }, query, pageAddress(request));
  }

  @Get(':id')
  @Requires('tenant.billing.read')
  @ApiOperation({ summary: 'One plan, on the terms of now' })
  @Answers(adminPlanView)
  async read(@Param('id', rowId) id: number): Promise<AdminPlanView> {
    return toAdminPlanView(await this.catalog.read(id));
  }

  @Post()
  @Requires('platform.billing.write')
  @ApiOperation({ summary: 'Create a plan' })
  @Answers(adminPlanView, 201)
  async create(@Who() who: Principal, @Body({ schema: newPlan }) body: NewPlan): Promise<AdminPlanView> {
    return toAdminPlanView(await this.plans.create(who, body));
  }

  @Put(':id')
  @Requires('platform.billing.write')
  @ApiOperation({
    summary: 'Change a plan',
    description: 'Other terms are a new version, for those who subscribe from now on.',
  })
  @Answers(adminPlanView)
  async change(
    @Who() who: Principal,
    @Param('id', rowId) id: number,
    @Body({ schema: planChange }) body: PlanChange,
  ): Promise<AdminPlanView> {
    return toAdminPlanView(await this.plans.change(who, id, body));
  }

  @Delete(':id')
  @Requires('platform.billing.write')
  @ApiOperation({ summary: 'Delete a plan that nobody has' })
  @Answers(done)
  @ApiResponse({ status: 409, description: 'Somebody has it' })
  async remove(@Who() who: Principal, @Param('id', rowId) id: number): Promise<z.input<typeof done>> {
    await this.plans.remove(who, id);
    return { message: 'Plan deleted' };
  }
}
