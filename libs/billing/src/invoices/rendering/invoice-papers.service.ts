import { Inject, Injectable } from '@nestjs/common';
import { CONFIGURATION, type Configuration } from '@onegate/platform';
import type { Invoice } from '../invoice.entity.js';
import { documentOf, type InvoiceDocument } from './invoice-document.js';
import { invoicePage } from './invoice-page.js';
import { invoicePdf } from './invoice-pdf.js';

/** Invoices for people to read, print and file. */
@Injectable()
export class InvoicePapers {
  constructor(@Inject(CONFIGURATION) private readonly config: Configuration) {}

  page(invoice: Invoice): string {
    return invoicePage(this.document(invoice));
  }

  pdf(invoice: Invoice): Promise<Buffer> {
    return invoicePdf(this.document(invoice), this.config.invoices.fontFile ?? null);
  }

  private document(invoice: Invoice): InvoiceDocument {
    const seller = this.config.invoices.seller.split('|').map((line) => line.trim());
    return documentOf(invoice, { seller, taxNote: this.config.payments.taxNote ?? null });
  }
}
