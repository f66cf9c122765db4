import {
  markedUp,
  openRouterPrices,
  type CatalogModel,
  type PriceTable,
  type PriceTier,
} from '@onegate/models';
import { z } from 'zod';
import { createdOf } from './openai-model.view.js';
import { renderedOnce } from './rendered-list.js';

const dollars = z
  .string()
  .meta({ description: 'Dollars per token, image, call or search, as an exact decimal.' });

export const openRouterModelView = z
  .looseObject({
    id: z.string(),
    canonical_slug: z.string(),
    name: z.string(),
    created: z.int(),
    description: z.string(),
    context_length: z.int().nullable(),
    architecture: z.looseObject({
      modality: z.string().nullable(),
      input_modalities: z.array(z.string()),
      output_modalities: z.array(z.string()),
    }),
    pricing: z.looseObject({ prompt: dollars, completion: dollars }),
    top_provider: z.looseObject({
      context_length: z.int().nullable(),
      max_completion_tokens: z.int().nullable(),
      is_moderated: z.boolean(),
    }),
    supported_parameters: z.array(z.string()),
    expiration_date: z.string().nullable(),
    links: z.object({ details: z.string() }),
  })
  .meta({ id: 'OpenRouterModel' });

export const openRouterModelList = z
  .object({ data: z.array(openRouterModelView), links: z.object({ next: z.null() }), total_count: z.int() })
  .meta({ id: 'OpenRouterModelList' });

export const openRouterListText = renderedOnce((models) => ({
  data: models.map(toOpenRouterModel),
  links: { next: null },
  total_count: models.length,
}));

/** What the source tells and we do not model is passed on. */
const passedOn = z.object({
  hugging_face_id: z.unknown().default(null),
  per_request_limits: z.unknown().default(null),
  default_parameters: z.unknown().default(null),
  supported_voices: z.unknown().default(null),
  knowledge_cutoff: z.unknown().default(null),
  reasoning: z.unknown().optional(),
  architecture: z.looseObject({}).catch({}).default({}),
  top_provider: z
    .looseObject({ is_moderated: z.boolean().catch(false).default(false) })
    .catch({ is_moderated: false }),
});

export function toOpenRouterModel(model: CatalogModel): z.input<typeof openRouterModelView> {
  const { architecture, top_provider, ...rest } = passedOn.parse({ top_provider: {}, ...model.raw });
  return {
    id: model.slug,
    canonical_slug: model.canonicalSlug ?? model.slug,
    name: model.name,
    created: createdOf(model),
    description: model.description ?? '',
    context_length: model.contextLength,
    architecture: {
      ...architecture,
      modality: model.modality,
      input_modalities: model.inputModalities,
      output_modalities: model.outputModalities,
    },
    pricing: pricingOf(model),
    top_provider: {
      ...top_provider,
      context_length: model.contextLength,
      max_completion_tokens: model.maxOutputTokens,
    },
    ...rest,
    supported_parameters: model.supportedParameters,
    expiration_date: model.expiresOn,
    links: { details: `/api/v1/models/${model.slug}` },
  };
}

/** As OpenRouter writes it. */
const unknownPrice = '-1';

/** What a caller pays for the model itself; his plan may add to it. */
function pricingOf({ price, markupBps }: CatalogModel): z.input<typeof openRouterModelView>['pricing'] {
  const { prices, tiers, discount } = markedUp(price ?? { prices: {}, tiers: [], discount: null }, markupBps);
  return {
    prompt: unknownPrice,
    completion: unknownPrice,
    ...named(prices),
    ...(discount === null ? {} : { discount: Number(discount) }),
    ...(tiers.length === 0 ? {} : { overrides: tiers.map(toOverride) }),
  };
}

function toOverride({ prices, ...conditions }: PriceTier): object {
  return { ...conditions, ...named(prices) };
}

function named(prices: PriceTable): Record<string, string> {
  return Object.fromEntries(
    Object.entries(openRouterPrices).flatMap(([key, kind]) => {
      const price = prices[kind];
      return price === undefined ? [] : [[key, price]];
    }),
  );
}
