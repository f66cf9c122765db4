import type { Script } from '../script/script.schema.js';
import type { Usage } from '../model/usage.js';

/** Usage in the words of chat completions; `cost` is how OpenRouter adds what it charges, in dollars. */
export function toChatUsage(usage: Usage, script: Script): object {
  return {
    prompt_tokens: usage.input,
    completion_tokens: usage.output,
    total_tokens: usage.input + usage.output,
    prompt_tokens_details: {
      cached_tokens: usage.cacheRead,
      cache_write_tokens: usage.cacheWrite5m + usage.cacheWrite1h,
      audio_tokens: 0,
    },
    completion_tokens_details: {
      reasoning_tokens: usage.reasoning,
      audio_tokens: 0,
      accepted_prediction_tokens: 0,
      rejected_prediction_tokens: 0,
    },
    ...(script.cost === undefined ? {} : { cost: script.cost, is_byok: false }),
  };
}

/** Usage in the words of the Responses API. */
export function toResponsesUsage(usage: Usage): object {
  return {
    input_tokens: usage.input,
    input_tokens_details: {
      cached_tokens: usage.cacheRead,
      cache_write_tokens: usage.cacheWrite5m + usage.cacheWrite1h,
    },
    output_tokens: usage.output,
    output_tokens_details: { reasoning_tokens: usage.reasoning },
    total_tokens: usage.input + usage.output,
  };
}
