import { Injectable } from '@nestjs/common';
import { planUnknown } from '../../plans/plan.errors.js';
import { PlanCatalog } from '../../plans/plan-catalog.service.js';
import { GivenUpInvoices } from '../renewal/given-up-invoices.service.js';
import type { Subscription } from '../subscription.entity.js';
import { ChangeOrders } from './change-orders.service.js';

/** What becomes of the time that was paid for and is given up: credit, in exchange for the credit that was included. */
@Injectable()
export class GivenUp {
  constructor(
    private readonly catalog: PlanCatalog,
    private readonly orders: ChangeOrders,
    private readonly invoices: GivenUpInvoices,
  ) {}

  /** Only the plan that runs can be cancelled. */
  async requirePlan({ planVersionId }: Subscription, planId: string): Promise<void> {
    const { plan } = await this.catalog.ofVersion(planVersionId);
    if (plan.publicId !== planId) throw planUnknown();
  }

  async credit(subscription: Subscription): Promise<void> {
    const { valueCents, takeBackNano, aheadCents } = await this.orders.unused(subscription);
    const source = `cancelled:${subscription.publicId}`;
    await this.invoices.giveUp(subscription, {
      source,
      credit: source,
      creditedCents: valueCents,
      carriedCents: 0,
      takeBackNano,
      aheadCents,
      replacedBy: null,
    });
  }
}
