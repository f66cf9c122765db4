import { setTimeout as pause } from 'node:timers/promises';
import { Failure, guardedFetch, type OutboundPolicy } from '@onegate/platform';
import { z } from 'zod';
import { catalogRefused, catalogUnreadable } from './sync.errors.js';

const maxPageBytes = 32 * 1024 * 1024;
const maxTries = 3;
const firstPauseMillis = 250;
const longestPauseMillis = 10_000;
const worthRetrying = (status: number) => status === 408 || status === 429 || status >= 500;

const page = z.looseObject({
  data: z.array(z.unknown()),
  links: z.looseObject({ next: z.string().nullish() }).nullish(),
  total_count: z.number().int().nullish(),
});

export interface CatalogPage {
  readonly rows: readonly unknown[];
  readonly next: URL | null;
  readonly totalCount: number | null;
  readonly etag: string | null;
}

export interface PageRequest {
  readonly policy: OutboundPolicy;
  readonly url: URL;
  readonly etag: string | null;
  readonly signal: AbortSignal;
}

/** One page of the catalog, or `null` where it is the one that we have. Asks again when waiting can help. */
export async function readPage(request: PageRequest): Promise<CatalogPage | null> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await askForPage(request);
    } catch (error) {
      if (attempt >= maxTries || !mayPass(error)) throw error;
      await pause(pauseOf(error, attempt), undefined, { signal: request.signal });
    }
  }
}

async function askForPage({ policy, url, etag, signal }: PageRequest): Promise<CatalogPage | null> {
  const response = await guardedFetch(policy, url, {
    headers: { accept: 'application/json', ...(etag === null ? {} : { 'if-none-match': etag }) },
    signal,
    maxResponseBytes: maxPageBytes,
  });
  if (response.status === 304 && etag !== null) return null;
  if (response.status !== 200) {
    await response.body?.cancel();
    throw refusal(url, response.status, response.headers.get('retry-after'));
  }
  return pageOf(url, await response.text(), response.headers.get('etag'));
}

function refusal({ host }: URL, status: number, retryAfter: string | null): Failure {
  return catalogRefused({ host, status }, { details: { status, retryAfter } });
}

function pageOf(url: URL, text: string, etag: string | null): CatalogPage {
  const parsed = page.safeParse(parse(url, text));
  if (!parsed.success) {
    throw catalogUnreadable(
      { host: url.host, reason: 'it is no page of a catalog' },
      { cause: parsed.error },
    );
  }
  const { data, links, total_count: totalCount } = parsed.data;
  return { rows: data, next: nextOf(url, links?.next ?? null), totalCount: totalCount ?? null, etag };
}

/** Postgres stores no NUL and no half of a surrogate pair: text is rid of them where it comes in. */
function parse(url: URL, text: string): unknown {
  try {
    return JSON.parse(text, (_key, value: unknown) =>
      typeof value === 'string' ? value.toWellFormed().replaceAll('\0', '') : value,
    );
  } catch (cause) {
    throw catalogUnreadable({ host: url.host, reason: 'the answer is no JSON, or half of it' }, { cause });
  }
}

/** Further pages come from where the first one came from. */
function nextOf(url: URL, next: string | null): URL | null {
  if (next === null) return null;
  const target = URL.parse(next, url.href);
  if (target?.origin === url.origin) return target;
  throw catalogUnreadable({ host: url.host, reason: 'the next page is elsewhere' });
}

function mayPass(error: unknown): boolean {
  if (!(error instanceof Failure)) return false;
  if (error.code.startsWith('outbound.')) return error.kind !== 'invalid_request';
  return worthRetrying(Number(error.details?.status));
}

function pauseOf(error: unknown, attempt: number): number {
  const advised = error instanceof Failure ? Number(error.details?.retryAfter ?? 0) * 1000 : 0;
  const ours = firstPauseMillis * 2 ** (attempt - 1);
  return Math.min(Math.max(ours, Number.isFinite(advised) ? advised : 0), longestPauseMillis);
}
