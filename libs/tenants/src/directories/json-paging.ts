import { directoryMalformed } from './directory.errors.js';
import type { JsonPaging } from './directory.schema.js';
import { textAt } from './field-path.js';

interface ReadPage {
  readonly url: URL;
  readonly document: unknown;
  readonly paging: JsonPaging;
}

/** Where the next page is; `null` after the last. */
export function nextJsonPage({ url, document, paging }: ReadPage): URL | null {
  switch (paging.by) {
    case 'none':
      return null;
    case 'number':
      return withParameter(url, paging.parameter, String(Number(url.searchParams.get(paging.parameter)) + 1));
    case 'cursor': {
      const cursor = textAt(document, paging.next);
      return cursor === undefined ? null : withParameter(url, paging.parameter, cursor);
    }
    case 'link':
      return linked(url, textAt(document, paging.next));
  }
}

function withParameter(url: URL, name: string, value: string): URL {
  const next = new URL(url);
  next.searchParams.set(name, value);
  return next;
}

/** The credentials are sent along, so they must not leave the place that they are meant for. */
function linked(url: URL, link: string | undefined): URL | null {
  if (link === undefined) return null;
  const next = URL.parse(link, url.href);
  if (next?.origin !== url.origin) throw directoryMalformed({ reason: 'the next page is at another place.' });
  return next;
}
