import type { EventOutcome } from '../records/payment-event.entity.js';

/** What came of a piece of news. */
export interface Learned {
  readonly outcome: EventOutcome;
  readonly paymentId: number | null;
  /** Why it was refused, for administrators. */
  readonly reason: string | null;
}

export const unrelated: Learned = { outcome: 'unrelated', paymentId: null, reason: null };

export function refused(paymentId: number | null, reason: string): Learned {
  return { outcome: 'refused', paymentId, reason };
}

export function changed(paymentId: number | null, isChanged: boolean): Learned {
  return { outcome: isChanged ? 'applied' : 'unchanged', paymentId, reason: null };
}

const weight = { unrelated: 0, unchanged: 1, applied: 2, refused: 3 } as const;

/** Of all that came of one event the weightiest: one contradiction makes it one that a person has to look at. */
export function weightiest(all: readonly Learned[]): Learned {
  return all.reduce((most, one) => (weight[one.outcome] > weight[most.outcome] ? one : most), unrelated);
}
