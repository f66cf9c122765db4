import { Body, Delete, Get, Param, Post, Put, Query } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import { Who, type Principal } from '@onegate/auth';
import {
  AccountAccess,
  Cancelling,
  cancelQuery,
  PlanReading,
  seatsInput,
  subscribeInput,
  type CancelQuery,
  type KnownAccount,
  type SeatsInput,
  type SubscribeInput,
} from '@onegate/billing';
import { cursorQuery, type CursorQuery } from '@onegate/platform';
import { PlanUsage } from '@onegate/usage';
import type { z } from 'zod';
import { AccountPlans } from './account-plans.service.js';
import { AccountController, Answers, AnswersNothing, RequiresInOrganization } from './account-surface.js';
import {
  accountPlanView,
  planHistoryView,
  planView,
  toPlanHistoryView,
  toPlanView,
  type AccountPlanView,
  type PlanView,
} from './plan.view.js';
import { toUsageLimitsView, usageLimitsView } from './usage-limits.view.js';

/** The plan of an organization. */
@AccountController('organizations/:orgId/plan')
export class OrganizationPlanController {
  constructor(
    private readonly access: AccountAccess,
    private readonly reading: PlanReading,
    private readonly plans: AccountPlans,
    private readonly cancelling: Cancelling,
    private readonly usage: PlanUsage,
  ) {}

  @Get()
  @RequiresInOrganization('tenant.billing.read')
  @ApiOperation({ summary: 'The plan that runs' })
  @Answers(accountPlanView)
  async read(@Who() who: Principal, @Param('orgId') orgId: string): Promise<AccountPlanView> {
    const { buyer, owner } = await this.buyer(who, orgId);
    return this.plans.show(buyer, owner);
  }

  @Get('usage-limits')
  @RequiresInOrganization('tenant.read')
  @ApiOperation({ summary: 'How much of the caps of the plan whoever asks has used, for all members' })
  @Answers(usageLimitsView)
  async usageLimits(
    @Who() who: Principal,
    @Param('orgId') orgId: string,
  ): Promise<z.input<typeof usageLimitsView>> {
    const account = await this.access.organization(who, 'tenant.read', orgId);
    return toUsageLimitsView(await this.usage.of(account, who.userId));
  }

  @Post()
  @RequiresInOrganization('tenant.billing.write')
  @ApiOperation({
    summary: 'Subscribe to a plan',
    description:
      'Paid with the default payment method. Where the bank asks, `actionUrl` says where to answer.',
  })
  @Answers(accountPlanView)
  async subscribe(
    @Who() who: Principal,
    @Param('orgId') orgId: string,
    @Body({ schema: subscribeInput }) body: SubscribeInput,
  ): Promise<AccountPlanView> {
    const { buyer, owner } = await this.payer(who, orgId);
    return this.plans.subscribe(buyer, owner, body);
  }

  @Put()
  @RequiresInOrganization('tenant.billing.write')
  @ApiOperation({
    summary: 'Change to another plan',
    description:
      'A dearer one at once, paid for the rest of the period; a cheaper one from the next period on.',
  })
  @Answers(accountPlanView)
  async change(
    @Who() who: Principal,
    @Param('orgId') orgId: string,
    @Body({ schema: subscribeInput }) body: SubscribeInput,
  ): Promise<AccountPlanView> {
    const { buyer, owner } = await this.payer(who, orgId);
    return this.plans.change(buyer, owner, body);
  }

  @Put('seats')
  @RequiresInOrganization('tenant.billing.write')
  @ApiOperation({
    summary: 'Set the number of seats',
    description:
      'More are paid for the rest of the period; fewer begin with the next one, and never below those in use.',
  })
  @Answers(accountPlanView)
  async seats(
    @Who() who: Principal,
    @Param('orgId') orgId: string,
    @Body({ schema: seatsInput }) { seats }: SeatsInput,
  ): Promise<AccountPlanView> {
    const { buyer, owner } = await this.payer(who, orgId);
    return this.plans.setSeats(buyer, owner, seats);
  }

  @Post('pay')
  @RequiresInOrganization('tenant.billing.write')
  @ApiOperation({ summary: 'Pay what is due now, without waiting for the next try' })
  @Answers(accountPlanView)
  async pay(@Who() who: Principal, @Param('orgId') orgId: string): Promise<AccountPlanView> {
    const { buyer, owner } = await this.payer(who, orgId);
    return this.plans.pay(buyer, owner);
  }

  @Post('resume')
  @RequiresInOrganization('tenant.billing.write')
  @ApiOperation({ summary: 'Keep a plan that was cancelled to the end of its period' })
  @Answers(accountPlanView)
  async resume(@Who() who: Principal, @Param('orgId') orgId: string): Promise<AccountPlanView> {
    const { buyer, owner } = await this.payer(who, orgId);
    await this.cancelling.resume(buyer);
    return this.plans.show(buyer, owner);
  }

  @Get('history')
  @RequiresInOrganization('tenant.billing.read')
  @ApiOperation({ summary: 'What happened to the plans of the account, the newest first' })
  @Answers(planHistoryView)
  async history(
    @Who() who: Principal,
    @Param('orgId') orgId: string,
    @Query({ schema: cursorQuery }) query: CursorQuery,
  ): Promise<z.input<typeof planHistoryView>> {
    const { buyer } = await this.buyer(who, orgId);
    return toPlanHistoryView(await this.reading.history(buyer.account, query));
  }

  @Get(':planId')
  @RequiresInOrganization('tenant.billing.read')
  @ApiOperation({ summary: 'A plan, on the terms on which the account has or had it, else those of now' })
  @Answers(planView)
  async details(
    @Who() who: Principal,
    @Param('orgId') orgId: string,
    @Param('planId') planId: string,
  ): Promise<PlanView> {
    const { buyer } = await this.buyer(who, orgId);
    return toPlanView(await this.reading.details(buyer.account, planId));
  }

  @Delete(':planId')
  @RequiresInOrganization('tenant.billing.write')
  @ApiOperation({ summary: 'Cancel the plan: with its period, or at once' })
  @AnswersNothing()
  async cancel(
    @Who() who: Principal,
    @Param('orgId') orgId: string,
    @Param('planId') planId: string,
    @Query({ schema: cancelQuery }) query: CancelQuery,
  ): Promise<void> {
    const { buyer } = await this.payer(who, orgId);
    await this.cancelling.cancel(buyer, planId, query);
  }

  private async payer(who: Principal, orgId: string) {
    return this.asBuyer(who, await this.access.organizationPayer(who, orgId));
  }

  private async buyer(who: Principal, orgId: string) {
    return this.asBuyer(who, await this.access.organization(who, 'tenant.billing.read', orgId));
  }

  private asBuyer({ userId }: Principal, account: KnownAccount) {
    return { buyer: { account, userId }, owner: { organizationId: account.publicId } };
  }
}
