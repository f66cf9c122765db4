import { Injectable } from '@nestjs/common';
import { Database } from '@onegate/platform';
import { InvoiceBook } from '../../invoices/invoice-book.service.js';
import { Invoice } from '../../invoices/invoice.entity.js';
import { readOrderReference } from '../../invoices/order-reference.js';
import { SubscriptionStore } from '../subscription-store.service.js';

/** The invoices that payments are for. */
@Injectable()
export class PaidInvoices {
  constructor(
    private readonly database: Database,
    private readonly store: SubscriptionStore,
    private readonly book: InvoiceBook,
  ) {}

  find(reference: string): Promise<Invoice | null> {
    const { publicId } = readOrderReference(reference);
    return this.database.of(Invoice).findOneBy({ publicId });
  }

  async lock(reference: string) {
    const found = await this.find(reference);
    if (!found) return null;
    const subscription = await this.store.lock(found.subscriptionId);
    const invoice = await this.book.lock(found.id);
    return invoice && { subscription, invoice };
  }
}
