import { Injectable } from '@nestjs/common';
import { Clock, Database } from '@onegate/platform';
import { Tenant } from '@onegate/tenants';
import { InvoiceBook } from '../../invoices/invoice-book.service.js';
import type { Invoice } from '../../invoices/invoice.entity.js';
import type { OfferedPlan } from '../../plans/plan-catalog.service.js';
import { columnsOf } from '../../payments/account-columns.js';
import type { BilledAccount } from '../../wallets/billed-account.js';
import { untouched } from '../fresh-subscription.js';
import { periodOf } from '../periods/billing-period.js';
import { effectOf, periodOrder } from '../pricing.js';
import type { Subscription } from '../subscription.entity.js';
import { SubscriptionStore } from '../subscription-store.service.js';
import type { PlanHolder } from '../plan-holder.js';

/** Subscriptions that wait for their first payment, with its invoice. */
@Injectable()
export class FirstOrders {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly store: SubscriptionStore,
    private readonly book: InvoiceBook,
  ) {}

  async write(buyer: PlanHolder, offered: OfferedPlan, seats: number) {
    const subscription = await this.begin(buyer, offered, seats);
    const { anchorAt, timeZone, revision } = subscription;
    const order = { terms: offered.version, seats };
    const priced = periodOrder(order);
    const period = periodOf({ anchorAt, timeZone, interval: offered.version.interval }, 0);
    const draft = await this.book.draft(subscription, {
      kind: 'start',
      about: `${offered.version.displayName}, ${seats} ${seats === 1 ? 'seat' : 'seats'}`,
      order: priced,
      effect: effectOf(order, priced, { revision, anchorAt, period }),
      period,
    });
    return { subscription, draft };
  }

  async draftOf({ id }: Subscription): Promise<Invoice | null> {
    const [draft] = await this.book.unpaid(id);
    return draft ?? null;
  }

  async giveUp(subscription: Subscription): Promise<void> {
    await this.book.voidUnpaid(subscription);
    await this.store.end(subscription, 'not_begun');
  }

  private async begin(
    { account, userId }: PlanHolder,
    { version }: OfferedPlan,
    seats: number,
  ): Promise<Subscription> {
    const anchorAt = this.clock.now();
    const timeZone = await this.zoneOf(account);
    const { start, end } = periodOf({ anchorAt, timeZone, interval: version.interval }, 0);
    return this.store.add(
      {
        ...untouched,
        ...columnsOf(account),
        origin: 'bought',
        status: 'incomplete',
        planVersionId: version.id,
        seats,
        timeZone,
        anchorAt,
        periodNumber: 0,
        periodStart: start,
        periodEnd: end,
        creatorUserId: userId,
      },
      { kind: 'subscribed', actorUserId: userId },
    );
  }

  private async zoneOf({ kind, id }: BilledAccount): Promise<string> {
    if (kind === 'user') return 'UTC';
    const { timeZone } = await this.database.of(Tenant).findOneByOrFail({ id });
    return timeZone;
  }
}
