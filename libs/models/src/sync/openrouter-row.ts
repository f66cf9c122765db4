import { z } from 'zod';
import { vendorAndModel, vendorOf } from '../catalog/slug.js';
import type { SourceModel } from '../catalog/source-model.js';
import { openRouterPricing, priceListOf, strangePrices } from './openrouter-price.js';

const count = z.number().int().min(0).max(2_147_483_647);

/** A row of `GET /models`; what is not named here stays in `raw`. */
const row = z.looseObject({
  id: z.string().max(200).regex(vendorAndModel, 'The id is not of the form vendor/model'),
  name: z.string().min(1).max(300),
  canonical_slug: z.string().max(200).nullish(),
  created: z.number().int().min(0).max(253_402_300_799).nullish(),
  description: z.string().nullish(),
  context_length: count.nullish(),
  architecture: z
    .looseObject({
      modality: z.string().nullish(),
      input_modalities: z.array(z.string()).nullish(),
      output_modalities: z.array(z.string()).nullish(),
    })
    .nullish(),
  pricing: openRouterPricing,
  top_provider: z.looseObject({ max_completion_tokens: count.nullish() }).nullish(),
  supported_parameters: z.array(z.string()).nullish(),
  expiration_date: z
    .string()
    .regex(/^\d{4}-\d{2}-\d{2}(T|$)/, 'The expiration date is no date')
    .refine((text) => !Number.isNaN(Date.parse(text)), 'The expiration date is no date')
    .nullish(),
});

export type ReadRow =
  | { readonly model: SourceModel; readonly strange: readonly string[] }
  | { readonly id: string | null; readonly reason: string };

/** Reads one row, or says what is wrong with it. */
export function readRow(value: unknown): ReadRow {
  const parsed = row.safeParse(value);
  if (!parsed.success) return { id: idOf(value), reason: reasonOf(parsed.error) };
  const strange = strangePrices(parsed.data.pricing);
  return { model: modelOf(parsed.data, value as Record<string, unknown>), strange };
}

type Row = z.output<typeof row>;

function modelOf(data: Row, raw: Record<string, unknown>): SourceModel {
  return {
    slug: data.id,
    canonicalSlug: data.canonical_slug ?? null,
    vendor: vendorOf(data.id),
    name: data.name,
    description: data.description || null,
    ...modalitiesOf(data.architecture),
    contextLength: data.context_length ?? null,
    maxOutputTokens: data.top_provider?.max_completion_tokens ?? null,
    supportedParameters: data.supported_parameters ?? [],
    ...lifeOf(data),
    price: priceListOf(data.pricing),
    raw,
  };
}

/** Older rows have the summary only: `text+image->text`. */
function modalitiesOf(architecture: Row['architecture']) {
  const modality = architecture?.modality ?? null;
  const [inputs = '', outputs = ''] = (modality ?? '').split('->');
  return {
    modality,
    inputModalities: architecture?.input_modalities ?? listOf(inputs),
    outputModalities: architecture?.output_modalities ?? listOf(outputs),
  };
}

function lifeOf({ created, expiration_date: lastDay }: Row) {
  return { publishedAt: created ? new Date(created * 1000) : null, expiresOn: lastDay?.slice(0, 10) ?? null };
}

function listOf(modalities: string): string[] {
  return modalities === '' ? [] : modalities.split('+');
}

function idOf(value: unknown): string | null {
  const named = z.looseObject({ id: z.string() }).safeParse(value);
  return named.success ? named.data.id : null;
}

function reasonOf(error: z.ZodError): string {
  return error.issues
    .slice(0, 3)
    .map(({ path, message }) => (path.length > 0 ? `${path.join('.')}: ${message}` : message))
    .join('; ')
    .slice(0, 500);
}
