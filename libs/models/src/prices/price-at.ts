import { Decimal } from '@onegate/platform';
import { priceKindNames, type PriceKind } from './price-kinds.js';
import { weekdays, type PriceList, type PriceTier } from './price-list.js';

export interface CallConditions {
  readonly promptTokens: number;
  readonly at: Date;
}

/** What each kind costs for one call; kinds that the source is silent about are missing. */
export interface EffectivePrice {
  readonly of: Readonly<Partial<Record<PriceKind, Decimal>>>;
  /** Kinds with a price that nobody told us. */
  readonly unknown: ReadonlySet<PriceKind>;
}

/** The prices in force for a call: the base, overridden by the tiers that hold; of those, the last one wins. */
export function priceAt(
  { prices, tiers, unknown }: Pick<PriceList, 'prices' | 'tiers' | 'unknown'>,
  conditions: CallConditions,
): EffectivePrice {
  const tables = [prices, ...tiers.filter((tier) => tierHolds(tier, conditions)).map((tier) => tier.prices)];
  const of: Partial<Record<PriceKind, Decimal>> = {};
  for (const kind of priceKindNames) {
    const text = tables.findLast((table) => table[kind] !== undefined)?.[kind];
    if (text !== undefined) of[kind] = Decimal.parse(text);
  }
  return { of, unknown: new Set(unknown.filter((kind) => of[kind] === undefined)) };
}

export function tierHolds(tier: PriceTier, { promptTokens, at }: CallConditions): boolean {
  const longEnough = tier.min_prompt_tokens === undefined || promptTokens > tier.min_prompt_tokens;
  return longEnough && onDay(tier, at) && inWindow(tier, at);
}

function onDay({ utc_days: days }: PriceTier, at: Date): boolean {
  return days === undefined || days.some((day) => weekdays.indexOf(day) === at.getUTCDay());
}

/** A window without one of its ends begins or ends with the day. */
function inWindow({ utc_start: start = 0, utc_end: end = 2400 }: PriceTier, at: Date): boolean {
  const now = at.getUTCHours() * 100 + at.getUTCMinutes();
  return start <= end ? now >= start && now < end : now >= start || now < end;
}
