import type { PriceKind } from './price-kinds.js';

/** Dollars per unit as exact decimal text, by kind. */
export type PriceTable = Partial<Record<PriceKind, string>>;

/** Prices that replace others while their conditions hold, all of those given. */
export interface PriceTier {
  /** Holds for prompts longer than this. */
  readonly min_prompt_tokens?: number;
  /** A window of the day in UTC, as HHMM; it may go over midnight. The start is inside, the end is not. */
  readonly utc_start?: string;
  readonly utc_end?: string;
  /** Days of the week on which the window starts: 0 is Sunday. */
  readonly utc_days?: readonly number[];
  readonly prices: PriceTable;
}

/** All that a source says about a model's price. */
export interface PriceList {
  readonly prices: PriceTable;
  /** Later ones win, price by price. */
  readonly tiers: readonly PriceTier[];
  /** Kinds that cost something, but the source does not say how much. */
  readonly unknown: readonly PriceKind[];
  /** Already taken off the prices; kept for showing. */
  readonly discount: string | null;
}
