import { Injectable } from '@nestjs/common';
import { Clock, Database } from '@onegate/platform';
import { InvoiceBook } from '../../invoices/invoice-book.service.js';
import type { Invoice } from '../../invoices/invoice.entity.js';
import type { Subscription } from '../subscription.entity.js';
import { SubscriptionMails } from '../subscription-mails.js';
import { SubscriptionStore } from '../subscription-store.service.js';
import { dunningOf } from './dunning.js';

const hour = 3_600_000;

/** What becomes of an invoice whose money does not come. */
@Injectable()
export class UnpaidInvoices {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly book: InvoiceBook,
    private readonly store: SubscriptionStore,
    private readonly mails: SubscriptionMails,
  ) {}

  /** The order of that number failed. Told twice, of the payment and by who gave the order, it counts once. */
  failed(invoiceId: number, attempt: number, why: string): Promise<void> {
    return this.held(invoiceId, async (subscription, invoice) => {
      if (invoice.attempts !== attempt) return;
      await this.book.update(invoice, { attempts: attempt + 1, failure: why, actionUrl: null });
      if (invoice.status === 'draft') await this.giveUp(subscription, invoice, why);
      else await this.dun(subscription, invoice);
    });
  }

  /** The payer's bank asks him. */
  asked(invoiceId: number, attempt: number, actionUrl: string): Promise<void> {
    return this.held(invoiceId, async (subscription, invoice) => {
      if (invoice.attempts !== attempt) return;
      const isNew = invoice.actionUrl !== actionUrl;
      await this.book.update(invoice, { actionUrl });
      if (invoice.status === 'open') await this.dun(subscription, invoice, isNew);
      else await this.waitForAnswer(subscription, invoice);
    });
  }

  /** The money is on its way: asked again later, should nobody tell. */
  underWay(invoiceId: number, attempt: number): Promise<void> {
    return this.held(invoiceId, async (_subscription, invoice) => {
      if (invoice.attempts !== attempt) return;
      await this.book.update(invoice, { attemptAt: new Date(this.clock.now().getTime() + hour) });
    });
  }

  private async waitForAnswer(subscription: Subscription, invoice: Invoice): Promise<void> {
    const now = this.clock.now();
    if (invoice.giveUpAt !== null && invoice.giveUpAt <= now) {
      await this.giveUp(subscription, invoice, 'It was not confirmed in time.');
      return;
    }
    await this.book.update(invoice, { attemptAt: new Date(now.getTime() + hour) });
  }

  /** What was not paid for does not take place. */
  private async giveUp(subscription: Subscription, invoice: Invoice, why: string): Promise<void> {
    await this.book.close(invoice, 'void', why);
    if (invoice.kind === 'start') await this.store.end(subscription, 'not_begun');
  }

  private async dun(subscription: Subscription, invoice: Invoice, isNews = true): Promise<void> {
    const now = this.clock.now();
    const pastDueSince = subscription.pastDueSince ?? now;
    const { nextAttemptAt, suspendAt } = dunningOf(pastDueSince, now);
    await this.book.update(invoice, { attemptAt: nextAttemptAt });
    if (subscription.status === 'active') {
      const patch = { status: 'past_due', pastDueSince, dueAt: suspendAt } as const;
      await this.store.change(subscription, patch, { kind: 'payment_failed', note: invoice.failure });
    }
    if (isNews) await this.mails.unpaid(subscription, invoice, suspendAt);
  }

  /** The subscription before the invoice, as everybody does. */
  private held(
    invoiceId: number,
    work: (subscription: Subscription, invoice: Invoice) => Promise<void>,
  ): Promise<void> {
    return this.database.transaction(async () => {
      const subscriptionId = await this.subscriptionOf(invoiceId);
      if (subscriptionId === null) return;
      const subscription = await this.store.lock(subscriptionId);
      const invoice = await this.book.lock(invoiceId);
      if (invoice?.status === 'draft' || invoice?.status === 'open') await work(subscription, invoice);
    });
  }

  private async subscriptionOf(invoiceId: number): Promise<number | null> {
    const [row] = await this.database.query<{ subscription_id: string }>(
      'select subscription_id from invoices where id = $1',
      [invoiceId],
    );
    return row ? Number(row.subscription_id) : null;
  }
}
