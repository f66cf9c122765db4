import {
  priceKindNames,
  priceKinds,
  tierHolds,
  type PriceKind,
  type PriceList,
  type PriceTier,
} from '@onegate/models';
import { Decimal } from '@onegate/platform';

/** The dearest that each kind can come to, in thousandths of a nano-dollar, rounded up. */
export type HighestRates = Readonly<Record<PriceKind, number>>;

export type Priced = Pick<PriceList, 'prices' | 'tiers'>;

const picoDigits = 12;

/** A prompt is counted roughly before the call: a tier that begins so little above it may hold as well. */
const nearly = 1.25;

/** Rates are the same for every call until a price changes or a tier begins: they are kept with the price. */
const known = new WeakMap<Priced, Map<string, HighestRates>>();

export function highestRates(price: Priced, conditions: { promptTokens: number; at: Date }): HighestRates {
  const promptTokens = Math.ceil(conditions.promptTokens * nearly);
  const tiers = price.tiers.filter((tier) => tierHolds(tier, { ...conditions, promptTokens }));
  const byTiers = known.get(price) ?? new Map<string, HighestRates>();
  known.set(price, byTiers);
  const key = tiers.map((tier) => price.tiers.indexOf(tier)).join();
  const rates = byTiers.get(key) ?? ratesOf(price, tiers);
  byTiers.set(key, rates);
  return rates;
}

/** Whichever of them is in force in the end: of each kind the dearest that any of them says. */
function ratesOf({ prices }: Priced, tiers: readonly PriceTier[]): HighestRates {
  const tables = [prices, ...tiers.map((tier) => tier.prices)];
  const rateOf = (kind: PriceKind): number => {
    const own = tables.map((table) => table[kind]).filter((text) => text !== undefined);
    const substitute = prices[kind] === undefined ? priceKinds[kind] : null;
    return Math.max(0, ...own.map(inPico), substitute === null ? 0 : rateOf(substitute));
  };
  const rates = priceKindNames.map((kind) => [kind, rateOf(kind)]);
  return Object.fromEntries(rates) as Record<PriceKind, number>;
}

function inPico(text: string): number {
  const rate = Decimal.parse(text);
  const pico = rate.unitsAt(picoDigits);
  const isLess = Decimal.scaled(pico, picoDigits).compare(rate) < 0;
  return Number(isLess ? pico + 1n : pico);
}
