import { Injectable } from '@nestjs/common';
import { Clock, utcDate } from '@onegate/platform';
import { Seats } from '@onegate/tenants';
import { InvoiceBook } from '../../invoices/invoice-book.service.js';
import { PlanCatalog } from '../../plans/plan-catalog.service.js';
import type { PlanVersion } from '../../plans/plan-version.entity.js';
import { periodOf, type BillingPeriod } from '../periods/billing-period.js';
import { effectOf, periodOrder } from '../pricing.js';
import type { Subscription } from '../subscription.entity.js';
import { InvoiceEffects } from './invoice-effects.service.js';

/** What the next period is, and what is billed for it. Within the lock of the subscription. */
@Injectable()
export class PeriodTurn {
  constructor(
    private readonly clock: Clock,
    private readonly catalog: PlanCatalog,
    private readonly seats: Seats,
    private readonly book: InvoiceBook,
    private readonly effects: InvoiceEffects,
  ) {}

  /** Writes the invoice of the next period, unless it is there; it is to be collected then. */
  async bill(subscription: Subscription): Promise<void> {
    const unpaid = await this.book.unpaid(subscription.id);
    if (unpaid.some(({ status }) => status === 'open')) return;
    await this.book.voidUnpaid(subscription);
    const now = await this.catalog.ofVersion(subscription.planVersionId);
    const next = await this.catalog.ofVersion(subscription.nextVersionId ?? subscription.planVersionId);
    const order = { terms: next.version, seats: await this.seatsFrom(subscription) };
    const { anchorAt, period } = nextPeriod(subscription, now.version, next.version);
    const priced = periodOrder(order);
    const effect = effectOf(order, priced, { revision: subscription.revision, anchorAt, period });
    const about = `${next.version.displayName}, ${utcDate(period.start)} to ${utcDate(period.end)}`;
    const invoice = await this.book.issue(subscription, {
      kind: 'renewal',
      about,
      order: priced,
      effect,
      period,
    });
    if (priced.totalCents === 0) await this.effects.apply(subscription, invoice, null);
  }

  /** Those who came in spite of a reduction that was to come keep their seats. */
  private async seatsFrom({ nextSeats, seats, tenantId }: Subscription): Promise<number> {
    if (nextSeats === null || tenantId === null) return nextSeats ?? seats;
    return Math.max(nextSeats, await this.seats.taken(tenantId));
  }

  /** Whether it is time to go on. */
  isDue({ dueAt }: Subscription): boolean {
    return dueAt !== null && dueAt <= this.clock.now();
  }
}

/** Terms of another interval count from where the last period ended. */
function nextPeriod(
  { anchorAt, timeZone, periodNumber, periodEnd }: Subscription,
  { interval: before }: PlanVersion,
  { interval }: PlanVersion,
): { anchorAt: Date; period: BillingPeriod } {
  if (interval === before) {
    return { anchorAt, period: periodOf({ anchorAt, timeZone, interval }, periodNumber + 1) };
  }
  return { anchorAt: periodEnd, period: periodOf({ anchorAt: periodEnd, timeZone, interval }, 0) };
}
