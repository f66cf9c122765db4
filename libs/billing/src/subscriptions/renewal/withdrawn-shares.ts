import type { Invoice } from '../../invoices/invoice.entity.js';
import { prorate } from '../proration.js';

type ReturnedInvoice = Pick<Invoice, 'totalCents' | 'returnedCents' | 'effect' | 'givenUp'>;

export interface WithdrawnShares {
  /** Of the credit that was included in the plan. */
  readonly includedCents: number;
  /** Of the credit that its unused time became. */
  readonly creditedCents: number;
}

/**
 * What is withdrawn in all once so much of an invoice went back: it depends on the sum only, so that money may go back
 * and come again in any parts and order. What was settled when its time was given up is not taken twice.
 */
export function withdrawnOf(invoice: ReturnedInvoice): WithdrawnShares {
  const { givenUp, returnedCents } = invoice;
  if (!givenUp) return { includedCents: includedShare(invoice, returnedCents), creditedCents: 0 };
  const since = Math.max(0, returnedCents - givenUp.returnedCents);
  const before = includedShare(invoice, givenUp.returnedCents);
  const after = includedShare(invoice, givenUp.returnedCents + since) - givenUp.settledCents;
  return {
    includedCents: Math.max(before, after),
    creditedCents: Math.min(since, givenUp.creditedCents),
  };
}

/** Of the included credit, what belongs to so many cents of the price: all parts together are all of it. */
function includedShare({ totalCents, effect }: ReturnedInvoice, cents: number): number {
  if (totalCents === 0) return 0;
  const whole = { start: new Date(0), end: new Date(totalCents) };
  return prorate(effect.creditCents, whole, new Date(cents)).used;
}
