import { Injectable } from '@nestjs/common';
import { Clock } from '@onegate/platform';
import { InvoiceBook } from '../../invoices/invoice-book.service.js';
import type { Subscription } from '../subscription.entity.js';
import { SubscriptionMails } from '../subscription-mails.js';
import { SubscriptionStore } from '../subscription-store.service.js';
import { dunningOf } from './dunning.js';

/** The ways in which a plan comes to its end by itself. */
@Injectable()
export class SubscriptionEnds {
  constructor(
    private readonly clock: Clock,
    private readonly store: SubscriptionStore,
    private readonly book: InvoiceBook,
    private readonly mails: SubscriptionMails,
  ) {}

  async suspend(subscription: Subscription): Promise<void> {
    const now = this.clock.now();
    const { endAt } = dunningOf(subscription.pastDueSince ?? now, now);
    await this.store.change(subscription, { status: 'suspended', dueAt: endAt }, { kind: 'suspended' });
    await this.mails.suspended(subscription, endAt);
  }

  async end(subscription: Subscription): Promise<void> {
    for (const invoice of await this.book.unpaid(subscription.id)) {
      await this.book.close(invoice, invoice.status === 'open' ? 'uncollectible' : 'void', invoice.failure);
    }
    await this.store.end(subscription, 'not_paid');
    await this.mails.endedUnpaid(subscription);
  }

  async over(subscription: Subscription): Promise<void> {
    await this.book.voidUnpaid(subscription);
    await this.store.end(subscription, subscription.origin === 'manual' ? 'over' : 'cancelled');
  }
}
