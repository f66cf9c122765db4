import { Inject, Injectable } from '@nestjs/common';
import { CONFIGURATION, type Configuration, type OutboundPolicy } from '@onegate/platform';
import type { SourceModel } from '../catalog/source-model.js';
import type { SkippedRow } from './model-sync-run.entity.js';
import { upstreamPolicy } from '../upstream-accounts/upstream-policy.js';
import { readPage, type CatalogPage } from './openrouter-page.js';
import { readRow } from './openrouter-row.js';
import { catalogEmpty, catalogUnreadable } from './sync.errors.js';

const maxPages = 100;
const maxMillis = 45_000;

/** What the source listed, read row by row. */
export interface CatalogAnswer {
  readonly models: readonly SourceModel[];
  readonly skipped: readonly SkippedRow[];
  /** Slugs that are listed, readable or not. */
  readonly listed: ReadonlySet<string>;
  /** Whether the list is known to be whole, so that what is missing from it is missing at the source. */
  readonly isWhole: boolean;
  readonly pages: number;
  /** Names of prices that we have no meaning for. */
  readonly strangePrices: readonly string[];
  readonly etag: string | null;
}

/** Reads OpenRouter's catalog, all pages of it. */
@Injectable()
export class OpenRouterCatalog {
  readonly url: string;
  private readonly policy: OutboundPolicy;

  constructor(@Inject(CONFIGURATION) config: Configuration) {
    this.url = `${config.models.openRouterUrl.replace(/\/+$/, '')}/models`;
    this.policy = upstreamPolicy(config);
  }

  /** `null` where the list is still the one with this ETag. */
  async read(etag: string | null): Promise<CatalogAnswer | null> {
    const pages = await this.readPages(etag);
    if (pages === null) return null;
    const answer = answerOf(pages);
    if (answer.models.length === 0) throw catalogEmpty({ host: new URL(this.url).host });
    return answer;
  }

  private async readPages(etag: string | null): Promise<CatalogPage[] | null> {
    const signal = AbortSignal.timeout(maxMillis);
    const pages: CatalogPage[] = [];
    const seen = new Set<string>();
    for (let url: URL | null = new URL(this.url); url !== null; url = pages.at(-1)?.next ?? null) {
      if (seen.has(url.href) || pages.length >= maxPages) {
        throw catalogUnreadable({ host: url.host, reason: 'its pages do not end' });
      }
      seen.add(url.href);
      const page = await readPage({
        policy: this.policy,
        url,
        etag: pages.length === 0 ? etag : null,
        signal,
      });
      if (page === null) return null;
      pages.push(page);
    }
    return pages;
  }
}

/** The ETag speaks of one page, so a list of several has none. */
function answerOf(pages: readonly CatalogPage[]): CatalogAnswer {
  const rows = pages.flatMap((page) => page.rows);
  const total = pages.findLast(({ totalCount }) => totalCount !== null)?.totalCount ?? rows.length;
  const { models, skipped, strange, nameless } = readRows(rows);
  return {
    models: [...models.values()],
    skipped,
    listed: new Set([...models.keys(), ...skipped.map(({ id }) => id)]),
    isWhole: rows.length >= total && !nameless,
    pages: pages.length,
    strangePrices: [...strange],
    etag: pages.length === 1 ? (pages[0]?.etag ?? null) : null,
  };
}

function readRows(rows: readonly unknown[]) {
  const models = new Map<string, SourceModel>();
  const known = new Set<string>();
  const skipped: SkippedRow[] = [];
  const strange = new Set<string>();
  let nameless = false;
  for (const value of rows) {
    const read = readRow(value);
    if ('reason' in read) {
      nameless ||= read.id === null;
      skipped.push({ id: (read.id ?? '(no id)').slice(0, 200), reason: read.reason });
    } else if (known.has(read.model.slug.toLowerCase())) {
      skipped.push({ id: read.model.slug, reason: 'It is listed twice; the first row counts' });
    } else {
      known.add(read.model.slug.toLowerCase());
      models.set(read.model.slug, read.model);
      for (const name of read.strange) strange.add(name);
    }
  }
  return { models, skipped, strange, nameless };
}
