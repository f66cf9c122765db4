import { goneOf, stretchOf, worthOf } from '../invoices/invoice-worth.js';
import type { Invoice } from '../invoices/invoice.entity.js';
import type { PaidStretch } from './pricing.js';
import { prorate } from './proration.js';
import { withdrawnOf } from './renewal/withdrawn-shares.js';

/** What an invoice that was paid has its payer have until the end of its period. */
export function paidStretchOf(invoice: Invoice): PaidStretch {
  return {
    stretch: stretchOf(invoice),
    paidCents: worthOf(invoice) - goneOf(invoice),
    creditCents: invoice.effect.creditCents - withdrawnOf(invoice).includedCents,
  };
}

/** The part of it that is for the time to come. */
export function unusedCents(invoice: Invoice, at: Date): number {
  const { paidCents, stretch } = paidStretchOf(invoice);
  return prorate(paidCents, stretch, at).left;
}
