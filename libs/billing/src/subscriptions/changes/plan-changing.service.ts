import { Injectable } from '@nestjs/common';
import { Clock } from '@onegate/platform';
import { InvoiceBook } from '../../invoices/invoice-book.service.js';
import type { Invoice } from '../../invoices/invoice.entity.js';
import { PlanCatalog, type OfferedPlan } from '../../plans/plan-catalog.service.js';
import { yearlyPriceCents } from '../../plans/plan-terms.js';
import { noPlan } from '../subscription.errors.js';
import type { SubscribeInput } from '../subscription.schema.js';
import type { Subscription } from '../subscription.entity.js';
import { SubscriptionStore } from '../subscription-store.service.js';
import { requireChangeable, underWay } from './changeable.js';
import { ChangeDesk } from './change-desk.service.js';
import type { PlanHolder } from '../plan-holder.js';

/** Another plan: at once and paid for the rest of the period where it costs more, else when the period is over. */
@Injectable()
export class PlanChanging {
  constructor(
    private readonly clock: Clock,
    private readonly catalog: PlanCatalog,
    private readonly store: SubscriptionStore,
    private readonly book: InvoiceBook,
    private readonly desk: ChangeDesk,
  ) {}

  async change(buyer: PlanHolder, { planId, seats }: SubscribeInput) {
    const { account } = buyer;
    const invoice = await this.store.alone(account, async () => {
      const subscription = await this.store.lockRunning(account);
      if (!subscription) throw noPlan();
      const offered = await this.catalog.forSale(account, planId);
      return this.decide(buyer, subscription, { offered, wanted: seats });
    });
    return this.desk.settle(invoice);
  }

  private async decide(
    buyer: PlanHolder,
    subscription: Subscription,
    { offered: { version: to }, wanted }: { offered: OfferedPlan; wanted: number | undefined },
  ): Promise<Invoice | null> {
    const unpaid = await this.book.unpaid(subscription.id);
    const { version: from } = await this.catalog.ofVersion(subscription.planVersionId);
    const isLess = yearlyPriceCents(to) < yearlyPriceCents(from);
    const seats = await this.desk.seats(buyer.account, to, wanted ?? subscription.seats);
    const ordered = Math.max(seats, subscription.seats);
    const joined = underWay(unpaid, { versionId: to.id, seats: isLess ? seats : ordered });
    if (joined) return joined;
    requireChangeable(subscription, unpaid, this.clock.now());
    if (to.id === from.id) return this.stay(buyer, subscription);
    if (isLess) return this.schedule(buyer, subscription, { versionId: to.id, seats });
    return this.desk.order(subscription, { from, to, seats: ordered });
  }

  private async schedule(
    { userId }: PlanHolder,
    subscription: Subscription,
    { versionId, seats }: { versionId: number; seats: number },
  ): Promise<null> {
    const nextSeats = seats < subscription.seats ? seats : null;
    const patch = { nextVersionId: versionId, nextSeats };
    await this.store.change(subscription, patch, { kind: 'plan_change_scheduled', actorUserId: userId });
    return null;
  }

  /** Whoever wants what he has takes back what was to come. */
  private async stay({ userId }: PlanHolder, subscription: Subscription): Promise<null> {
    if (subscription.nextVersionId === null) return null;
    const note = { kind: 'plan_change_withdrawn', actorUserId: userId } as const;
    await this.store.change(subscription, { nextVersionId: null }, note);
    return null;
  }
}
