import { z } from 'zod';
import { maxCursorLength } from './cursor.js';
import { readCapped } from './whole-number.js';

/** A page of a list without page numbers; no `nextToken` means that it was the last. */
export interface CursorPage<T> {
  readonly items: T[];
  readonly nextToken?: string;
}

/** A limit with its default and cap; more than the cap is held to the cap. */
export function limitSchema(cap = 100, preset = 20) {
  return z.preprocess(readCapped(cap), z.int().min(1).max(cap).default(preset));
}

/** The query of such a list: `?cursor=…&limit=…`. Blank or null is absent. */
export const cursorQuery = z.object({
  cursor: z.preprocess(
    (value) => (value === '' || value === null ? undefined : value),
    z.string().max(maxCursorLength).optional(),
  ),
  limit: limitSchema(),
});

export type CursorQuery = z.infer<typeof cursorQuery>;

/**
 * Makes the page from `limit + 1` rows: whether the extra one came says whether there is more, without counting.
 * `cursorAfter` gives the cursor that continues behind a row.
 */
export function cursorPage<T>(
  rows: readonly T[],
  limit: number,
  cursorAfter: (row: T) => string,
): CursorPage<T> {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return rows.length > limit && last !== undefined ? { items, nextToken: cursorAfter(last) } : { items };
}
