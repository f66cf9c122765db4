import type { LanguageModelV4Usage } from '@ai-sdk/provider';
import type { Usage } from '@onegate/models';
import { answerUsage, mergedUsage, promptUsage } from '../../usage-reading/token-totals.js';
import { usageOfAnthropic } from '../../usage-reading/usage-of-anthropic.js';
import { usageOfGemini } from '../../usage-reading/usage-of-gemini.js';
import { usageOfOpenAi } from '../../usage-reading/usage-of-openai.js';
import { usageOfCohere, usageOfConverse } from '../../usage-reading/usage-of-others.js';
import type { JsonObject, ReadUsage } from '../wire.js';

/**
 * The token counts of an answer in our kinds, which do not overlap. They are read from the provider's own words, by the
 * rules for answers that pass as they are: the sums of the packages follow other rules, and leave out what only some tell.
 */
export const readUsage: ReadUsage = (usage) => (usage.raw ? readerOf(usage.raw)(usage.raw) : ofSums(usage));

/** Whether the provider counted at all: some streams end without. */
export function isCounted({ inputTokens, outputTokens }: LanguageModelV4Usage): boolean {
  return inputTokens.total !== undefined || outputTokens.total !== undefined;
}

/** Each protocol has names of its own, by which it is known. */
const namesOf: readonly (readonly [read: (usage: JsonObject) => Usage, names: readonly string[]])[] = [
  [usageOfGemini, ['promptTokenCount', 'candidatesTokenCount', 'totalTokenCount']],
  [usageOfConverse, ['inputTokens', 'outputTokens']],
  [usageOfCohere, ['billed_units', 'tokens']],
  // Before the next: those who translate from Messages leave its names beside OpenAI's.
  [usageOfOpenAi, ['prompt_tokens', 'completion_tokens', 'input_tokens_details']],
  [
    usageOfAnthropic,
    ['cache_read_input_tokens', 'cache_creation_input_tokens', 'cache_creation', 'iterations'],
  ],
];

function readerOf(usage: JsonObject): (usage: JsonObject) => Usage {
  const known = namesOf.find(([, names]) => names.some((name) => name in usage));
  return known?.[0] ?? usageOfOpenAi;
}

/** Where there are no words of a provider, as in an answer that we cut off. */
function ofSums({ inputTokens, outputTokens }: LanguageModelV4Usage): Usage {
  const { total = 0, cacheRead = 0, cacheWrite = 0 } = inputTokens;
  return mergedUsage(
    promptUsage({ total, cachedRead: cacheRead, cacheWrite }),
    answerUsage({ total: outputTokens.total ?? 0, reasoning: outputTokens.reasoning ?? 0 }),
  );
}
