import type { LanguageModelV4Usage } from '@ai-sdk/provider';
import { isObject } from '../../json/json-object.js';
import type { JsonObject } from '../wire.js';

/** Here the parts of the input are counted apart: what was read from a cache or written to one is not in `input_tokens`. */
export function messageUsage(
  { inputTokens, outputTokens, raw }: LanguageModelV4Usage,
  searches: number,
): JsonObject {
  const { cacheRead = 0, cacheWrite = 0, total = 0 } = inputTokens;
  // Some providers count more tokens from the cache than they count in all.
  const uncached = Math.max(0, inputTokens.noCache ?? total - cacheRead - cacheWrite);
  return {
    ...ownFacts(raw),
    input_tokens: uncached,
    cache_creation_input_tokens: cacheWrite,
    cache_read_input_tokens: cacheRead,
    output_tokens: outputTokens.total ?? 0,
    server_tool_use: searchUse(raw, searches),
  };
}

/** Before the provider has counted anything. */
export function openingUsage(raw: unknown): JsonObject {
  const counts = isObject(raw) ? raw : {};
  return {
    ...ownFacts(counts),
    input_tokens: count(counts['input_tokens']),
    cache_creation_input_tokens: count(counts['cache_creation_input_tokens']),
    cache_read_input_tokens: count(counts['cache_read_input_tokens']),
    output_tokens: count(counts['output_tokens']),
    server_tool_use: null,
  };
}

/** The fields of the last event; the rest was said in the first. */
export function closingUsage(usage: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(usage).filter(([name]) => !onlyAtStart.has(name)));
}

const onlyAtStart: ReadonlySet<string> = new Set(['cache_creation', 'inference_geo', 'service_tier']);
const tiers: ReadonlySet<unknown> = new Set(['standard', 'priority', 'batch']);

function ownFacts(raw: unknown): JsonObject {
  const facts = isObject(raw) ? raw : {};
  const { cache_creation, inference_geo, service_tier } = facts;
  return {
    cache_creation: isObject(cache_creation) ? cache_creation : null,
    inference_geo: typeof inference_geo === 'string' ? inference_geo : null,
    service_tier: tiers.has(service_tier) ? service_tier : null,
  };
}

function searchUse(raw: unknown, searches: number): JsonObject | null {
  const counted = isObject(raw) ? raw['server_tool_use'] : undefined;
  if (isObject(counted)) {
    return {
      web_search_requests: count(counted['web_search_requests']),
      web_fetch_requests: count(counted['web_fetch_requests']),
    };
  }
  return searches > 0 ? { web_search_requests: searches, web_fetch_requests: 0 } : null;
}

function count(value: unknown): number {
  return typeof value === 'number' ? value : 0;
}
