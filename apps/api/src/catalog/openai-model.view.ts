import type { CatalogModel } from '@onegate/models';
import { z } from 'zod';
import { renderedOnce } from './rendered-list.js';

export const openAiModelView = z
  .object({ id: z.string(), object: z.literal('model'), created: z.int(), owned_by: z.string() })
  .meta({ id: 'OpenAiModel' });

export const openAiModelList = z
  .object({ object: z.literal('list'), data: z.array(openAiModelView) })
  .meta({ id: 'OpenAiModelList' });

export function toOpenAiModel(model: CatalogModel): z.input<typeof openAiModelView> {
  return { id: model.slug, object: 'model', created: createdOf(model), owned_by: model.vendor };
}

export const openAiListText = renderedOnce((models) => ({ object: 'list', data: models.map(toOpenAiModel) }));

/** Seconds since 1970, as catalogs count. */
export function createdOf({ publishedAt, createdAt }: CatalogModel): number {
  return Math.floor((publishedAt ?? createdAt).getTime() / 1000);
}
