import { limitSchema } from '@onegate/platform';
import { z } from 'zod';
import type { JsonObject } from '../translation/wire.js';
import type { StoredItem } from './items.js';
import { itemUnknown } from './state.errors.js';

/** The query of a list of items. */
export const pageAsk = z.object({
  after: z.string().min(1).optional(),
  limit: limitSchema(100, 20),
  order: z.enum(['asc', 'desc']).default('desc'),
});
export type PageAsk = z.infer<typeof pageAsk>;

export interface ItemPage {
  readonly items: readonly StoredItem[];
  readonly hasMore: boolean;
}

export function pageOf(all: readonly StoredItem[], { after, limit, order }: PageAsk): ItemPage {
  const items = order === 'asc' ? all : all.toReversed();
  const at = after === undefined ? -1 : items.findIndex(({ id }) => id === after);
  if (after !== undefined && at === -1) throw itemUnknown({ id: after });
  return { items: items.slice(at + 1, at + 1 + limit), hasMore: items.length > at + 1 + limit };
}

/** A list as OpenAI's clients page through it. */
export function toItemList({ items, hasMore }: ItemPage): JsonObject {
  return {
    object: 'list',
    data: items,
    first_id: items[0]?.id ?? null,
    last_id: items.at(-1)?.id ?? null,
    has_more: hasMore,
  };
}
