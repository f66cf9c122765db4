import type { SharedV4ProviderMetadata } from '@ai-sdk/provider';

/**
 * Searches that Gemini made for an answer: it tells them beside its usage. Those before version 3 are charged once for
 * each answer that rests on any, the later ones for each search.
 */
export function groundingSearches(metadata: SharedV4ProviderMetadata | undefined, modelName: string): number {
  const said = metadata?.['google'] ?? metadata?.['googleVertex'];
  const grounding = said?.['groundingMetadata'];
  if (typeof grounding !== 'object' || grounding === null || !('webSearchQueries' in grounding)) return 0;
  const queries = grounding.webSearchQueries;
  const count = Array.isArray(queries) ? queries.length : 0;
  return /gemini-[12]\./.test(modelName) ? Math.min(count, 1) : count;
}
