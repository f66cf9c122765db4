import type { LanguageModelV4Citation, LanguageModelV4Source } from '@ai-sdk/provider';
import type { JsonObject } from '../wire.js';

/** Where the provider gives no place, the whole piece of text is meant. Files that only it knows cannot be cited. */
export function citationAnnotations(
  citations: readonly LanguageModelV4Citation[],
  length: number,
): JsonObject[] {
  return citations.flatMap(({ source, startIndex, endIndex }) =>
    annotation(source, startIndex ?? 0, endIndex ?? length),
  );
}

export function sourceAnnotations(sources: readonly LanguageModelV4Source[], length: number): JsonObject[] {
  return sources.flatMap((source) => annotation(source, 0, length));
}

function annotation(source: LanguageModelV4Source, start_index: number, end_index: number): JsonObject[] {
  if (source.sourceType !== 'url') return [];
  const { url, title } = source;
  return [{ type: 'url_citation', url, title: title ?? url, start_index, end_index }];
}
