import type { Usage } from '@onegate/models';
import { objectOf } from '../json/json-object.js';
import type { JsonObject } from '../translation/wire.js';
import { answerUsage, mergedUsage, promptUsage, used } from './token-totals.js';
import { countOf, firstCount } from './wire-values.js';

interface Totals {
  readonly prompt: number;
  readonly answer: number;
  readonly reasoning: number;
  readonly isReasoningBeside: boolean;
  /** Read from a cache or written to it. */
  readonly cached: number;
  readonly all: number;
}

/**
 * The `usage` of Chat Completions, legacy completions, Responses and embeddings, and of all who took over their form. The
 * totals include what was cached and what was thought, but not with everyone: the total of all says which.
 */
export function usageOfOpenAi(usage: JsonObject): Usage {
  const prompt = objectOf(usage.prompt_tokens_details ?? usage.input_tokens_details);
  const answer = objectOf(usage.completion_tokens_details ?? usage.output_tokens_details);
  const cachedRead = cachedReadOf(usage, prompt);
  const cacheWrite = firstCount(prompt.cache_write_tokens, prompt.cache_creation_tokens);
  const totals = levelled(totalsOf(usage, answer, cachedRead + cacheWrite));
  return mergedUsage(
    promptUsage({
      total: totals.prompt + countOf(usage.citation_tokens),
      cachedRead,
      cacheWrite,
      audio: countOf(prompt.audio_tokens),
      image: countOf(prompt.image_tokens),
    }),
    answerUsage({
      total: totals.answer,
      reasoning: totals.reasoning,
      audio: countOf(answer.audio_tokens),
      image: countOf(answer.image_tokens),
    }),
    searchesOf(usage),
  );
}

function totalsOf(usage: JsonObject, answer: JsonObject, cached: number): Totals {
  const all = countOf(usage.total_tokens);
  const isWithoutAnswer = usage.completion_tokens === undefined && usage.output_tokens === undefined;
  const prompt = firstCount(usage.prompt_tokens, usage.input_tokens);
  return {
    prompt: isWithoutAnswer && prompt === 0 ? all : prompt,
    answer: firstCount(usage.completion_tokens, usage.output_tokens),
    reasoning: firstCount(answer.reasoning_tokens, usage.reasoning_tokens),
    isReasoningBeside: countOf(usage.reasoning_tokens) > 0 && usage.num_search_queries !== undefined,
    cached,
    all: isWithoutAnswer ? 0 : all,
  };
}

/** OpenAI's place; DeepSeek's; Mistral's; Moonshot's and Together's. */
function cachedReadOf(usage: JsonObject, prompt: JsonObject): number {
  return firstCount(
    prompt.cached_tokens,
    usage.prompt_cache_hit_tokens,
    usage.num_cached_tokens,
    usage.cached_tokens,
  );
}

/**
 * Puts into the totals what stands beside them: xAI's and Perplexity's reasoning, Gemini's, which is only in the total of
 * all, and what was cached where a translator from another protocol left it out.
 */
function levelled(totals: Totals): Totals {
  const { prompt, answer, reasoning, cached, all } = totals;
  const beside = all - prompt - answer;
  const isReasoningBeside = totals.isReasoningBeside || (all === 0 && reasoning > answer);
  if (isReasoningBeside || (beside > 0 && beside === reasoning)) {
    return { ...totals, answer: answer + reasoning };
  }
  if (beside <= 0) return totals;
  if (beside === cached) return { ...totals, prompt: prompt + cached };
  return reasoning > 0 ? totals : { ...totals, answer: answer + beside, reasoning: beside };
}

/** OpenRouter's count, xAI's, Perplexity's, which also searches without counting; of xAI's live search, what it read. */
function searchesOf(usage: JsonObject): Usage {
  const counted = firstCount(
    objectOf(usage.server_tool_use).web_search_requests,
    objectOf(usage.server_tool_use_details).web_search_requests,
    objectOf(usage.server_side_tool_usage_details).web_search_calls,
    usage.num_search_queries,
    usage.num_sources_used,
  );
  return used('web_search', counted || (typeof usage.search_context_size === 'string' ? 1 : 0));
}

/** Whether it says how often it searched, be it never: then nothing else tells. xAI lists as searches what it looked for in posts. */
export function countsSearches(usage: JsonObject): boolean {
  return typeof objectOf(usage.server_side_tool_usage_details).web_search_calls === 'number';
}
