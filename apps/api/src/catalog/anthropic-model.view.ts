import type { CatalogModel } from '@onegate/models';
import { limitSchema } from '@onegate/platform';
import { z } from 'zod';

const modelId = z.string().max(300).optional();

/** How Anthropic's clients go through the list: by the id that a page begins behind or ends before. */
export const anthropicPage = z
  .object({ limit: limitSchema(1000, 20), after_id: modelId, before_id: modelId })
  .meta({ id: 'AnthropicPage' });

export type AnthropicPage = z.output<typeof anthropicPage>;

export const anthropicModelView = z
  .object({
    type: z.literal('model'),
    id: z.string(),
    display_name: z.string(),
    created_at: z.iso.datetime(),
    max_input_tokens: z.int().nullable(),
    max_tokens: z.int().nullable(),
  })
  .meta({ id: 'AnthropicModel' });

export const anthropicModelList = z
  .object({
    data: z.array(anthropicModelView),
    has_more: z.boolean(),
    first_id: z.string().nullable(),
    last_id: z.string().nullable(),
  })
  .meta({ id: 'AnthropicModelList' });

export function toAnthropicModel(model: CatalogModel): z.input<typeof anthropicModelView> {
  return {
    type: 'model',
    id: model.slug,
    display_name: model.name,
    created_at: (model.publishedAt ?? model.createdAt).toISOString(),
    max_input_tokens: model.contextLength,
    max_tokens: model.maxOutputTokens,
  };
}

/** `has_more` speaks of the direction in which the client goes. An id that is not in the list begins it anew. */
export function toAnthropicList(
  models: readonly CatalogModel[],
  { limit, after_id: after, before_id: before }: AnthropicPage,
): z.input<typeof anthropicModelList> {
  const at = (id: string | undefined) => models.findIndex(({ slug }) => slug === id);
  const end = before === undefined || at(before) === -1 ? models.length : at(before);
  const backwards = end < models.length || before !== undefined;
  const start = backwards ? Math.max(end - limit, 0) : at(after) + 1;
  const page = models.slice(start, backwards ? end : start + limit);
  return {
    data: page.map(toAnthropicModel),
    has_more: backwards ? start > 0 : start + page.length < models.length,
    first_id: page[0]?.slug ?? null,
    last_id: page.at(-1)?.slug ?? null,
  };
}
