import { Get, Query } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import { PlanCatalog, plansQuery, type PlansQuery } from '@onegate/billing';
import { Public } from '@onegate/platform';
import { z } from 'zod';
import { AccountController, Answers } from './account-surface.js';
import { planView, toPlanView, type PlanView } from './plan.view.js';

/** What can be subscribed to, for everybody to see. */
@AccountController('plans')
export class PlansController {
  constructor(private readonly plans: PlanCatalog) {}

  @Get()
  @Public()
  @ApiOperation({ summary: 'The plans that are sold, the cheapest first' })
  @Answers(z.array(planView))
  async list(@Query({ schema: plansQuery }) query: PlansQuery): Promise<PlanView[]> {
    return (await this.plans.offered(query)).map(toPlanView);
  }
}
