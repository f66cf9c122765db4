import type { LanguageModelV4Citation, LanguageModelV4Source } from '@ai-sdk/provider';
import type { JsonObject } from '../wire.js';

interface Span {
  readonly start: number;
  readonly end: number;
}

/**
 * The sources of an answer as OpenAI's `url_citation`s. What is cited stands where it is cited; what was only looked at
 * comes at the end, without a place in the text. Documents have no address, so nothing can be said of them here.
 */
export class Annotations {
  private readonly cited = new Set<string>();
  private readonly found = new Map<string, LanguageModelV4Source>();

  /** For a text that began at `from`; the provider's own offsets count from there. */
  citing(citations: readonly LanguageModelV4Citation[], { start, end }: Span): JsonObject[] {
    return citations.flatMap(({ source, startIndex, endIndex }) => {
      if (source.sourceType !== 'url') return [];
      this.cited.add(source.url);
      return [
        urlCitation(source, { start: start + (startIndex ?? 0), end: endIndex ? start + endIndex : end }),
      ];
    });
  }

  find(source: LanguageModelV4Source): void {
    if (source.sourceType === 'url') this.found.set(source.url, source);
  }

  /** Those that were found and not cited. */
  rest(): JsonObject[] {
    return [...this.found.values()].flatMap((source) =>
      source.sourceType === 'url' && !this.cited.has(source.url)
        ? [urlCitation(source, { start: 0, end: 0 })]
        : [],
    );
  }
}

function urlCitation(
  { url, title }: { readonly url: string; readonly title?: string },
  { start, end }: Span,
): JsonObject {
  const cited = { url, title: title ?? '', start_index: start, end_index: end };
  return { type: 'url_citation', url_citation: cited };
}
