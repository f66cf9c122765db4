import type { JSONObject, LanguageModelV4ProviderTool } from '@ai-sdk/provider';
import type { WebSearchHints } from '../neutral/hints.js';
import { isSearchModel } from '../search-models.js';
import { notTranslatable } from '../translation.errors.js';
import type { Dialect } from './dialect.js';

type SearchTool = (search: WebSearchHints) => LanguageModelV4ProviderTool;

/** The tool by which the models of a provider look things up themselves. */
const searchTools: Readonly<Partial<Record<Dialect, SearchTool>>> = {
  anthropic: (search) =>
    tool('anthropic.web_search_20250305', 'web_search', {
      maxUses: search.maxSearches,
      allowedDomains: search.allowedDomains,
      blockedDomains: search.blockedDomains,
      userLocation: search.location && { type: 'approximate', ...search.location },
    }),
  google: () => tool('google.google_search', 'google_search', {}),
  xai: (search) =>
    tool('xai.web_search', 'web_search', {
      allowedDomains: search.allowedDomains?.slice(0, 5),
      excludedDomains: search.blockedDomains?.slice(0, 5),
    }),
  groq: () => tool('groq.browser_search', 'browser_search', {}),
};

/** Refused where the model cannot search: an answer from memory would pass for one from the web. */
export function searchTool(
  dialect: Dialect,
  modelName: string,
  search: WebSearchHints | undefined,
): LanguageModelV4ProviderTool[] {
  if (search === undefined || isSearchModel(modelName)) return [];
  const make = searchTools[dialect];
  if (!make) throw notTranslatable({ field: 'web_search_options', reason: 'it cannot search the web.' });
  return [make(search)];
}

function tool(
  id: LanguageModelV4ProviderTool['id'],
  name: string,
  args: JSONObject,
): LanguageModelV4ProviderTool {
  const given = Object.entries(args).filter(([, value]) => value !== undefined);
  return { type: 'provider', id, name, args: Object.fromEntries(given) };
}
