import { z } from 'zod';
import { priceKindNames } from '../prices/price-kinds.js';
import { vendorAndModel, vendorOf } from './slug.js';
import type { SourceModel } from './source-model.js';

const price = z.string().regex(/^\d+(\.\d+)?$/);
const table = z.partialRecord(z.enum(priceKindNames), price);

const snapshotModel = z.strictObject({
  slug: z.string().regex(vendorAndModel),
  name: z.string().min(1),
  /** Retired models stay callable under their names, for the clients that know no others. */
  state: z.enum(['active', 'deprecated']),
  context_length: z.number().int().positive().nullable(),
  max_output_tokens: z.number().int().positive().nullable(),
  input_modalities: z.array(z.string()),
  output_modalities: z.array(z.string()),
  supported_parameters: z.array(z.string()),
  published: z.iso.date().nullable(),
  prices: table,
  tiers: z
    .array(z.strictObject({ min_prompt_tokens: z.number().int().positive(), prices: table }))
    .optional(),
  aliases: z.array(z.string()).optional(),
});

/** The catalog that comes with the product. */
export const snapshotSchema = z.strictObject({ taken: z.string(), models: z.array(snapshotModel) });

export type SnapshotModel = z.output<typeof snapshotModel>;

export function fromSnapshot(row: SnapshotModel): SourceModel {
  return {
    slug: row.slug,
    canonicalSlug: null,
    vendor: vendorOf(row.slug),
    name: row.name,
    description: null,
    modality: `${row.input_modalities.join('+')}->${row.output_modalities.join('+')}`,
    inputModalities: row.input_modalities,
    outputModalities: row.output_modalities,
    contextLength: row.context_length,
    maxOutputTokens: row.max_output_tokens,
    supportedParameters: row.supported_parameters,
    publishedAt: row.published === null ? null : new Date(row.published),
    expiresOn: null,
    price: { prices: row.prices, tiers: row.tiers ?? [], unknown: [], discount: null },
    raw: null,
  };
}
