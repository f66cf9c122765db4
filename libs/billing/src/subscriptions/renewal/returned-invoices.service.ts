import { Injectable } from '@nestjs/common';
import { fromCents } from '@onegate/platform';
import { InvoiceBook } from '../../invoices/invoice-book.service.js';
import type { Invoice } from '../../invoices/invoice.entity.js';
import { Ledger } from '../../ledger/ledger.service.js';
import { accountOfColumns } from '../../payments/account-columns.js';
import type { MoneyBack } from '../../payments/payment-followers.js';
import { Allowances } from '../allowances.service.js';
import type { Subscription } from '../subscription.entity.js';
import { servedStatuses } from '../subscription.flow.js';
import { SubscriptionStore } from '../subscription-store.service.js';
import { withdrawnOf } from './withdrawn-shares.js';

/** Money of paid invoices that went back. */
@Injectable()
export class ReturnedInvoices {
  constructor(
    private readonly book: InvoiceBook,
    private readonly allowances: Allowances,
    private readonly store: SubscriptionStore,
    private readonly ledger: Ledger,
  ) {}

  /** The credit that it brought or became goes with it. Who disputes what his plan costs has none any more. */
  async takenBack(
    subscription: Subscription,
    invoice: Invoice,
    { kind, amountCents, reference }: MoneyBack,
  ): Promise<void> {
    await this.book.voidCarrying(subscription);
    await this.count(subscription, invoice, { cents: amountCents, reference });
    const isServed = servedStatuses.includes(subscription.status);
    if (kind === 'chargeback' && isServed && (await this.paysFor(subscription, invoice))) {
      await this.book.voidUnpaid(subscription);
      await this.store.end(subscription, 'charged_back');
    }
  }

  /** A refund that did not arrive: the credit comes again, what was included only as long as its period lasts. */
  async givenBack(
    subscription: Subscription,
    invoice: Invoice,
    { amountCents, reference }: MoneyBack,
  ): Promise<void> {
    const again = `${reference}:returned`;
    await this.count(subscription, invoice, { cents: -amountCents, reference: again });
  }

  /** Brings the credit in line with how much of the money is gone now. */
  private async count(
    subscription: Subscription,
    invoice: Invoice,
    { cents, reference }: { readonly cents: number; readonly reference: string },
  ): Promise<void> {
    const returnedCents = within(invoice.returnedCents + cents, invoice.totalCents);
    await this.follow(subscription, invoice, reference, { returnedCents });
  }

  private async follow(
    subscription: Subscription,
    invoice: Invoice,
    reference: string,
    gone: Partial<Pick<Invoice, 'returnedCents' | 'carriedBackCents'>>,
  ): Promise<void> {
    const before = withdrawnOf(invoice);
    await this.book.update(invoice, gone);
    const { includedCents, creditedCents, carriedCents } = withdrawnOf(invoice);
    await this.moveIncluded(subscription, invoice, reference, includedCents - before.includedCents);
    await this.moveCredited(invoice, reference, creditedCents - before.creditedCents);
    await this.moveCarried(subscription, invoice, reference, carriedCents - before.carriedCents);
  }

  private async moveIncluded(
    subscription: Subscription,
    { publicId, periodEnd }: Invoice,
    reference: string,
    cents: number,
  ): Promise<void> {
    if (cents < 0) await this.allowances.grant(subscription, -cents, reference, periodEnd);
    if (cents <= 0) return;
    const grant = this.allowances.referenceOf(subscription, publicId);
    await this.allowances.withdraw(subscription, fromCents(cents), reference, grant);
  }

  /** Credit that unused time became: what was spent of it is owed. */
  private async moveCredited(invoice: Invoice, reference: string, cents: number): Promise<void> {
    const order = {
      account: accountOfColumns(invoice),
      reference: `given-up:${reference}`,
      about: 'Unused time of a plan whose payment went back',
    };
    if (cents > 0) {
      const grantReference = invoice.givenUp?.credit ?? '';
      const amount = fromCents(cents);
      await this.ledger.withdrawCredit({ ...order, kind: 'debit_note', amount, grantReference });
    }
    if (cents < 0)
      await this.ledger.grantCredit({ ...order, kind: 'credit_note', amount: fromCents(-cents) });
  }

  /** The period that was paid with it is worth less, and so is the credit that became of that one. */
  private async moveCarried(
    subscription: Subscription,
    invoice: Invoice,
    reference: string,
    cents: number,
  ): Promise<void> {
    const next = cents === 0 ? null : await this.replacing(invoice);
    if (!next) return;
    const carriedBackCents = within(next.carriedBackCents + cents, next.carriedOverCents);
    await this.follow(subscription, next, `${reference}:${next.publicId}`, { carriedBackCents });
  }

  /** Whether the period that runs is that of the invoice, or one that it was given up for. */
  private async paysFor(subscription: Subscription, invoice: Invoice): Promise<boolean> {
    if (invoice.periodEnd.getTime() === subscription.periodEnd.getTime()) return true;
    const next = await this.replacing(invoice);
    return next !== null && this.paysFor(subscription, next);
  }

  private async replacing({ givenUp }: Invoice): Promise<Invoice | null> {
    return givenUp?.replacedBy ? this.book.find(givenUp.replacedBy) : null;
  }
}

function within(cents: number, most: number): number {
  return Math.min(most, Math.max(0, cents));
}
