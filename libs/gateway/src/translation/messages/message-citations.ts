import type { LanguageModelV4Citation, LanguageModelV4Source } from '@ai-sdk/provider';
import type { JsonObject } from '../wire.js';

/** As Claude wrote them; those of others as places on the web. A file that only its provider knows cannot be cited. */
export function messageCitations(citations: readonly LanguageModelV4Citation[], text: string): JsonObject[] {
  return citations.flatMap((citation) => {
    const { source, startIndex, endIndex, citedText } = citation;
    const cited = citedText ?? (startIndex === undefined ? '' : text.slice(startIndex, endIndex));
    return sourceCitation(source, cited);
  });
}

export function sourceCitation(source: LanguageModelV4Source, cited: string): JsonObject[] {
  const own = source.providerMetadata?.['anthropic'];
  if (typeof own?.['type'] === 'string')
    return [{ ...(own['type'] in nullable ? nullable[own['type']] : {}), ...own }];
  if (source.sourceType !== 'url') return [];
  const { url, title } = source;
  return [
    { type: 'web_search_result_location', cited_text: cited, url, title: title ?? null, encrypted_index: '' },
  ];
}

const document = { document_title: null, file_id: null };

/** What the package leaves out where the provider sent nothing. */
const nullable: Readonly<Record<string, JsonObject>> = {
  char_location: document,
  page_location: document,
  content_block_location: document,
  web_search_result_location: { title: null },
  search_result_location: { title: null },
};
