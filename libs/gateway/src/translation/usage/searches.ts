import type {
  LanguageModelV4Content,
  LanguageModelV4GenerateResult,
  LanguageModelV4StreamPart,
  LanguageModelV4ToolResult,
  SharedV4ProviderMetadata,
} from '@ai-sdk/provider';
import { countsSearches } from '../../usage-reading/usage-of-openai.js';
import { isObject } from '../../json/json-object.js';
import { isWebSearch } from '../neutral/web-search.js';
import type { ProviderModel } from '../providers/provider-models.js';
import { isCitedIn } from './cited-pages.js';

type Ending = Pick<LanguageModelV4GenerateResult, 'usage' | 'providerMetadata'>;

/** Searches that an answer tells beside its usage; counted as they are for answers that pass as they are. */
export class SearchNotes {
  private readonly searches = new Set<string>();
  private isCited = false;

  constructor(private readonly target: Pick<ProviderModel, 'protocol' | 'model'>) {}

  note(part: LanguageModelV4StreamPart | LanguageModelV4Content): void {
    if (part.type === 'source' && part.sourceType === 'url') this.isCited = true;
    if (part.type === 'tool-result' && isSearch(part)) this.searches.add(part.toolCallId);
  }

  /** OpenAI's search models cite pages and count nothing; xAI lists its searches. */
  count({ usage, providerMetadata: metadata }: Ending): number {
    const { protocol, model } = this.target;
    if (usage.raw && countsSearches(usage.raw)) return 0;
    if (protocol === 'google-generate-content') return groundingSearches(metadata, model.modelId);
    if (protocol === 'openai-chat') return this.isCited || isCitedIn(metadata) ? 1 : 0;
    return protocol === 'openai-responses' ? this.searches.size : 0;
  }
}

/** Opening a page that was found costs nothing more. */
function isSearch(found: LanguageModelV4ToolResult): boolean {
  if (!isWebSearch(found) || found.preliminary) return false;
  const action = isObject(found.result) ? found.result['action'] : undefined;
  return !isObject(action) || action['type'] === 'search';
}

/** Those of Gemini before version 3 are charged once for each answer that rests on any, the later ones for each search. */
function groundingSearches(metadata: SharedV4ProviderMetadata | undefined, modelName: string): number {
  const said = metadata?.['google'] ?? metadata?.['googleVertex'];
  const grounding = said?.['groundingMetadata'];
  if (typeof grounding !== 'object' || grounding === null || !('webSearchQueries' in grounding)) return 0;
  const queries = grounding.webSearchQueries;
  const count = Array.isArray(queries) ? queries.length : 0;
  return /gemini-[12]\./.test(modelName) ? Math.min(count, 1) : count;
}
