import { Decimal, DecimalInvalid } from '@onegate/platform';
import { z } from 'zod';
import { priceKindNames } from '../prices/price-kinds.js';
import { weekdays } from '../prices/price-list.js';
import { vendorAndModel } from './slug.js';

const amount = z
  .string()
  .max(60)
  .refine((text) => isAmount(text), 'A price is a decimal number of dollars, and not negative.')
  .transform((text) => Decimal.parse(text).toString());

const table = z.partialRecord(z.enum(priceKindNames), amount);
const needed = (prices: z.output<typeof table>) => prices.input !== undefined && prices.output !== undefined;
const clock = z.number().int().min(0).max(2400).optional();
const tier = z
  .object({
    min_prompt_tokens: z.number().int().min(0).optional(),
    utc_start: clock,
    utc_end: clock,
    utc_days: z.array(z.enum(weekdays)).min(1).optional(),
    prices: table,
  })
  .strict();

/** A price that a person sets: dollars per token, image, call or search. */
export const priceInput = z
  .object({
    prices: table.refine(needed, 'Input and output must have a price.'),
    tiers: z.array(tier).max(50).default([]),
  })
  .meta({ id: 'PriceInput', example: { prices: { input: '0.0000005', output: '0.0000015' } } });

export type PriceInput = z.output<typeof priceInput>;

const count = z.number().int().positive().max(2_147_483_647).nullable().default(null);
const names = z.array(z.string().min(1).max(100)).max(100);

/** A model that no catalog lists: one's own server, a private deployment. */
export const manualModelInput = priceInput
  .extend({
    slug: z.string().trim().max(200).regex(vendorAndModel, 'The slug has the form vendor/model.'),
    name: z.string().trim().min(1).max(300),
    description: z.string().trim().max(5_000).nullable().default(null),
    context_length: count,
    max_output_tokens: count,
    input_modalities: names.default(['text']),
    output_modalities: names.default(['text']),
    supported_parameters: names.default(['max_tokens', 'stop', 'temperature', 'top_p']),
  })
  .meta({
    id: 'ManualModelInput',
    example: {
      slug: 'house/llama-private',
      name: 'Llama on our own server',
      context_length: 131_072,
      prices: { input: '0', output: '0' },
    },
  });

export type ManualModelInput = z.output<typeof manualModelInput>;

function isAmount(text: string): boolean {
  try {
    return !Decimal.parse(text).isNegative;
  } catch (error) {
    if (error instanceof DecimalInvalid) return false;
    throw error;
  }
}
