import type { LanguageModelV4Usage } from '@ai-sdk/provider';
import type { PriceKind, Usage } from '@onegate/models';
import { answerKinds, promptKinds } from '@onegate/usage';
import { readUsage } from '../usage/read-usage.js';
import type { JsonObject } from '../wire.js';

/** The tokens as OpenAI counts them: all of the prompt, all of the answer, and what part of each was special. */
export function chatUsage(usage: LanguageModelV4Usage): JsonObject {
  return tokenCounts(readUsage(usage));
}

/** The same from counts in our kinds. */
export function tokenCounts(counts: Usage) {
  const of = (...kinds: readonly PriceKind[]): number =>
    kinds.reduce((sum, kind) => sum + Number(counts[kind] ?? 0), 0);
  const prompt = of(...promptKinds);
  const completion = of(...answerKinds);
  const searches = of('web_search');
  return {
    prompt_tokens: prompt,
    completion_tokens: completion,
    total_tokens: prompt + completion,
    prompt_tokens_details: {
      cached_tokens: of('cached_read', 'cached_audio'),
      cache_write_tokens: of('cache_write', 'cache_write_1h'),
      audio_tokens: of('audio', 'cached_audio'),
      ...imageTokens(of('image_token')),
    },
    completion_tokens_details: {
      reasoning_tokens: of('reasoning'),
      audio_tokens: of('audio_output'),
      accepted_prediction_tokens: 0,
      rejected_prediction_tokens: 0,
      ...imageTokens(of('image_output')),
    },
    ...(searches > 0 ? { server_tool_use_details: { web_search_requests: searches } } : {}),
  };
}

/** OpenAI has no such field for chats; others have. */
function imageTokens(count: number) {
  return count > 0 ? { image_tokens: count } : {};
}
