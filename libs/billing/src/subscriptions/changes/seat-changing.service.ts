import { Injectable } from '@nestjs/common';
import { Clock } from '@onegate/platform';
import { InvoiceBook } from '../../invoices/invoice-book.service.js';
import type { Invoice } from '../../invoices/invoice.entity.js';
import { PlanCatalog } from '../../plans/plan-catalog.service.js';
import type { ChangeKind } from '../subscription.flow.js';
import { noPlan } from '../subscription.errors.js';
import type { Subscription } from '../subscription.entity.js';
import { SubscriptionStore } from '../subscription-store.service.js';
import { requireChangeable, underWay } from './changeable.js';
import { ChangeDesk } from './change-desk.service.js';
import type { PlanHolder } from '../plan-holder.js';

/** More seats at once, paid for the rest of the period; fewer when it is over. Never fewer than are in use. */
@Injectable()
export class SeatChanging {
  constructor(
    private readonly clock: Clock,
    private readonly catalog: PlanCatalog,
    private readonly store: SubscriptionStore,
    private readonly book: InvoiceBook,
    private readonly desk: ChangeDesk,
  ) {}

  async change(buyer: PlanHolder, wanted: number) {
    const invoice = await this.store.alone(buyer.account, async () => {
      const subscription = await this.store.lockRunning(buyer.account);
      if (!subscription) throw noPlan();
      return this.decide(buyer, subscription, wanted);
    });
    return this.desk.settle(invoice);
  }

  private async decide(
    { account, userId }: PlanHolder,
    subscription: Subscription,
    wanted: number,
  ): Promise<Invoice | null> {
    const { version } = await this.catalog.ofVersion(subscription.planVersionId);
    const seats = await this.desk.seats(account, version, wanted);
    const unpaid = await this.book.unpaid(subscription.id);
    const joined = underWay(unpaid, { versionId: version.id, seats });
    if (joined) return joined;
    requireChangeable(subscription, unpaid, this.clock.now());
    if (seats > subscription.seats)
      return this.desk.order(subscription, { from: version, to: version, seats });
    const nextSeats = seats === subscription.seats ? null : seats;
    if (nextSeats === subscription.nextSeats) return null;
    const kind: ChangeKind = nextSeats === null ? 'seat_reduction_withdrawn' : 'seat_reduction_scheduled';
    await this.store.change(subscription, { nextSeats }, { kind, actorUserId: userId });
    return null;
  }
}
