import type { PriceKind } from './price-kinds.js';

/** Dollars per unit as exact decimal text, by kind. */
export type PriceTable = Partial<Record<PriceKind, string>>;

export const weekdays = [
  'sunday',
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
] as const;
export type Weekday = (typeof weekdays)[number];

/** Prices that replace others while all conditions that are given hold at once. */
export interface PriceTier {
  /** Holds for prompts longer than this. */
  readonly min_prompt_tokens?: number;
  /** A window of the day in UTC as HHMM numbers (1630 is half past four); its end is outside. It may go over midnight. */
  readonly utc_start?: number;
  readonly utc_end?: number;
  /** The days in UTC on which it holds, judged at the moment of the call. */
  readonly utc_days?: readonly Weekday[];
  readonly prices: PriceTable;
}

/** All that a source says about a model's price. */
export interface PriceList {
  readonly prices: PriceTable;
  /** Later ones win, price by price. */
  readonly tiers: readonly PriceTier[];
  /** Kinds that cost something, but the source does not say how much. */
  readonly unknown: readonly PriceKind[];
  /** The fraction by which the prices are lowered already; kept for showing. */
  readonly discount: string | null;
}
