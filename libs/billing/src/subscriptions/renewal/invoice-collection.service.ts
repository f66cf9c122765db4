import { Injectable } from '@nestjs/common';
import { Database } from '@onegate/platform';
import { Invoice } from '../../invoices/invoice.entity.js';
import { orderReference } from '../../invoices/order-reference.js';
import { accountOfColumns } from '../../payments/account-columns.js';
import { OffSessionCharges, type ChargeResult } from '../../payments/off-session-charges.js';
import { UnpaidInvoices } from './unpaid-invoices.service.js';

/**
 * Asks for the money of invoices. Giving an order again asks for nothing twice, so whoever finds an unpaid invoice goes
 * on where another one stopped; what follows from the money is done along with the payment.
 */
@Injectable()
export class InvoiceCollection {
  constructor(
    private readonly database: Database,
    private readonly charges: OffSessionCharges,
    private readonly unpaid: UnpaidInvoices,
  ) {}

  /** Answers the invoice as it is then. */
  async collect(invoiceId: number): Promise<Invoice> {
    const invoice = await this.read(invoiceId);
    if (invoice.status !== 'draft' && invoice.status !== 'open') return invoice;
    const result = await this.charges.charge({
      account: accountOfColumns(invoice),
      amountCents: invoice.totalCents,
      purpose: 'invoice',
      reference: orderReference(invoice),
      about: invoice.about,
    });
    await this.take(invoice, result);
    return this.read(invoiceId);
  }

  private async take({ id, attempts }: Invoice, result: ChargeResult): Promise<void> {
    switch (result.status) {
      case 'succeeded':
        return;
      case 'processing':
        return this.unpaid.underWay(id, attempts);
      case 'requires_action':
        return this.unpaid.asked(id, attempts, result.actionUrl);
      case 'failed':
        return this.unpaid.failed(id, attempts, result.message);
    }
  }

  private read(id: number): Promise<Invoice> {
    return this.database.of(Invoice).findOneByOrFail({ id });
  }
}
