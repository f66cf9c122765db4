import { Body, Delete, Get, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiResponse } from '@nestjs/swagger';
import { Who, type Principal } from '@onegate/auth';
import {
  ManualEnding,
  ManualSubscriptions,
  manualSubscription,
  type ManualSubscription,
} from '@onegate/billing';
import { Requires } from '@onegate/platform';
import { z } from 'zod';
import { AdminController, Answers, rowId } from './admin-surface.js';
import {
  tenantSubscriptionView,
  toTenantSubscriptionView,
  type TenantSubscriptionView,
} from './plan.view.js';

const listView = z.object({ data: z.array(tenantSubscriptionView) }).meta({ id: 'TenantSubscriptions' });

/** The plans that a tenant has, had and will have. */
@AdminController('tenants/:id/subscriptions')
export class TenantSubscriptionsController {
  constructor(
    private readonly subscriptions: ManualSubscriptions,
    private readonly ending: ManualEnding,
  ) {}

  @Get()
  @Requires('tenant.billing.read')
  @ApiOperation({ summary: 'The subscriptions of a tenant, the newest first' })
  @Answers(listView)
  async list(@Who() who: Principal, @Param('id', rowId) id: number): Promise<z.input<typeof listView>> {
    return { data: (await this.subscriptions.list(who, id)).map(toTenantSubscriptionView) };
  }

  @Post()
  @Requires('platform.billing.write')
  @ApiOperation({ summary: 'Give a tenant a plan that it does not pay for here' })
  @Answers(tenantSubscriptionView, 201)
  async enter(
    @Who() who: Principal,
    @Param('id', rowId) id: number,
    @Body({ schema: manualSubscription }) body: ManualSubscription,
  ): Promise<TenantSubscriptionView> {
    return toTenantSubscriptionView(await this.subscriptions.enter(who, id, body));
  }

  @Delete(':subscriptionId')
  @Requires('platform.billing.write')
  @ApiOperation({ summary: 'End a plan that was entered by hand, at once' })
  @Answers(tenantSubscriptionView)
  @ApiResponse({ status: 409, description: 'It was bought: its owners cancel it' })
  async end(
    @Who() who: Principal,
    @Param('id', rowId) id: number,
    @Param('subscriptionId', rowId) subscriptionId: number,
  ): Promise<TenantSubscriptionView> {
    return toTenantSubscriptionView(await this.ending.end(who, id, subscriptionId));
  }
}
