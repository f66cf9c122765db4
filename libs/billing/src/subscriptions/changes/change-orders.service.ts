import { Injectable } from '@nestjs/common';
import { Clock } from '@onegate/platform';
import { InvoiceBook } from '../../invoices/invoice-book.service.js';
import type { Invoice } from '../../invoices/invoice.entity.js';
import type { PlanVersion } from '../../plans/plan-version.entity.js';
import { Allowances } from '../allowances.service.js';
import { paidStretchOf } from '../paid-stretches.js';
import { periodOf } from '../periods/billing-period.js';
import { changeOrder, effectOf, replacementOrder, unusedOf, type Order, type Unused } from '../pricing.js';
import type { Subscription } from '../subscription.entity.js';

interface Change {
  readonly subscription: Subscription;
  readonly from: PlanVersion;
  readonly to: PlanVersion;
  readonly seats: number;
}

/** What a change that takes place now costs, and what is left of what is given up. Within the lock of the subscription. */
@Injectable()
export class ChangeOrders {
  constructor(
    private readonly clock: Clock,
    private readonly book: InvoiceBook,
    private readonly allowances: Allowances,
  ) {}

  /** Terms of another interval begin a period of their own. */
  draft(change: Change): Promise<Invoice> {
    return change.from.interval === change.to.interval ? this.withinPeriod(change) : this.newPeriod(change);
  }

  /** What the rest of the period is worth, should it be given up now. */
  async unused(subscription: Subscription): Promise<Unused> {
    const paid = await this.book.paidOf(subscription);
    return unusedOf({
      at: this.clock.now(),
      paid: paid.map(paidStretchOf),
      leftOfCreditNano: await this.allowances.left(subscription),
    });
  }

  private withinPeriod({ subscription, from, to, seats }: Change): Promise<Invoice> {
    const { anchorAt, periodNumber, periodStart: start, periodEnd: end, revision } = subscription;
    const before: Order = { terms: from, seats: subscription.seats };
    const after: Order = { terms: to, seats };
    const now = this.clock.now();
    const order = changeOrder(before, after, now, { start, end });
    const period = { number: periodNumber, start, end };
    const effect = effectOf(after, order, { revision, anchorAt, period });
    return this.book.draft(subscription, { kind: 'change', about: aboutOf(after), order, effect, period });
  }

  private async newPeriod({ subscription, from, to, seats }: Change): Promise<Invoice> {
    const { timeZone, revision } = subscription;
    const unused = await this.unused(subscription);
    const after: Order = { terms: to, seats };
    const order = replacementOrder({ terms: from, seats: subscription.seats }, after, unused);
    const anchorAt = this.clock.now();
    const period = periodOf({ anchorAt, timeZone, interval: to.interval }, 0);
    const effect = effectOf(after, order, { revision, anchorAt, period }, unused);
    return this.book.draft(subscription, { kind: 'change', about: aboutOf(after), order, effect, period });
  }
}

function aboutOf({ terms, seats }: Order): string {
  return `Change to ${terms.displayName}, ${seats} ${seats === 1 ? 'seat' : 'seats'}`;
}
