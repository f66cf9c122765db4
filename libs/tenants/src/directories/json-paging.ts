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
  if (paging.by === 'none') return null;
  if (paging.by === 'link') return linked(url, textAt(document, paging.next));
  const { parameter } = paging;
  const next = paging.by === 'number' ? pageAfter(url, parameter) : textAt(document, paging.next);
  return next === undefined ? null : withParameter(url, parameter, next);
}

function pageAfter(url: URL, parameter: string): string {
  return String(Number(url.searchParams.get(parameter)) + 1);
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
