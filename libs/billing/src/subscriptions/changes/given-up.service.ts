import { Injectable } from '@nestjs/common';
import { fromCents } from '@onegate/platform';
import { Ledger } from '../../ledger/ledger.service.js';
import { accountOfColumns } from '../../payments/account-columns.js';
import { planUnknown } from '../../plans/plan.errors.js';
import { PlanCatalog } from '../../plans/plan-catalog.service.js';
import { Allowances } from '../allowances.service.js';
import type { Subscription } from '../subscription.entity.js';
import { ChangeOrders } from './change-orders.service.js';

/** What becomes of the time that was paid for and is given up: credit, in exchange for the credit that was included. */
@Injectable()
export class GivenUp {
  constructor(
    private readonly catalog: PlanCatalog,
    private readonly orders: ChangeOrders,
    private readonly allowances: Allowances,
    private readonly ledger: Ledger,
  ) {}

  /** Only the plan that runs can be cancelled. */
  async requirePlan({ planVersionId }: Subscription, planId: string): Promise<void> {
    const { plan } = await this.catalog.ofVersion(planVersionId);
    if (plan.publicId !== planId) throw planUnknown();
  }

  async credit(subscription: Subscription): Promise<void> {
    const { version } = await this.catalog.ofVersion(subscription.planVersionId);
    const { valueCents, takeBackNano } = await this.orders.unused(subscription, version);
    const source = `cancelled:${subscription.publicId}`;
    if (takeBackNano > 0n) await this.allowances.takeBack(subscription, takeBackNano, source);
    if (valueCents === 0) return;
    await this.ledger.grantCredit({
      account: accountOfColumns(subscription),
      kind: 'credit_note',
      amount: fromCents(valueCents),
      reference: source,
      about: 'Unused time of a plan',
    });
  }
}
