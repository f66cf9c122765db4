import { Body, Delete, Get, Param, Post, Put, Query } from '@nestjs/common';
import { ApiOperation, ApiResponse } from '@nestjs/swagger';
import { Who, type Principal } from '@onegate/auth';
import {
  AccountAccess,
  Cancelling,
  cancelQuery,
  PlanReading,
  subscribeInput,
  type CancelQuery,
  type KnownAccount,
  type SubscribeInput,
} from '@onegate/billing';
import { cursorQuery, type CursorQuery, Requires } from '@onegate/platform';
import { PlanUsage } from '@onegate/usage';
import type { z } from 'zod';
import { AccountPlans } from './account-plans.service.js';
import { AccountController, Answers, AnswersNothing } from './account-surface.js';
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

/** The plan of a person; `me` stands for his id. */
@AccountController('users/:id/plan')
@Requires('account.use')
@ApiResponse({ status: 404, description: 'Somebody else, or no plan' })
export class UserPlanController {
  constructor(
    private readonly access: AccountAccess,
    private readonly reading: PlanReading,
    private readonly plans: AccountPlans,
    private readonly cancelling: Cancelling,
    private readonly usage: PlanUsage,
  ) {}

  @Get()
  @ApiOperation({ summary: 'The plan that runs' })
  @Answers(accountPlanView)
  async read(@Who() who: Principal, @Param('id') id: string): Promise<AccountPlanView> {
    const { buyer, owner } = await this.buyer(who, id);
    return this.plans.show(buyer, owner);
  }

  @Post()
  @ApiOperation({
    summary: 'Subscribe to a plan',
    description:
      'Paid with the default payment method. Where the bank asks, `actionUrl` says where to answer.',
  })
  @Answers(accountPlanView)
  async subscribe(
    @Who() who: Principal,
    @Param('id') id: string,
    @Body({ schema: subscribeInput }) body: SubscribeInput,
  ): Promise<AccountPlanView> {
    const { buyer, owner } = await this.payer(who, id);
    return this.plans.subscribe(buyer, owner, body);
  }

  @Put()
  @ApiOperation({
    summary: 'Change to another plan',
    description:
      'A dearer one at once, paid for the rest of the period; a cheaper one from the next period on.',
  })
  @Answers(accountPlanView)
  async change(
    @Who() who: Principal,
    @Param('id') id: string,
    @Body({ schema: subscribeInput }) body: SubscribeInput,
  ): Promise<AccountPlanView> {
    const { buyer, owner } = await this.payer(who, id);
    return this.plans.change(buyer, owner, body);
  }

  @Get('usage-limits')
  @ApiOperation({ summary: 'How much of the caps of the plan is used' })
  @Answers(usageLimitsView)
  async usageLimits(
    @Who() who: Principal,
    @Param('id') id: string,
  ): Promise<z.input<typeof usageLimitsView>> {
    const { buyer } = await this.buyer(who, id);
    return toUsageLimitsView(await this.usage.of(buyer.account, buyer.account.id));
  }

  @Post('pay')
  @ApiOperation({ summary: 'Pay what is due now, without waiting for the next try' })
  @Answers(accountPlanView)
  async pay(@Who() who: Principal, @Param('id') id: string): Promise<AccountPlanView> {
    const { buyer, owner } = await this.payer(who, id);
    return this.plans.pay(buyer, owner);
  }

  @Post('resume')
  @ApiOperation({ summary: 'Keep a plan that was cancelled to the end of its period' })
  @Answers(accountPlanView)
  async resume(@Who() who: Principal, @Param('id') id: string): Promise<AccountPlanView> {
    const { buyer, owner } = await this.payer(who, id);
    await this.cancelling.resume(buyer);
    return this.plans.show(buyer, owner);
  }

  @Get('history')
  @ApiOperation({ summary: 'What happened to the plans of the account, the newest first' })
  @Answers(planHistoryView)
  async history(
    @Who() who: Principal,
    @Param('id') id: string,
    @Query({ schema: cursorQuery }) query: CursorQuery,
  ): Promise<z.input<typeof planHistoryView>> {
    const { buyer } = await this.buyer(who, id);
    return toPlanHistoryView(await this.reading.history(buyer.account, query));
  }

  @Get(':planId')
  @ApiOperation({ summary: 'A plan, on the terms on which the account has or had it, else those of now' })
  @Answers(planView)
  async details(
    @Who() who: Principal,
    @Param('id') id: string,
    @Param('planId') planId: string,
  ): Promise<PlanView> {
    const { buyer } = await this.buyer(who, id);
    return toPlanView(await this.reading.details(buyer.account, planId));
  }

  @Delete(':planId')
  @ApiOperation({ summary: 'Cancel the plan: with its period, or at once' })
  @AnswersNothing()
  async cancel(
    @Who() who: Principal,
    @Param('id') id: string,
    @Param('planId') planId: string,
    @Query({ schema: cancelQuery }) query: CancelQuery,
  ): Promise<void> {
    const { buyer } = await this.payer(who, id);
    await this.cancelling.cancel(buyer, planId, query);
  }

  private async payer(who: Principal, id: string) {
    return this.asBuyer(who, await this.access.payer(who, id));
  }

  private async buyer(who: Principal, id: string) {
    return this.asBuyer(who, await this.access.userInPerson(who, id));
  }

  private asBuyer({ userId }: Principal, account: KnownAccount) {
    return { buyer: { account, userId }, owner: { userId: account.publicId } };
  }
}
