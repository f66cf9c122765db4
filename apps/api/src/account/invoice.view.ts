import { StreamableFile } from '@nestjs/common';
import { invoiceNumber, invoiceStatuses, type Invoice } from '@onegate/billing';
import type { CursorPage } from '@onegate/platform';
import { z } from 'zod';

export const invoiceView = z
  .object({
    id: z.string(),
    number: z.string().meta({ description: 'They follow each other without a gap' }),
    status: z.enum(invoiceStatuses),
    about: z.string(),
    totalCents: z.int(),
    returnedCents: z.int(),
    lines: z.array(z.object({ text: z.string(), quantity: z.int(), amountCents: z.int() })),
    periodStart: z.iso.datetime(),
    periodEnd: z.iso.datetime(),
    issuedAt: z.iso.datetime(),
    paidAt: z.iso.datetime().optional(),
    paymentId: z.string().optional(),
    actionUrl: z.string().optional(),
  })
  .meta({ id: 'Invoice' });
export type InvoiceView = z.input<typeof invoiceView>;

export const invoicesView = z
  .object({ items: z.array(invoiceView), nextToken: z.string().optional() })
  .meta({ id: 'Invoices' });

export function toInvoicesView(page: CursorPage<Invoice>): z.input<typeof invoicesView> {
  return { ...page, items: page.items.map(toInvoiceView) };
}

export function toInvoiceView(invoice: Invoice): InvoiceView {
  const { paidAt, paymentId, actionUrl, finalizedAt, createdAt } = invoice;
  return {
    id: invoice.publicId,
    number: invoiceNumber(invoice),
    status: invoice.status,
    about: invoice.about,
    totalCents: invoice.totalCents,
    returnedCents: invoice.returnedCents,
    lines: invoice.lines.map((line) => ({ ...line })),
    periodStart: invoice.periodStart.toISOString(),
    periodEnd: invoice.periodEnd.toISOString(),
    issuedAt: (finalizedAt ?? createdAt).toISOString(),
    ...(paidAt && { paidAt: paidAt.toISOString() }),
    ...(paymentId !== null && { paymentId }),
    ...(actionUrl !== null && { actionUrl }),
  };
}

/** A page that runs nothing, whatever is in it. */
export function invoicePageFile(page: string): StreamableFile {
  return new StreamableFile(Buffer.from(page), { type: 'text/html; charset=utf-8', disposition: 'inline' });
}

export function invoicePdfFile(pdf: Buffer, invoice: Invoice): StreamableFile {
  const disposition = `attachment; filename="${invoiceNumber(invoice)}.pdf"`;
  return new StreamableFile(pdf, { type: 'application/pdf', disposition });
}
