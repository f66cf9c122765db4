import { Body, Delete, Get, Injectable, Param, Post, Put, Query } from '@nestjs/common';
import { ApiOperation, ApiResponse } from '@nestjs/swagger';
import {
  Cancelling,
  cancelQuery,
  PlanReading,
  seatsInput,
  subscribeInput,
  type CancelQuery,
  type PlanHolder,
  type SeatsInput,
  type SubscribeInput,
} from '@onegate/billing';
import { cursorQuery, type CursorQuery } from '@onegate/platform';
import { PlanUsage } from '@onegate/usage';
import type { z } from 'zod';
import { AccountDoor, type AccountCall } from './account-door.service.js';
import { Call, OrganizationAccount, PersonalAccount, RequiresRight } from './account-kinds.js';
import { AccountPlans } from './account-plans.service.js';
import { Answers, AnswersNothing } from './account-surface.js';
import {
  accountPlanView,
  planHistoryView,
  planView,
  toPlanHistoryView,
  toPlanOwner,
  toPlanView,
  type AccountPlanView,
  type PlanOwner,
  type PlanView,
} from './plan.view.js';
import { toUsageLimitsView, usageLimitsView } from './usage-limits.view.js';

/** The plan of an account. */
@Injectable()
abstract class PlanController {
  constructor(
    protected readonly door: AccountDoor,
    private readonly reading: PlanReading,
    protected readonly plans: AccountPlans,
    private readonly cancelling: Cancelling,
    protected readonly usage: PlanUsage,
  ) {}

  @Get()
  @RequiresRight('read')
  @ApiOperation({ summary: 'The plan that runs' })
  @Answers(accountPlanView)
  async read(@Call() call: AccountCall): Promise<AccountPlanView> {
    const { buyer, owner } = await this.holder(call);
    return this.plans.show(buyer, owner);
  }

  @Post()
  @RequiresRight('pay')
  @ApiOperation({
    summary: 'Subscribe to a plan',
    description:
      'Paid with the default payment method. Where the bank asks, `actionUrl` says where to answer.',
  })
  @Answers(accountPlanView)
  async subscribe(
    @Call() call: AccountCall,
    @Body({ schema: subscribeInput }) body: SubscribeInput,
  ): Promise<AccountPlanView> {
    const { buyer, owner } = await this.holder(call);
    return this.plans.subscribe(buyer, owner, body);
  }

  @Put()
  @RequiresRight('pay')
  @ApiOperation({
    summary: 'Change to another plan',
    description:
      'A dearer one at once, paid for the rest of the period; a cheaper one from the next period on.',
  })
  @Answers(accountPlanView)
  async change(
    @Call() call: AccountCall,
    @Body({ schema: subscribeInput }) body: SubscribeInput,
  ): Promise<AccountPlanView> {
    const { buyer, owner } = await this.holder(call);
    return this.plans.change(buyer, owner, body);
  }

  @Post('pay')
  @RequiresRight('pay')
  @ApiOperation({ summary: 'Pay what is due now, without waiting for the next try' })
  @Answers(accountPlanView)
  async pay(@Call() call: AccountCall): Promise<AccountPlanView> {
    const { buyer, owner } = await this.holder(call);
    return this.plans.pay(buyer, owner);
  }

  @Post('resume')
  @RequiresRight('pay')
  @ApiOperation({ summary: 'Keep a plan that was cancelled to the end of its period' })
  @Answers(accountPlanView)
  async resume(@Call() call: AccountCall): Promise<AccountPlanView> {
    const { buyer, owner } = await this.holder(call);
    await this.cancelling.resume(buyer);
    return this.plans.show(buyer, owner);
  }

  @Get('history')
  @RequiresRight('read')
  @ApiOperation({ summary: 'What happened to the plans of the account, the newest first' })
  @Answers(planHistoryView)
  async history(
    @Call() call: AccountCall,
    @Query({ schema: cursorQuery }) query: CursorQuery,
  ): Promise<z.input<typeof planHistoryView>> {
    const { buyer } = await this.holder(call);
    return toPlanHistoryView(await this.reading.history(buyer.account, query));
  }

  @Get(':planId')
  @RequiresRight('read')
  @ApiOperation({ summary: 'A plan, on the terms on which the account has or had it, else those of now' })
  @Answers(planView)
  async details(@Call() call: AccountCall, @Param('planId') planId: string): Promise<PlanView> {
    const { buyer } = await this.holder(call);
    return toPlanView(await this.reading.details(buyer.account, planId));
  }

  @Delete(':planId')
  @RequiresRight('pay')
  @ApiOperation({ summary: 'Cancel the plan: with its period, or at once' })
  @AnswersNothing()
  async cancel(
    @Call() call: AccountCall,
    @Param('planId') planId: string,
    @Query({ schema: cancelQuery }) query: CancelQuery,
  ): Promise<void> {
    const { buyer } = await this.holder(call);
    await this.cancelling.cancel(buyer, planId, query);
  }

  protected async holder(call: AccountCall): Promise<{ buyer: PlanHolder; owner: PlanOwner }> {
    const account = await this.door.open(call);
    return { buyer: { account, userId: call.who.userId }, owner: toPlanOwner(account) };
  }
}

@ApiResponse({ status: 404, description: 'No plan' })
@PersonalAccount('users/:id/plan')
export class UserPlanController extends PlanController {
  @Get('usage-limits')
  @RequiresRight('read')
  @ApiOperation({ summary: 'How much of the caps of the plan is used' })
  @Answers(usageLimitsView)
  async usageLimits(@Call() call: AccountCall): Promise<z.input<typeof usageLimitsView>> {
    const account = await this.door.open(call);
    return toUsageLimitsView(await this.usage.of(account, account.id));
  }
}

/** Members draw on the plan together: each has caps of his own, and seats are paid for. */
@OrganizationAccount('organizations/:orgId/plan', 'orgId')
export class OrganizationPlanController extends PlanController {
  @Get('usage-limits')
  @RequiresRight('see')
  @ApiOperation({ summary: 'How much of the caps of the plan whoever asks has used, for all members' })
  @Answers(usageLimitsView)
  async usageLimits(@Call() call: AccountCall): Promise<z.input<typeof usageLimitsView>> {
    const account = await this.door.open(call);
    return toUsageLimitsView(await this.usage.of(account, call.who.userId));
  }

  @Put('seats')
  @RequiresRight('pay')
  @ApiOperation({
    summary: 'Set the number of seats',
    description:
      'More are paid for the rest of the period; fewer begin with the next one, and never below those in use.',
  })
  @Answers(accountPlanView)
  async seats(
    @Call() call: AccountCall,
    @Body({ schema: seatsInput }) { seats }: SeatsInput,
  ): Promise<AccountPlanView> {
    const { buyer, owner } = await this.holder(call);
    return this.plans.setSeats(buyer, owner, seats);
  }
}
