import { z } from 'zod';
import { readCapped, readWholeNumber } from './whole-number.js';

export const defaultPerPage = 15;
export const maxPerPage = 100;
/** Keeps the offset well inside what Postgres counts. */
const maxPage = 10_000_000;

/** The query of a numbered page; a list endpoint extends it: `pageQuery.extend({ search: … })`. */
export const pageQuery = z.object({
  page: z.preprocess(readWholeNumber, z.int().min(1).max(maxPage).default(1)),
  per_page: z.preprocess(readCapped(maxPerPage), z.int().min(1).max(maxPerPage).default(defaultPerPage)),
});

export type PageQuery = z.infer<typeof pageQuery>;

/** The same for the database: how many rows to skip and to take. */
export function pageBounds({ page, per_page }: PageQuery): { skip: number; take: number } {
  return { skip: (page - 1) * per_page, take: per_page };
}
