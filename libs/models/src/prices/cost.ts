import { Decimal, roundToNanoUsd, type NanoUsd } from '@onegate/platform';
import type { EffectivePrice } from './price-at.js';
import { priceKinds, type PriceKind } from './price-kinds.js';

/**
 * What a call used, by kind. The kinds do not overlap: `input` is the prompt without what was read from or written to a
 * cache, `output` the answer without reasoning.
 */
export type Usage = Readonly<Partial<Record<PriceKind, number | bigint>>>;

export interface CostLine {
  readonly kind: PriceKind;
  readonly units: bigint;
  /** Dollars per unit. */
  readonly price: Decimal;
  readonly amount: Decimal;
}

export interface Cost {
  readonly lines: readonly CostLine[];
  /** Dollars, exact. Multiply the mark-up onto this, then round. */
  readonly exact: Decimal;
  /** The provider's price rounded once, half up. */
  readonly amount: NanoUsd;
  /** Kinds that were used and have a price that nobody told us: the amount is too low by them. */
  readonly unpriced: readonly PriceKind[];
}

/** Usage times price, kind by kind; nothing is rounded before the sum. */
export function costOf(usage: Usage, price: EffectivePrice): Cost {
  const used = Object.entries(usage)
    .map(([kind, units]) => ({ kind: kind as PriceKind, units: BigInt(units) }))
    .filter(({ units }) => units > 0n);
  const unpriced = used.map(({ kind }) => kind).filter((kind) => priceOf(kind, price) === undefined);
  const lines = used.flatMap(({ kind, units }) => costLine(kind, units, priceOf(kind, price)));
  const exact = lines.reduce((sum, { amount }) => sum.plus(amount), Decimal.zero);
  return { lines, exact, amount: roundToNanoUsd(exact), unpriced };
}

/** What one unit costs, by its own price or the one that stands in; `undefined` where that is not known. */
export function priceOf(kind: PriceKind, price: EffectivePrice): Decimal | undefined {
  const own = price.of[kind];
  if (own) return own;
  if (price.unknown.has(kind)) return undefined;
  const substitute = priceKinds[kind];
  return substitute === null ? free(kind) : priceOf(substitute, price);
}

/** Input and output are never free by silence, only by a price of zero. */
function free(kind: PriceKind): Decimal | undefined {
  return kind === 'input' || kind === 'output' ? undefined : Decimal.zero;
}

function costLine(kind: PriceKind, units: bigint, price: Decimal | undefined): CostLine[] {
  return price ? [{ kind, units, price, amount: price.times(units) }] : [];
}
