import type { JSONObject, LanguageModelV4CallOptions, SharedV4ProviderOptions } from '@ai-sdk/provider';
import { hinting, type CallHints } from '../neutral/hints.js';
import { Dropped, parsed } from '../neutral/request-fields.js';
import { notTranslatable } from '../translation.errors.js';
import type { JsonObject, TranslatedAsk } from '../wire.js';
import { InputPrompt } from './input-prompt.js';
import { jsonSchemaFormat, responsesRequest, type ResponsesRequest } from './response-request.schema.js';
import { readTools } from './response-tools.js';

/** Of no concern to the model: the gateway itself keeps answers and conversations, streams and runs in the background. */
const ofGateway = [
  'model',
  'stream',
  'stream_options',
  'store',
  'background',
  'previous_response_id',
  'conversation',
  'generate',
  'metadata',
];

const read: ReadonlySet<string> = new Set([...Object.keys(responsesRequest.shape), ...ofGateway]);

/** Sent anyway, or shown in the answer where the provider tells. */
const includable: ReadonlySet<string> = new Set([
  'reasoning.encrypted_content',
  'message.output_text.logprobs',
  'web_search_call.action.sources',
]);

export function readResponses(body: JsonObject): TranslatedAsk {
  const request = parsed(responsesRequest, body, '');
  if (request.prompt !== undefined)
    throw notTranslatable({ field: 'prompt', reason: 'the template is kept at OpenAI.' });
  const dropped = new Dropped();
  dropped.addOthers(body, read);
  noteWhatIsLeftOut(request, dropped);
  const { webSearch, ...tools } = readTools(request, dropped);
  const options: LanguageModelV4CallOptions = {
    prompt: new InputPrompt(dropped).read(request),
    ...settings(request),
    ...tools,
    providerOptions: {
      ...hinting({ ...hintsOf(request), ...(webSearch && { webSearch }) }).providerOptions,
      ...inOpenAisWords(request),
    },
  };
  return { options, dropped: dropped.list };
}

function settings(request: ResponsesRequest): Partial<LanguageModelV4CallOptions> {
  const { max_output_tokens, temperature, top_p, presence_penalty, frequency_penalty, reasoning } = request;
  const responseFormat = formatOf(request);
  return {
    ...(max_output_tokens !== undefined && { maxOutputTokens: max_output_tokens }),
    ...(temperature !== undefined && { temperature }),
    ...(top_p !== undefined && { topP: top_p }),
    ...(presence_penalty && { presencePenalty: presence_penalty }),
    ...(frequency_penalty && { frequencyPenalty: frequency_penalty }),
    ...(reasoning?.effort && { reasoning: reasoning.effort }),
    ...(responseFormat && { responseFormat }),
  };
}

function formatOf({ text }: ResponsesRequest): LanguageModelV4CallOptions['responseFormat'] {
  const format = text?.format;
  if (!format || format.type === 'text') return undefined;
  if (format.type === 'json_object') return { type: 'json' };
  if (format.type !== 'json_schema')
    throw notTranslatable({ field: 'text.format', reason: `"${format.type}" exists at OpenAI only.` });
  const { name, description, schema } = parsed(jsonSchemaFormat, format, 'text.format');
  return { type: 'json', schema, ...(name && { name }), ...(description && { description }) };
}

function hintsOf(request: ResponsesRequest): CallHints {
  const { text, service_tier } = request;
  const strict = text?.format?.['strict'];
  return {
    parallelToolCalls: request.parallel_tool_calls,
    logprobs: logprobsOf(request),
    serviceUser: request.safety_identifier ?? request.user,
    verbosity: text?.verbosity,
    serviceTier: service_tier === 'auto' ? undefined : service_tier,
    promptCacheKey: request.prompt_cache_key,
    strictSchema: typeof strict === 'boolean' ? strict : undefined,
  };
}

/** A client says both how many alternatives it wants and that it wants to see any of this. */
function logprobsOf({ top_logprobs, include }: ResponsesRequest): number | undefined {
  const wanted = include?.includes('message.output_text.logprobs') ?? false;
  return wanted || top_logprobs ? (top_logprobs ?? 0) : undefined;
}

/** Nothing of a client's conversation stays with the provider, so what it thought must come along. */
function inOpenAisWords({ reasoning, max_tool_calls }: ResponsesRequest): SharedV4ProviderOptions {
  const options: JSONObject = {
    store: false,
    ...(reasoning?.summary && { reasoningSummary: reasoning.summary }),
    ...(max_tool_calls !== undefined && { maxToolCalls: max_tool_calls }),
  };
  return { openai: options };
}

function noteWhatIsLeftOut(
  { truncation, max_tool_calls, include }: ResponsesRequest,
  dropped: Dropped,
): void {
  if (truncation === 'auto') dropped.add('truncation');
  if (max_tool_calls !== undefined) dropped.add('max_tool_calls');
  for (const name of include ?? []) if (!includable.has(name)) dropped.add(`include.${name}`);
}
