import type { ModelSource } from '../catalog/model.entity.js';
import { doubtsAbout, fingerprintOf } from './price-change.js';
import type { PriceList } from './price-list.js';

/** What is known of a model's price when a source tells one. */
export interface PriceHistory {
  readonly current: (PriceList & { readonly fingerprint: string; readonly origin: ModelSource }) | null;
  /** Prices that a person has refused to take in place of the current one. */
  readonly refused: readonly string[];
}

export type PriceDecision =
  | { readonly kind: 'same' | 'take' | 'refused' }
  | { readonly kind: 'hold'; readonly reasons: readonly string[] };

/** Whether a price that a source tells is taken, or waits for a person. */
export function decidePrice({ current, refused }: PriceHistory, told: PriceList): PriceDecision {
  const fingerprint = fingerprintOf(told);
  if (!current) return { kind: hasPrices(told) ? 'take' : 'same' };
  if (current.fingerprint === fingerprint) return { kind: 'same' };
  const reasons =
    current.origin === 'manual' ? ['The present price was set by hand'] : doubtsAbout(current, told);
  if (reasons.length === 0) return { kind: 'take' };
  return refused.includes(fingerprint) ? { kind: 'refused' } : { kind: 'hold', reasons };
}

/** A source that tells no figure at all says nothing worth a version. */
export function hasPrices({ prices }: Pick<PriceList, 'prices'>): boolean {
  return Object.keys(prices).length > 0;
}
