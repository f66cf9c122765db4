import { Decimal } from '@onegate/platform';
import { z } from 'zod';
import { priceKindNames, type PriceKind } from './price-kinds.js';
import { weekdays, type PriceList, type PriceTable } from './price-list.js';

const amount = z.string().meta({ description: 'Dollars per unit, as an exact decimal.' });
const table = z.partialRecord(z.enum(priceKindNames), amount);
const tier = z.object({
  min_prompt_tokens: z.number().int().optional(),
  utc_start: z.number().int().optional(),
  utc_end: z.number().int().optional(),
  utc_days: z.array(z.enum(weekdays)).optional(),
  prices: table,
});

/** Prices as the admin surface shows and takes them. */
export const priceListView = z
  .object({
    prices: table,
    tiers: z.array(tier),
    unknown: z.array(z.enum(priceKindNames)),
    discount: z.string().nullable(),
  })
  .meta({ id: 'PriceList' });

export type PriceListView = z.input<typeof priceListView>;

export function toPriceView({ prices, tiers, unknown, discount }: PriceList): PriceListView {
  return { prices, tiers: tiers.map(copyTier), unknown: [...unknown], discount };
}

function copyTier({ utc_days: days, ...rest }: PriceList['tiers'][number]) {
  return days ? { ...rest, utc_days: [...days] } : rest;
}

/** The same prices with a mark-up in hundredths of a percent, exact. */
export function markedUp<List extends Pick<PriceList, 'prices' | 'tiers'>>(
  list: List,
  bps: number | null,
): List {
  if (!bps) return list;
  const factor = Decimal.scaled(BigInt(10_000 + bps), 4);
  const raise = (prices: PriceTable): PriceTable =>
    Object.fromEntries(
      Object.entries(prices).map(([kind, text]: [string, string]) => [
        kind as PriceKind,
        Decimal.parse(text).times(factor).toString(),
      ]),
    );
  const tiers = list.tiers.map((one) => ({ ...one, prices: raise(one.prices) }));
  return { ...list, prices: raise(list.prices), tiers };
}
