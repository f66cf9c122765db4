import { Injectable } from '@nestjs/common';
import type { AccountTerms, BilledAccount } from '@onegate/billing';
import { Budgets } from '../budgets/budgets.js';
import { LiveBudgets } from '../budgets/live-budgets.service.js';
import type { Budget } from '../limits/call-limits.js';
import { LivePlanTerms } from './live-plan-terms.service.js';

/** What an organization allows its members, and what its plan does. */
@Injectable()
export class PlanBudgets extends Budgets {
  constructor(
    private readonly own: LiveBudgets,
    private readonly plans: LivePlanTerms,
  ) {
    super();
  }

  override async of(account: BilledAccount): Promise<readonly Budget[]> {
    const [budgets, terms] = await Promise.all([this.own.of(account), this.plans.of(account)]);
    return terms.caps.length === 0 ? budgets : [...budgets, ...budgetsOf(terms)];
  }
}

/** For each person that calls. */
function budgetsOf({ caps }: Pick<AccountTerms, 'caps'>): Budget[] {
  return caps.map(({ limitNano, ...period }) => ({ userId: 'each', limitNano, period }));
}
