import { Injectable } from '@nestjs/common';
import { InvoiceBook } from '../../invoices/invoice-book.service.js';
import { noPlan, nothingToPay } from '../subscription.errors.js';
import { SubscriptionStore } from '../subscription-store.service.js';
import type { BilledAccount } from '../../wallets/billed-account.js';
import { Paying } from './paying.service.js';

/** Pays what is due without waiting for the next try: the way back for who has a new card. */
@Injectable()
export class InvoicePaying {
  constructor(
    private readonly store: SubscriptionStore,
    private readonly book: InvoiceBook,
    private readonly paying: Paying,
  ) {}

  async payNow(account: BilledAccount) {
    const subscription = await this.store.running(account);
    if (!subscription) throw noPlan();
    const [unpaid] = await this.book.unpaid(subscription.id);
    if (!unpaid) throw nothingToPay();
    return this.paying.settle(unpaid);
  }
}
