import { formatCents, utcDate } from '@onegate/platform';
import type { Invoice } from '../invoice.entity.js';
import type { InvoiceStatus } from '../invoice.flow.js';

export interface InvoiceTerms {
  /** Line by line. */
  readonly seller: readonly string[];
  readonly taxNote: string | null;
}

/** An invoice in words, the same on the page and in the file. */
export interface InvoiceDocument {
  readonly title: string;
  readonly seller: readonly string[];
  readonly buyer: readonly string[];
  readonly facts: readonly (readonly [name: string, value: string])[];
  readonly lines: readonly InvoiceDocumentLine[];
  readonly total: string;
  readonly notes: readonly string[];
}

export interface InvoiceDocumentLine {
  readonly text: string;
  readonly quantity: string;
  readonly amount: string;
}

const statusWords: Record<InvoiceStatus, string> = {
  draft: 'Draft',
  open: 'Due',
  paid: 'Paid',
  void: 'Void',
  uncollectible: 'Not paid',
};

export function documentOf(invoice: Invoice, { seller, taxNote }: InvoiceTerms): InvoiceDocument {
  const { billTo, lines, returnedCents, publicId, paidAt, finalizedAt } = invoice;
  const returned = returnedCents > 0 ? [`${formatCents(returnedCents)} of it went back to the payer.`] : [];
  return {
    title: `Invoice ${invoiceNumber(invoice)}`,
    seller,
    buyer: [billTo.name, ...(billTo.email === null ? [] : [billTo.email])],
    facts: [
      ['Date', utcDate(finalizedAt ?? invoice.createdAt)],
      ['Period', `${utcDate(invoice.periodStart)} to ${utcDate(invoice.periodEnd)}`],
      ['Status', paidAt ? `Paid on ${utcDate(paidAt)}` : statusWords[invoice.status]],
      ['Reference', publicId],
    ],
    lines: lines.map(({ text, quantity, amountCents }) => ({
      text,
      quantity: String(quantity),
      amount: formatCents(amountCents),
    })),
    total: `${formatCents(invoice.totalCents)} USD`,
    notes: [...returned, ...(taxNote === null ? [] : [taxNote])],
  };
}

/** As people quote it. */
export function invoiceNumber({ number, publicId }: Pick<Invoice, 'number' | 'publicId'>): string {
  return number === null ? publicId : `INV-${String(number).padStart(6, '0')}`;
}
