import {
  priceListView,
  problemOf,
  toPriceView,
  type CatalogModel,
  type PriceChange,
  type PriceVersion,
} from '@onegate/models';
import { z } from 'zod';

const versionView = priceListView
  .extend({
    id: z.string(),
    origin: z.enum(['openrouter', 'snapshot', 'manual']),
    effective_from: z.iso.datetime(),
    effective_to: z.iso.datetime().nullable(),
  })
  .meta({ id: 'PriceVersion' });

export const llmModelView = z
  .object({
    id: z.int(),
    public_id: z.string(),
    slug: z.string(),
    canonical_slug: z.string().nullable(),
    vendor: z.string(),
    name: z.string(),
    description: z.string().nullable(),
    source: z.enum(['openrouter', 'snapshot', 'manual']),
    state: z.enum(['active', 'deprecated', 'inactive', 'gone']),
    is_active: z.boolean(),
    is_callable: z.boolean(),
    /** Why it cannot be called: `switched_off`, `vanished`, `gone`, `price_unknown`. */
    problem: z.string().nullable(),
    modality: z.string().nullable(),
    input_modalities: z.array(z.string()),
    output_modalities: z.array(z.string()),
    context_length: z.int().nullable(),
    max_output_tokens: z.int().nullable(),
    supported_parameters: z.array(z.string()),
    published_at: z.iso.datetime().nullable(),
    expiration_date: z.string().nullable(),
    aliases: z.array(z.string()),
    markup_bps: z.int().nullable(),
    limits: z.record(z.string(), z.int().nullable()),
    unknown_prices: z.array(z.string()),
    price: versionView.nullable(),
    created_at: z.iso.datetime(),
    updated_at: z.iso.datetime(),
  })
  .meta({ id: 'LlmModel' });

export type LlmModelView = z.input<typeof llmModelView>;

export function toLlmModelView(model: CatalogModel): LlmModelView {
  const problem = problemOf(model);
  return {
    ...factsOf(model),
    id: model.id,
    public_id: model.publicId,
    source: model.source,
    state: model.state,
    is_active: model.isActive,
    is_callable: problem === null,
    problem,
    aliases: [...model.aliases],
    markup_bps: model.markupBps,
    limits: definedOf(model.limits),
    unknown_prices: model.unknownPrices,
    price: model.price && toPriceVersionView(model.price),
    created_at: model.createdAt.toISOString(),
    updated_at: model.updatedAt.toISOString(),
  };
}

function factsOf(model: CatalogModel) {
  return {
    slug: model.slug,
    canonical_slug: model.canonicalSlug,
    vendor: model.vendor,
    name: model.name,
    description: model.description,
    modality: model.modality,
    input_modalities: model.inputModalities,
    output_modalities: model.outputModalities,
    context_length: model.contextLength,
    max_output_tokens: model.maxOutputTokens,
    supported_parameters: model.supportedParameters,
    published_at: model.publishedAt?.toISOString() ?? null,
    expiration_date: model.expiresOn,
  };
}

function definedOf(limits: CatalogModel['limits']): Record<string, number | null> {
  return Object.fromEntries(
    Object.entries(limits).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

export const priceVersionView = versionView;
export type PriceVersionView = z.input<typeof versionView>;

export function toPriceVersionView(version: PriceVersion): PriceVersionView {
  return {
    ...toPriceView(version),
    id: version.publicId,
    origin: version.origin,
    effective_from: version.effectiveFrom.toISOString(),
    effective_to: version.effectiveTo?.toISOString() ?? null,
  };
}

export const priceChangeView = z
  .object({
    id: z.int(),
    model_id: z.int(),
    model: z.string(),
    state: z.enum(['pending', 'confirmed', 'rejected', 'superseded']),
    reasons: z.array(z.string()),
    from: priceListView.nullable(),
    to: priceListView,
    first_seen_at: z.iso.datetime(),
    last_seen_at: z.iso.datetime(),
    decided_at: z.iso.datetime().nullable(),
    decided_by: z.int().nullable(),
  })
  .meta({ id: 'PriceChange' });

export type PriceChangeView = z.input<typeof priceChangeView>;

export function toPriceChangeView(change: PriceChange): PriceChangeView {
  return {
    id: change.id,
    model_id: change.modelId,
    model: change.model.slug,
    state: change.state,
    reasons: change.reasons,
    from: change.before && toPriceView(change.before),
    to: toPriceView(change),
    first_seen_at: change.firstSeenAt.toISOString(),
    last_seen_at: change.lastSeenAt.toISOString(),
    decided_at: change.decidedAt?.toISOString() ?? null,
    decided_by: change.decidedBy,
  };
}
