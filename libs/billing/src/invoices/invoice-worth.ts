import type { Stretch } from '../subscriptions/proration.js';
import type { Invoice } from './invoice.entity.js';

/** What a period was paid with: money, and unused time of the one before. */
export function worthOf({
  totalCents,
  carriedOverCents,
}: Pick<Invoice, 'totalCents' | 'carriedOverCents'>): number {
  return totalCents + carriedOverCents;
}

/** How much of that is with its payer again. */
export function goneOf({
  returnedCents,
  carriedBackCents,
}: Pick<Invoice, 'returnedCents' | 'carriedBackCents'>): number {
  return returnedCents + carriedBackCents;
}

type Dated = Pick<Invoice, 'kind' | 'createdAt' | 'periodStart' | 'periodEnd'>;

/** A change is priced from when it was ordered; all else is for its whole period, however late it was paid. */
export function stretchOf({ kind, createdAt, periodStart, periodEnd: end }: Dated): Stretch {
  const isWithin = kind === 'change' && createdAt > periodStart;
  return { start: isWithin ? createdAt : periodStart, end };
}
