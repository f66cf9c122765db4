import type { JSONObject } from '@ai-sdk/provider';
import type { CallHints } from '../neutral/hints.js';
import type { Dialect } from './dialect.js';

/** With whether `options.reasoning` asks for thoughts. */
type AskedHints = CallHints & { readonly thinks?: boolean };

type CallOptionsOf = (hints: AskedHints) => JSONObject;

/** What a client asked for, in the words of each provider. What is missing here does not exist there. */
export const callOptionsIn: Readonly<Record<Dialect, CallOptionsOf>> = {
  openai: (hints) => ({
    logprobs: hints.logprobs,
    logitBias: hints.logitBias,
    parallelToolCalls: hints.parallelToolCalls,
    user: hints.serviceUser,
    prediction: hints.prediction,
    textVerbosity: hints.verbosity,
    serviceTier: hints.serviceTier,
    promptCacheKey: hints.promptCacheKey,
    strictJsonSchema: hints.strictSchema,
  }),
  anthropic: (hints) => ({
    disableParallelToolUse: hints.parallelToolCalls === false ? true : undefined,
    metadata: hints.serviceUser === undefined ? undefined : { userId: hints.serviceUser },
    cacheControl: hints.cache && { type: 'ephemeral', ttl: hints.cache.ttl },
    thinking:
      hints.thinkingBudget === undefined
        ? undefined
        : { type: 'enabled', budgetTokens: hints.thinkingBudget },
  }),
  google: (hints) => ({
    thinkingConfig: thinkingOfGoogle(hints),
    responseModalities: hints.drawsImages ? ['TEXT', 'IMAGE'] : undefined,
  }),
  bedrock: (hints) => ({
    reasoningConfig:
      hints.thinkingBudget === undefined
        ? undefined
        : { type: 'enabled', budgetTokens: hints.thinkingBudget },
  }),
  mistral: (hints) => ({
    parallelToolCalls: hints.parallelToolCalls,
    promptCacheKey: hints.promptCacheKey,
    strictJsonSchema: hints.strictSchema,
  }),
  deepseek: (hints) => ({
    logprobs: hints.logprobs === undefined ? undefined : true,
    topLogprobs: hints.logprobs,
    strictJsonSchema: hints.strictSchema,
  }),
  xai: (hints) => ({
    // Nothing of a client's conversation stays with the provider.
    store: false,
    logprobs: hints.logprobs === undefined ? undefined : true,
    topLogprobs: hints.logprobs,
    parallelToolCalls: hints.parallelToolCalls,
    user: hints.serviceUser,
    promptCacheKey: hints.promptCacheKey,
  }),
  groq: (hints) => ({
    parallelToolCalls: hints.parallelToolCalls,
    user: hints.serviceUser,
    strictJsonSchema: hints.strictSchema,
    reasoningFormat: hints.hidesReasoning ? 'hidden' : undefined,
  }),
  cohere: (hints) => ({
    thinking:
      hints.thinkingBudget === undefined ? undefined : { type: 'enabled', tokenBudget: hints.thinkingBudget },
  }),
  together: compatibleOptions,
  fireworks: (hints) => ({
    user: hints.serviceUser,
    parallel_tool_calls: hints.parallelToolCalls,
    promptCacheKey: hints.promptCacheKey,
    strictJsonSchema: hints.strictSchema,
    logit_bias: hints.logitBias,
    thinking:
      hints.thinkingBudget === undefined
        ? undefined
        : { type: 'enabled', budgetTokens: Math.max(1_024, hints.thinkingBudget) },
  }),
  compatible: compatibleOptions,
};

/** What these packages do not know goes up under the name that it has here. */
function compatibleOptions(hints: CallHints): JSONObject {
  return {
    user: hints.serviceUser,
    textVerbosity: hints.verbosity,
    strictJsonSchema: hints.strictSchema,
    parallel_tool_calls: hints.parallelToolCalls,
    logprobs: hints.logprobs === undefined ? undefined : true,
    top_logprobs: hints.logprobs,
    logit_bias: hints.logitBias,
    prediction: hints.prediction,
    prompt_cache_key: hints.promptCacheKey,
  };
}

/** Gemini thinks in secret unless asked for its thoughts. */
function thinkingOfGoogle(hints: AskedHints): JSONObject | undefined {
  const includeThoughts = hints.hidesReasoning === true ? undefined : true;
  if (hints.thinkingBudget === undefined && !hints.thinks) return undefined;
  return { includeThoughts, thinkingBudget: hints.thinkingBudget };
}

/** The hints that a provider has no word for, by the names of {@link CallHints}; they are left out of the call. */
export function unsaid(dialect: Dialect, hints: CallHints): (keyof CallHints)[] {
  return sayable.filter(
    (name) => hints[name] !== undefined && !spoken(dialect, { [name]: hints[name] }, hints[name]),
  );
}

const sayable = [
  'parallelToolCalls',
  'logprobs',
  'logitBias',
  'prediction',
  'verbosity',
  'serviceTier',
  'drawsImages',
] as const satisfies readonly (keyof CallHints)[];

function spoken(dialect: Dialect, alone: CallHints, value: unknown): boolean {
  // Several calls at once is what every provider does by itself.
  if (value === true && alone.parallelToolCalls === true) return true;
  const before = JSON.stringify(callOptionsIn[dialect]({}));
  return JSON.stringify(callOptionsIn[dialect](alone)) !== before;
}
