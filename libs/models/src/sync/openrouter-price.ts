import { Decimal } from '@onegate/platform';
import { z } from 'zod';
import type { PriceKind } from '../prices/price-kinds.js';
import { weekdays, type PriceList, type PriceTable, type PriceTier } from '../prices/price-list.js';

/** OpenRouter's names of the kinds. */
export const openRouterPrices = {
  prompt: 'input',
  completion: 'output',
  request: 'request',
  image: 'image',
  image_token: 'image_token',
  image_output: 'image_output',
  audio: 'audio',
  audio_output: 'audio_output',
  input_audio_cache: 'cached_audio',
  web_search: 'web_search',
  internal_reasoning: 'reasoning',
  input_cache_read: 'cached_read',
  input_cache_write: 'cache_write',
  input_cache_write_1h: 'cache_write_1h',
} as const satisfies Record<string, PriceKind>;

export type OpenRouterPrice = keyof typeof openRouterPrices;

const kinds = new Map(Object.entries<PriceKind>(openRouterPrices));

/** A thousand dollars for one token, call or search is a slip of the unit. */
const highestPrice = Decimal.of(1000);

const figure = z.union([z.string(), z.number()]).transform((value, context) => {
  const decimal = readDecimal(String(value));
  if (decimal && decimal.compare(highestPrice) <= 0) return decimal;
  context.addIssue({ code: 'custom', message: `${JSON.stringify(value)} is not a price` });
  return z.NEVER;
});
const knownFigure = figure.refine((decimal) => !decimal.isNegative, 'A price under a condition is negative');

const clock = z.coerce.number().int().min(0).max(2400).optional();

const conditions = {
  min_prompt_tokens: z.number().int().min(0).optional(),
  utc_start: clock,
  utc_end: clock,
  utc_days: z.array(z.enum(weekdays)).optional(),
};

/** A condition that is not understood must not be taken for one that holds: such a row is refused. */
const override = z.strictObject({ ...conditions, ...eachPrice(knownFigure.nullish()) });

export const openRouterPricing = z.looseObject({
  ...eachPrice(figure.nullish()),
  prompt: figure,
  completion: figure,
  discount: z.number().min(0).max(1).nullish(),
  overrides: z.array(override).nullish(),
});

function eachPrice<Schema>(schema: Schema): Record<OpenRouterPrice, Schema> {
  return Object.fromEntries([...kinds.keys()].map((key) => [key, schema])) as Record<OpenRouterPrice, Schema>;
}

/** Negative means that the price depends on what is routed to: unknown, and never a credit. */
export function priceListOf(pricing: z.output<typeof openRouterPricing>): PriceList {
  const figures = figuresOf(pricing);
  const prices = withoutFreeReasoning(tableOf(figures.filter(({ price }) => !price.isNegative)));
  return {
    prices,
    unknown: figures.filter(({ price }) => price.isNegative).map(({ kind }) => kind),
    tiers: (pricing.overrides ?? []).map((override) => withReasoning(tierOf(override), prices)),
    discount: pricing.discount ? Decimal.of(pricing.discount).toString() : null,
  };
}

/** Prices whose names we do not know are kept with the row, and told. */
export function strangePrices(pricing: z.output<typeof openRouterPricing>): string[] {
  return Object.keys(pricing).filter((key) => !kinds.has(key) && key !== 'discount' && key !== 'overrides');
}

/**
 * Nothing for reasoning beside a price for output means nothing beyond that price, as reasoning is counted as output
 * there. Our counts of the two do not overlap, so it would make reasoning free.
 */
function withoutFreeReasoning(prices: PriceTable): PriceTable {
  const { reasoning, ...others } = prices;
  return reasoning === '0' && others.output !== '0' ? others : prices;
}

/** Conditions name no price for reasoning; where it costs what other output costs, it does so under them too. */
function withReasoning(tier: PriceTier, base: PriceTable): PriceTier {
  const follows = base.reasoning !== undefined && base.reasoning === base.output;
  if (!follows || tier.prices.output === undefined || tier.prices.reasoning !== undefined) return tier;
  return { ...tier, prices: { ...tier.prices, reasoning: tier.prices.output } };
}

interface Figure {
  readonly kind: PriceKind;
  readonly price: Decimal;
}

function figuresOf(prices: Readonly<Record<string, unknown>>): Figure[] {
  return [...kinds].flatMap(([key, kind]) => {
    const price = prices[key];
    return price instanceof Decimal ? [{ kind, price }] : [];
  });
}

function tierOf({
  min_prompt_tokens,
  utc_start,
  utc_end,
  utc_days,
  ...prices
}: z.output<typeof override>): PriceTier {
  return {
    ...given({ min_prompt_tokens, utc_start, utc_end, utc_days }),
    prices: tableOf(figuresOf(prices)),
  };
}

function given<Conditions extends object>(conditions: Conditions): Conditions {
  const present = Object.entries(conditions).filter(([, value]) => value !== undefined);
  return Object.fromEntries(present) as Conditions;
}

function tableOf(figures: readonly Figure[]): PriceTable {
  return Object.fromEntries(figures.map(({ kind, price }) => [kind, price.toString()]));
}

function readDecimal(text: string): Decimal | undefined {
  try {
    return Decimal.parse(text);
  } catch {
    return undefined;
  }
}
