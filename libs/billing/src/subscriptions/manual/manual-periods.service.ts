import { Injectable } from '@nestjs/common';
import { PlanCatalog } from '../../plans/plan-catalog.service.js';
import { Allowances } from '../allowances.service.js';
import { periodOf, type BillingPeriod } from '../periods/billing-period.js';
import { creditIn } from '../pricing.js';
import type { Subscription } from '../subscription.entity.js';
import { SubscriptionStore } from '../subscription-store.service.js';

/** Periods of plans that administrators entered: they cost nothing, and bring their credit. */
@Injectable()
export class ManualPeriods {
  constructor(
    private readonly catalog: PlanCatalog,
    private readonly allowances: Allowances,
    private readonly store: SubscriptionStore,
  ) {}

  async begin(subscription: Subscription): Promise<void> {
    const patch = { status: 'active', dueAt: subscription.periodEnd } as const;
    await this.store.change(subscription, patch, { kind: 'started' });
    await this.grant(subscription);
  }

  async extend(subscription: Subscription): Promise<void> {
    const { anchorAt, timeZone, periodNumber, planVersionId, revision } = subscription;
    const { version } = await this.catalog.ofVersion(planVersionId);
    const period = periodOf({ anchorAt, timeZone, interval: version.interval }, periodNumber + 1);
    const { start, end } = within(period, subscription.cancelAt);
    const patch = { periodNumber: period.number, periodStart: start, periodEnd: end, dueAt: end };
    await this.store.change(subscription, { ...patch, revision: revision + 1 }, { kind: 'renewed' });
    await this.grant(subscription);
  }

  private async grant(subscription: Subscription): Promise<void> {
    const { version } = await this.catalog.ofVersion(subscription.planVersionId);
    const credit = creditIn({ terms: version, seats: subscription.seats });
    await this.allowances.grant(subscription, credit, `period-${subscription.periodNumber}`);
  }
}

/** A period does not reach beyond the end of all. */
export function within(period: BillingPeriod, until: Date | null): BillingPeriod {
  return until !== null && until < period.end ? { ...period, end: until } : period;
}
