import { goneOf, stretchOf, worthOf } from '../../invoices/invoice-worth.js';
import type { Invoice } from '../../invoices/invoice.entity.js';
import type { GivenUpTime } from '../../invoices/invoice.flow.js';
import { prorate } from '../proration.js';

export interface WithdrawnShares {
  /** Of the credit that was included in the plan. */
  readonly includedCents: number;
  /** Of the credit that its unused time became; less than nothing where more becomes credit. */
  readonly creditedCents: number;
  /** Of what paid for the period that began instead: money of another invoice that is gone, too. */
  readonly carriedCents: number;
}

/**
 * What is withdrawn in all once so much of an invoice went back: it depends on the sum only, so that money may go back
 * and come again in any parts and order. What was settled when its time was given up is not taken twice.
 */
export function withdrawnOf(invoice: Invoice): WithdrawnShares {
  const { givenUp } = invoice;
  const gone = goneOf(invoice);
  if (!givenUp) return { includedCents: includedShare(invoice, gone), creditedCents: 0, carriedCents: 0 };
  const since = Math.max(0, gone - givenUp.goneCents);
  const before = includedShare(invoice, givenUp.goneCents);
  const after = includedShare(invoice, givenUp.goneCents + since) - givenUp.settledCents;
  const creditedCents = Math.min(since, givenUp.creditedCents);
  const again = Math.max(0, givenUp.goneCents - gone);
  return {
    includedCents: Math.max(before, after),
    creditedCents: creditedCents - unusedShare(invoice, givenUp, again),
    carriedCents: Math.min(since - creditedCents, givenUp.carriedCents),
  };
}

/** What came again only after the time had been given up that it had paid for. */
function unusedShare(invoice: Invoice, { at }: GivenUpTime, cents: number): number {
  return prorate(cents, stretchOf(invoice), new Date(at)).left;
}

/** Of the included credit, what belongs to so many cents of the price: all parts together are all of it. */
function includedShare(invoice: Invoice, cents: number): number {
  const worth = worthOf(invoice);
  if (worth === 0) return 0;
  const whole = { start: new Date(0), end: new Date(worth) };
  return prorate(invoice.effect.creditCents, whole, new Date(cents)).used;
}
