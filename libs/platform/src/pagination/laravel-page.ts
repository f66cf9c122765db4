import { type PageQuery } from './page.schema.js';
import { pageWindow } from './page-window.js';

export interface LaravelLink {
  readonly url: string | null;
  readonly label: string;
  readonly active: boolean;
}

/** A page as Laravel's LengthAwarePaginator prints it; the admin surface's clients read this shape. */
export interface LaravelPage<T> {
  readonly current_page: number;
  readonly data: T[];
  readonly first_page_url: string;
  readonly from: number | null;
  readonly last_page: number;
  readonly last_page_url: string;
  readonly links: LaravelLink[];
  readonly next_page_url: string | null;
  readonly path: string;
  readonly per_page: number;
  readonly prev_page_url: string | null;
  readonly to: number | null;
  readonly total: number;
}

/** Where the page was asked for: the absolute address without query, and the query as it came. */
export interface PageAddress {
  readonly path: string;
  readonly query?: Readonly<Record<string, unknown>>;
}

export interface PageRows<T> {
  readonly rows: T[];
  readonly total: number;
}

/** Dresses one page of rows; `per_page`, filters and search stay in every link. */
export function laravelPage<T>(
  { rows, total }: PageRows<T>,
  { page, per_page }: PageQuery,
  address: PageAddress,
): LaravelPage<T> {
  const last = Math.max(Math.ceil(total / per_page), 1);
  const url = urlMaker(address);
  const previous = page > 1 ? url(page - 1) : null;
  const next = page < last ? url(page + 1) : null;
  const skipped = (page - 1) * per_page;
  return {
    current_page: page,
    data: rows,
    first_page_url: url(1),
    from: rows.length > 0 ? skipped + 1 : null,
    last_page: last,
    last_page_url: url(last),
    links: [link(previous, '&laquo; Previous'), ...numbered(page, last, url), link(next, 'Next &raquo;')],
    next_page_url: next,
    path: address.path,
    per_page,
    prev_page_url: previous,
    to: rows.length > 0 ? skipped + rows.length : null,
    total,
  };
}

function numbered(current: number, last: number, url: (page: number) => string): LaravelLink[] {
  return pageWindow(current, last).map((page) =>
    page === '...' ? link(null, page) : link(url(page), String(page), page === current),
  );
}

function link(url: string | null, label: string, active = false): LaravelLink {
  return { url, label, active };
}

function urlMaker({ path, query = {} }: PageAddress): (page: number) => string {
  const kept = Object.entries(query)
    .filter(([name]) => name !== 'page')
    .flatMap(([name, value]) => [value].flat().map((one) => queryPair(name, one)))
    .join('');
  return (page) => `${path}?${kept}page=${page}`;
}

/** Laravel writes `%20`, not `+`, and leaves out what is null. */
function queryPair(name: string, value: unknown): string {
  const printable = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
  return printable ? `${encode(name)}=${encode(String(value))}&` : '';
}

/** encodeURIComponent throws on half a surrogate pair, which a query can carry. */
function encode(text: string): string {
  return encodeURIComponent(text.toWellFormed());
}
