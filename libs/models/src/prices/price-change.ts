import { createHash } from 'node:crypto';
import { Decimal } from '@onegate/platform';
import { priceKindNames, priceKinds, type PriceKind } from './price-kinds.js';
import type { PriceList, PriceTable, PriceTier } from './price-list.js';

const tenfold = 10n;

/** One text for equal prices, whatever the order of keys and the spelling of numbers. */
export function fingerprintOf({ prices, tiers, unknown, discount }: PriceList): string {
  const plain = [
    canonicalTable(prices),
    tiers.map((tier) => [conditionOf(tier), canonicalTable(tier.prices)]),
    unknown.toSorted(),
    discount,
  ];
  return createHash('sha256').update(JSON.stringify(plain)).digest('hex').slice(0, 32);
}

/** Why a person should look before the new price is taken; nothing for a change that is believed. */
export function doubtsAbout(before: PriceList, after: PriceList): string[] {
  const former = { ...before, prices: without(after.unknown, before.prices) };
  const doubts = [
    ...lostPrices(before, after),
    ...changesOf('', former.prices, after.prices),
    ...after.tiers.flatMap((tier) =>
      changesOf(describe(tier), tableLike(tier, former), { ...after.prices, ...tier.prices }),
    ),
  ];
  return [...new Set(doubts)];
}

function without(kinds: readonly PriceKind[], table: PriceTable): PriceTable {
  return Object.fromEntries(Object.entries(table).filter(([kind]) => !kinds.includes(kind as PriceKind)));
}

/** A kind that costs something and has no figure any more; what only left the list falls back to its substitute. */
function lostPrices(before: PriceList, after: PriceList): string[] {
  return after.unknown
    .filter((kind) => before.prices[kind] !== undefined)
    .map((kind) => `${kind}: the source no longer tells the price, it was ${before.prices[kind]}`);
}

/** What was charged under the condition of a tier: by the tier with the same condition, else by the base. */
function tableLike(tier: PriceTier, before: PriceList): PriceTable {
  const former = before.tiers.find((other) => conditionOf(other) === conditionOf(tier));
  return { ...before.prices, ...former?.prices };
}

function changesOf(condition: string, before: PriceTable, after: PriceTable): string[] {
  return priceKindNames.flatMap((kind) => {
    const jump = jumpOf(before[kind], after[kind] ?? silence(kind));
    return jump ? [`${kind}${condition}: from ${before[kind]} to ${after[kind] ?? 'nothing'}, ${jump}`] : [];
  });
}

/** What it means that a source no longer lists a price: nothing is charged, unless another price stands in. */
function silence(kind: PriceKind): string | undefined {
  return priceKinds[kind] === null ? '0' : undefined;
}

function jumpOf(before: string | undefined, after: string | undefined): string | undefined {
  if (before === undefined || after === undefined) return undefined;
  const [from, to] = [Decimal.parse(before), Decimal.parse(after)];
  if (from.isZero !== to.isZero) return 'to or from zero';
  const [low, high] = from.compare(to) < 0 ? [from, to] : [to, from];
  return high.compare(low.times(tenfold)) > 0 ? 'more than tenfold' : undefined;
}

/** The conditions of a tier as one text. */
function conditionOf({ prices: _prices, ...condition }: PriceTier): string {
  return JSON.stringify(Object.entries(condition).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

function describe({ prices: _prices, ...condition }: PriceTier): string {
  const terms = Object.entries(condition).map(([name, value]) => `${name} ${String(value)}`);
  return ` (${terms.join(', ')})`;
}

function canonicalTable(table: PriceTable): [PriceKind, string][] {
  return priceKindNames.flatMap((kind): [PriceKind, string][] => {
    const text = table[kind];
    return text === undefined ? [] : [[kind, Decimal.parse(text).toString()]];
  });
}
