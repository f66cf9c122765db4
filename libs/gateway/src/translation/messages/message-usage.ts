import type { LanguageModelV4Usage } from '@ai-sdk/provider';
import { isObject } from '../../json/json-object.js';
import { tokenCounts } from '../chat/chat-usage.js';
import { readUsage } from '../usage/read-usage.js';
import type { JsonObject } from '../wire.js';

/**
 * What is charged. Here the parts of the input are counted apart: what was read from a cache or written to one is not in
 * `input_tokens`.
 */
export function messageUsage(usage: LanguageModelV4Usage, searches: number): JsonObject {
  const counts = readUsage(usage);
  const { prompt_tokens, completion_tokens, prompt_tokens_details } = tokenCounts(counts);
  const { cached_tokens, cache_write_tokens } = prompt_tokens_details;
  return {
    ...ownFacts(usage.raw),
    input_tokens: prompt_tokens - cached_tokens - cache_write_tokens,
    cache_creation_input_tokens: cache_write_tokens,
    cache_read_input_tokens: cached_tokens,
    output_tokens: completion_tokens,
    server_tool_use: searchUse(usage.raw, Number(counts.web_search ?? 0) || searches),
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
