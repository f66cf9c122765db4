import type { PriceList } from '../prices/price-list.js';

/** What a source tells of one model, in our terms. */
export interface SourceModel {
  readonly slug: string;
  readonly canonicalSlug: string | null;
  readonly vendor: string;
  readonly name: string;
  readonly description: string | null;
  readonly modality: string | null;
  readonly inputModalities: readonly string[];
  readonly outputModalities: readonly string[];
  readonly contextLength: number | null;
  readonly maxOutputTokens: number | null;
  readonly supportedParameters: readonly string[];
  readonly publishedAt: Date | null;
  readonly expiresOn: string | null;
  readonly price: PriceList;
  readonly raw: Readonly<Record<string, unknown>> | null;
}
