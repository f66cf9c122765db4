import { pageQuery } from '@onegate/platform';
import { z } from 'zod';

const blank = (value: unknown) => (value === '' || value === null ? undefined : value);
const text = z.preprocess(blank, z.string().trim().max(200).optional());

/** What `sort` may name, and the expression that it stands for. */
export const modelSorts = {
  slug: 'm.slug',
  name: 'lower(m.name)',
  vendor: 'm.vendor',
  context_length: 'm.context_length',
  max_output_tokens: 'm.max_output_tokens',
  published_at: 'm.published_at',
  updated_at: 'm.updated_at',
  input_price: "(v.prices->>'input')::numeric",
  output_price: "(v.prices->>'output')::numeric",
} as const;

export type ModelSort = keyof typeof modelSorts;

export const modelSearch = pageQuery
  .extend({
    search: text,
    vendor: text,
    source: z.preprocess(blank, z.enum(['openrouter', 'snapshot', 'manual']).optional()),
    state: z.preprocess(blank, z.enum(['active', 'deprecated', 'inactive', 'gone']).optional()),
    input_modality: text,
    output_modality: text,
    parameter: text,
    active: z.preprocess(blank, z.enum(['true', 'false', 'all']).default('true')),
    sort: z.preprocess(blank, z.enum(Object.keys(modelSorts) as [ModelSort, ...ModelSort[]]).default('slug')),
    order: z.preprocess(blank, z.enum(['asc', 'desc']).default('asc')),
  })
  .meta({ id: 'ModelSearch' });

export type ModelSearch = z.output<typeof modelSearch>;
