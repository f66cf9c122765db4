import { Body, Get, Param, Put } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import { quotaPeriods, Who, type Principal } from '@onegate/auth';
import { BudgetDesk, budgetInput, type BudgetDetails, type BudgetInput } from '@onegate/usage';
import { z } from 'zod';
import { AccountController, Answers, RequiresInOrganization } from './account-surface.js';

const budgetsView = z
  .object({
    items: z.array(
      z.object({ userId: z.string().nullable(), period: z.enum(quotaPeriods), limitUsd: z.string() }),
    ),
  })
  .meta({ id: 'Budgets' });

/** How much may be spent on the account of an organization. */
@AccountController('organizations/:orgId/budgets')
export class OrganizationBudgetsController {
  constructor(private readonly budgets: BudgetDesk) {}

  @Get()
  @RequiresInOrganization('tenant.usage.read')
  @ApiOperation({ summary: 'The budgets of the organization and of its members' })
  @Answers(budgetsView)
  async list(@Who() who: Principal, @Param('orgId') orgId: string): Promise<{ items: BudgetDetails[] }> {
    return { items: await this.budgets.list(who, orgId) };
  }

  @Put()
  @RequiresInOrganization('tenant.members.write')
  @ApiOperation({ summary: 'Sets or lifts a budget; calls that it does not cover are refused with 402' })
  @Answers(budgetsView)
  async set(
    @Who() who: Principal,
    @Param('orgId') orgId: string,
    @Body({ schema: budgetInput }) body: BudgetInput,
  ): Promise<{ items: BudgetDetails[] }> {
    return { items: await this.budgets.set(who, orgId, body) };
  }
}
