import type { Usage } from '@onegate/models';
import { objectOf } from '../json/json-object.js';
import type { JsonObject } from '../translation/wire.js';
import { answerUsage, mergedUsage, used } from './token-totals.js';
import { countOf, listOf } from './wire-values.js';

/** Rounds that the totals leave out: the making of a summary, and what another model was asked. */
const roundsBeside = new Set(['compaction', 'advisor_message']);
const promptFields = ['input_tokens', 'cache_read_input_tokens', 'cache_creation_input_tokens'];

/** The `usage` of Messages: input without what was cached, output with what was thought. */
export function usageOfAnthropic(usage: JsonObject): Usage {
  const beside = listOf(usage.iterations).map(objectOf);
  const rounds = beside.filter(({ type }) => roundsBeside.has(String(type))).map(tokensOf);
  const searches = used('web_search', objectOf(usage.server_tool_use).web_search_requests);
  return mergedUsage(tokensOf(usage), ...rounds, searches);
}

function tokensOf(usage: JsonObject): Usage {
  const written = objectOf(usage.cache_creation);
  const forAnHour = countOf(written.ephemeral_1h_input_tokens);
  const told = countOf(usage.cache_creation_input_tokens);
  const forMinutes = Math.max(told - forAnHour, countOf(written.ephemeral_5m_input_tokens));
  const reasoning = countOf(objectOf(usage.output_tokens_details).thinking_tokens);
  return {
    input: countOf(usage.input_tokens),
    ...used('cached_read', usage.cache_read_input_tokens),
    ...used('cache_write', forMinutes),
    ...used('cache_write_1h', forAnHour),
    ...answerUsage({ total: countOf(usage.output_tokens), reasoning }),
  };
}

/**
 * What is told later holds, but nothing takes nothing back: some who speak this protocol end with a prompt of zero, having
 * begun with the real one.
 */
export function laterUsage<Value>(
  before: Readonly<Record<string, Value>>,
  later: Readonly<Record<string, Value>>,
): Record<string, Value> {
  const hasPrompt = promptFields.some((field) => countOf(later[field]) > 0);
  const told = Object.entries(later).filter(
    ([field, value]) => value !== null && (hasPrompt || !promptFields.includes(field) || !(field in before)),
  );
  return { ...before, ...Object.fromEntries(told) };
}
