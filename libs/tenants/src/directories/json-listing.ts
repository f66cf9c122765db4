import type { DirectoryClient } from './directory-client.js';
import {
  directoryChanged,
  directoryEndless,
  directoryIncomplete,
  directoryMalformed,
} from './directory.errors.js';
import { personFrom, type DirectoryPerson } from './directory-person.js';
import type { JsonMapping } from './directory.schema.js';
import { textAt, valueAt } from './field-path.js';
import { nextJsonPage } from './json-paging.js';
import type { ListingPage } from './listing-page.js';

/** The people of a JSON API, page by page, by the tenant's own description of it. */
export async function* jsonListing(
  client: DirectoryClient,
  baseUrl: string,
  mapping: JsonMapping,
): AsyncGenerator<ListingPage> {
  const visited = new Set<string>();
  let seen = 0;
  let total: number | null = null;
  let url = firstPage(baseUrl, mapping);
  for (;;) {
    if (visited.has(url.href)) throw directoryEndless();
    visited.add(url.href);
    const document = await client.page(url);
    const people = peopleOf(document, mapping);
    total = agreedTotal(total, totalOf(document, mapping));
    seen += people.length;
    yield { people, total };
    const isOver = people.length === 0 || (total !== null && seen >= total);
    const next = isOver ? null : nextJsonPage({ url, document, paging: mapping.paging });
    if (!next) break;
    url = next;
  }
  if (total !== null && seen !== total) throw directoryIncomplete({ seen, total });
}

/** A page may leave the total out; a page that says another one means that the directory changed meanwhile. */
function agreedTotal(before: number | null, said: number | null): number | null {
  if (before !== null && said !== null && said !== before) throw directoryChanged();
  return said ?? before;
}

function firstPage(baseUrl: string, { page_size: size, paging }: JsonMapping): URL {
  const url = new URL(baseUrl);
  if (size) url.searchParams.set(size.parameter, String(size.value));
  if (paging.by === 'number') url.searchParams.set(paging.parameter, String(paging.first));
  return url;
}

function peopleOf(document: unknown, mapping: JsonMapping): (DirectoryPerson | null)[] {
  const items = valueAt(document, mapping.items);
  if (!Array.isArray(items)) throw directoryMalformed({ reason: 'there is no list where the mapping says.' });
  return items.map((item: unknown) => jsonPerson(item, mapping));
}

export function jsonPerson(item: unknown, mapping: JsonMapping): DirectoryPerson | null {
  return personFrom({
    id: textAt(item, mapping.id),
    email: textAt(item, mapping.email),
    name: mapping.name === undefined ? undefined : textAt(item, mapping.name),
    active: mapping.active === undefined ? true : valueAt(item, mapping.active),
  });
}

function totalOf(document: unknown, { total }: JsonMapping): number | null {
  const count = total === undefined ? Number.NaN : Number(textAt(document, total));
  return Number.isSafeInteger(count) && count >= 0 ? count : null;
}
