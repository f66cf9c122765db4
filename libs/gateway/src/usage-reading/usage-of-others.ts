import type { Usage } from '@onegate/models';
import { objectOf } from '../json/json-object.js';
import type { JsonObject } from '../translation/wire.js';
import { mergedUsage, promptUsage, used } from './token-totals.js';
import { countOf, listOf } from './wire-values.js';

/** The `usage` of Bedrock's Converse: input without what was cached. */
export function usageOfConverse(usage: JsonObject): Usage {
  const written = countOf(usage.cacheWriteInputTokens);
  const forAnHour = Math.min(written, keptForAnHour(usage.cacheDetails));
  return mergedUsage({
    input: countOf(usage.inputTokens),
    output: countOf(usage.outputTokens),
    ...used('cached_read', usage.cacheReadInputTokens),
    ...used('cache_write', written - forAnHour),
    ...used('cache_write_1h', forAnHour),
  });
}

/** What was written to the cache is listed by how long it stays there. */
function keptForAnHour(details: unknown): number {
  const entries = listOf(details).map(objectOf);
  const kept = entries.filter(({ ttl }) => ttl === '1h');
  return kept.reduce((sum, { inputTokens }) => sum + countOf(inputTokens), 0);
}

/** The `usage` of Cohere's chat, the `meta` of its embeddings: what it bills, where it says so, and not what it processed. */
export function usageOfCohere(usage: JsonObject): Usage {
  const billed = objectOf(usage.billed_units);
  const counts = Object.keys(billed).length > 0 ? billed : objectOf(usage.tokens);
  const input = promptUsage({
    total: countOf(counts.input_tokens),
    ...(counts === billed ? {} : { cachedRead: countOf(usage.cached_tokens) }),
  });
  return mergedUsage(input, { output: countOf(counts.output_tokens) });
}
