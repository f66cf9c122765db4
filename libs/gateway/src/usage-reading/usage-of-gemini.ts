import type { Usage } from '@onegate/models';
import { objectOf } from '../json/json-object.js';
import type { JsonObject } from '../translation/wire.js';
import { answerUsage, mergedUsage, promptUsage } from './token-totals.js';
import { countOf, listOf } from './wire-values.js';

/** The `usageMetadata` of Gemini: thoughts and the results of tools stand beside prompt and answer. */
export function usageOfGemini(usage: JsonObject): Usage {
  const thought = countOf(usage.thoughtsTokenCount);
  const prompts = [usage.promptTokensDetails, usage.toolUsePromptTokensDetails];
  return mergedUsage(
    promptUsage({
      total: countOf(usage.promptTokenCount) + countOf(usage.toolUsePromptTokenCount),
      cachedRead: countOf(usage.cachedContentTokenCount),
      audio: ofModality('AUDIO', ...prompts),
      image: ofModality('IMAGE', ...prompts),
      cachedAudio: ofModality('AUDIO', usage.cacheTokensDetails),
      cachedImage: ofModality('IMAGE', usage.cacheTokensDetails),
    }),
    answerUsage({
      total: countOf(usage.candidatesTokenCount) + thought,
      reasoning: thought,
      audio: ofModality('AUDIO', usage.candidatesTokensDetails),
      image: ofModality('IMAGE', usage.candidatesTokensDetails),
    }),
  );
}

function ofModality(modality: string, ...lists: readonly unknown[]): number {
  const entries = lists.flatMap(listOf).map(objectOf);
  const counts = entries.filter((entry) => entry.modality === modality);
  return counts.reduce((sum, { tokenCount }) => sum + countOf(tokenCount), 0);
}
