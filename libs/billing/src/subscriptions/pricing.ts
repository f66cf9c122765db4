import type { InvoiceEffect, InvoiceLine } from '../invoices/invoice.flow.js';
import type { PlanVersion } from '../plans/plan-version.entity.js';
import type { BillingPeriod } from './periods/billing-period.js';
import { prorate, type Stretch } from './proration.js';

type PricedTerms = Pick<PlanVersion, 'id' | 'displayName' | 'pricePerSeatCents' | 'includedCreditCents'>;

/** So many seats on certain terms. */
export interface Order {
  readonly terms: PricedTerms;
  readonly seats: number;
}

/** What is to be paid, line by line, and what comes of it. The lines add up to the total. */
export interface PricedOrder {
  readonly lines: readonly InvoiceLine[];
  readonly totalCents: number;
  readonly creditCents: number;
  readonly surplusCents: number;
  /** What unused time pays of it. */
  readonly carriedOverCents: number;
}

/** What is had now, and how much of it. */
export interface Unused {
  /** What was paid for the time that is left, less included credit that was used ahead of time. */
  readonly valueCents: number;
  readonly takeBackNano: bigint;
  /** How much that credit made it less. */
  readonly aheadCents: number;
}

/** No card can be charged less. */
const minimumChargeCents = 50;
const nanoPerCent = 10_000_000n;

function priceOf({ terms, seats }: Order): number {
  return terms.pricePerSeatCents * seats;
}

export function creditIn({ terms, seats }: Order): number {
  return terms.includedCreditCents * seats;
}

/** A whole period. */
export function periodOrder(order: Order): PricedOrder {
  const line = { text: order.terms.displayName, quantity: order.seats, amountCents: priceOf(order) };
  return charged([line], creditIn(order));
}

/** For the rest of the period: other terms, more seats, or both. */
export function changeOrder(before: Order, after: Order, at: Date, period: Stretch): PricedOrder {
  const left = (cents: number): number => prorate(cents, period, at).left;
  const lines = [
    unusedLine(before, -left(priceOf(before))),
    {
      text: `${after.terms.displayName}, rest of the period`,
      quantity: after.seats,
      amountCents: left(priceOf(after)),
    },
  ];
  return charged(lines, Math.max(0, left(creditIn(after)) - left(creditIn(before))));
}

/** A whole period from now on instead of what was had. */
export function replacementOrder(
  before: Order,
  after: Order,
  { valueCents }: Pick<Unused, 'valueCents'>,
): PricedOrder {
  const whole = periodOrder(after);
  const lines = [unusedLine(before, -valueCents), ...whole.lines];
  const order = charged(lines, whole.creditCents);
  return { ...order, carriedOverCents: valueCents - order.surplusCents };
}

/**
 * What is left of a period that is given up: of what was really paid for it, payment by payment, the share of the time
 * to come, less the included credit of that time if it was used already.
 */
export function unusedOf({ at, paid, leftOfCreditNano }: UnusedFacts): Unused {
  const left = (what: 'paidCents' | 'creditCents'): number =>
    paid.reduce((sum, one) => sum + prorate(one[what], one.stretch, at).left, 0);
  const price = left('paidCents');
  const creditAhead = BigInt(left('creditCents')) * nanoPerCent;
  const overusedNano = creditAhead > leftOfCreditNano ? creditAhead - leftOfCreditNano : 0n;
  const overusedCents = Number((overusedNano + nanoPerCent - 1n) / nanoPerCent);
  const aheadCents = Math.min(price, overusedCents);
  return { valueCents: price - aheadCents, takeBackNano: leftOfCreditNano, aheadCents };
}

/** What was paid for a period or the rest of it and did not go back, and the included credit that came and stayed with it. */
export interface PaidStretch {
  readonly stretch: Stretch;
  readonly paidCents: number;
  readonly creditCents: number;
}

export interface UnusedFacts {
  readonly at: Date;
  readonly paid: readonly PaidStretch[];
  /** Of the included credit. */
  readonly leftOfCreditNano: bigint;
}

const nothingGivenUp = { takeBackNano: 0n, aheadCents: 0 };

export function effectOf(
  { terms, seats }: Order,
  { creditCents, surplusCents }: PricedOrder,
  target: { readonly revision: number; readonly anchorAt: Date; readonly period: BillingPeriod },
  { takeBackNano, aheadCents }: Pick<Unused, 'takeBackNano' | 'aheadCents'> = nothingGivenUp,
): InvoiceEffect {
  return {
    revision: target.revision,
    versionId: terms.id,
    seats,
    anchorAt: target.anchorAt.toISOString(),
    periodNumber: target.period.number,
    creditCents,
    surplusCents,
    takeBackNano: String(takeBackNano),
    aheadCents,
  };
}

function unusedLine({ terms, seats }: Order, amountCents: number): InvoiceLine {
  return { text: `${terms.displayName}, unused time`, quantity: seats, amountCents: amountCents || 0 };
}

/** What is less than nothing becomes credit; what is too little to be charged is let off, and brings no credit. */
function charged(lines: readonly InvoiceLine[], creditCents: number): PricedOrder {
  const total = lines.reduce((sum, { amountCents }) => sum + amountCents, 0);
  if (total < 0) {
    const moved = { text: 'Moved to the balance of the account', quantity: 1, amountCents: -total };
    return {
      lines: [...lines, moved],
      totalCents: 0,
      creditCents,
      surplusCents: -total,
      carriedOverCents: 0,
    };
  }
  if (total > 0 && total < minimumChargeCents) {
    const letOff = { text: 'Too little to be charged', quantity: 1, amountCents: -total };
    return { lines: [...lines, letOff], totalCents: 0, creditCents: 0, surplusCents: 0, carriedOverCents: 0 };
  }
  return { lines, totalCents: total, creditCents, surplusCents: 0, carriedOverCents: 0 };
}
