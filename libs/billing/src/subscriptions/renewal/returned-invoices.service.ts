import { Injectable } from '@nestjs/common';
import { fromCents } from '@onegate/platform';
import { InvoiceBook } from '../../invoices/invoice-book.service.js';
import type { Invoice } from '../../invoices/invoice.entity.js';
import type { MoneyBack } from '../../payments/payment-followers.js';
import { Allowances } from '../allowances.service.js';
import { prorate } from '../proration.js';
import type { Subscription } from '../subscription.entity.js';
import { servedStatuses } from '../subscription.flow.js';
import { SubscriptionStore } from '../subscription-store.service.js';

/** Money of paid invoices that went back. */
@Injectable()
export class ReturnedInvoices {
  constructor(
    private readonly book: InvoiceBook,
    private readonly allowances: Allowances,
    private readonly store: SubscriptionStore,
  ) {}

  /** The credit that it brought goes with it, in proportion. Who disputes what his plan costs has none any more. */
  async takenBack(
    subscription: Subscription,
    invoice: Invoice,
    { kind, amountCents, reference }: MoneyBack,
  ): Promise<void> {
    const credit = await this.count(invoice, amountCents);
    if (credit > 0) {
      const grant = this.allowances.referenceOf(subscription, invoice.publicId);
      await this.allowances.withdraw(subscription, fromCents(credit), reference, grant);
    }
    const isOfNow = invoice.periodEnd.getTime() === subscription.periodEnd.getTime();
    if (kind === 'chargeback' && isOfNow && servedStatuses.includes(subscription.status)) {
      await this.book.voidUnpaid(subscription);
      await this.store.end(subscription, 'charged_back');
    }
  }

  /** A refund that did not arrive: the credit comes again, as long as its period lasts. */
  async givenBack(
    subscription: Subscription,
    invoice: Invoice,
    { amountCents, reference }: MoneyBack,
  ): Promise<void> {
    const credit = -(await this.count(invoice, -amountCents));
    await this.allowances.grant(subscription, credit, `${reference}:returned`, invoice.periodEnd);
  }

  /** Answers how much of the included credit goes with the money; less than nothing where it comes again. */
  private async count(invoice: Invoice, cents: number): Promise<number> {
    const before = invoice.returnedCents;
    const after = Math.min(invoice.totalCents, Math.max(0, before + cents));
    await this.book.update(invoice, { returnedCents: after });
    return creditShare(invoice, before, after);
  }
}

/** Of the included credit, what belongs to the cents from one sum to another: all parts together are all of it. */
function creditShare({ totalCents, effect }: Invoice, from: number, to: number): number {
  if (totalCents === 0) return 0;
  const whole = { start: new Date(0), end: new Date(totalCents) };
  const upTo = (cents: number): number => prorate(effect.creditCents, whole, new Date(cents)).used;
  return upTo(to) - upTo(from);
}
