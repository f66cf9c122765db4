import type { JSONObject, LanguageModelV4CallOptions } from '@ai-sdk/provider';
import { hinting, type CallHints } from '../neutral/hints.js';
import { Dropped, parsed } from '../neutral/request-fields.js';
import { notTranslatable } from '../translation.errors.js';
import type { JsonObject, TranslatedAsk } from '../wire.js';
import { isGiven } from './is-given.js';
import { chatRequest, gatewayFields, type ChatRequest } from './chat-request.schema.js';
import { cacheOf } from './read-content.js';
import { readFormat, readWebSearch } from './read-format.js';
import { readMessages } from './read-messages.js';
import { readThinking } from './read-reasoning.js';
import { readTools } from './read-tools.js';

/** With a rule of their own, or for the gateway itself. The others are left out, and the answer says so. */
const read: ReadonlySet<string> = new Set([...Object.keys(chatRequest.shape), ...gatewayFields]);

/** Reads a body of OpenAI's chat API. */
export function readChat(body: JsonObject): TranslatedAsk {
  const request = parsed(chatRequest, body, '');
  const dropped = new Dropped();
  dropped.addOthers(body, read);
  refuseImpossible(request);
  const { format, hints: formatHints } = readFormat(request);
  const { reasoning, hints: thinkingHints } = readThinking(request);
  const options: LanguageModelV4CallOptions = {
    prompt: readMessages(request.messages),
    ...readSampling(request),
    ...readTools(request),
    ...format,
    ...(reasoning ? { reasoning } : {}),
    ...hinting({ ...readHints(request), ...formatHints, ...thinkingHints }),
  };
  return { options, dropped: dropped.list };
}

function refuseImpossible(request: ChatRequest): void {
  if ((request.n ?? 1) > 1) throw notTranslatable({ field: 'n', reason: 'it gives one answer to a call.' });
  if (isGiven(request.audio) || request.modalities?.includes('audio'))
    throw notTranslatable({ field: 'modalities', reason: 'it does not answer in spoken words.' });
  for (const field of ['functions', 'function_call'] as const)
    if (isGiven(request[field]))
      throw notTranslatable({ field, reason: 'send tools and tool_choice instead.' });
}

function readSampling(request: ChatRequest): Partial<LanguageModelV4CallOptions> {
  const { stop } = request;
  const read = {
    maxOutputTokens: request.max_completion_tokens ?? request.max_tokens,
    temperature: request.temperature,
    topP: request.top_p,
    topK: request.top_k,
    presencePenalty: request.presence_penalty,
    frequencyPenalty: request.frequency_penalty,
    seed: request.seed,
    stopSequences: typeof stop === 'string' ? [stop] : stop,
  };
  return Object.fromEntries(Object.entries(read).filter(([, value]) => isGiven(value)));
}

function readHints(request: ChatRequest): CallHints {
  const read = {
    parallelToolCalls: request.parallel_tool_calls,
    logprobs: request.logprobs ? (request.top_logprobs ?? 0) : undefined,
    logitBias: request.logit_bias,
    serviceUser: request.safety_identifier ?? request.user,
    webSearch: readWebSearch(request.web_search_options),
    prediction: request.prediction as JSONObject | null | undefined,
    verbosity: request.verbosity,
    serviceTier: request.service_tier,
    promptCacheKey: request.prompt_cache_key,
    cache: cacheOf(request.cache_control),
    drawsImages: request.modalities?.includes('image') ? true : undefined,
  };
  return Object.fromEntries(Object.entries(read).filter(([, value]) => isGiven(value)));
}
