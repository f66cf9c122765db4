import type { JSONObject, LanguageModelV4CallOptions, SharedV4ProviderOptions } from '@ai-sdk/provider';
import { hinting, type CallHints } from '../neutral/hints.js';
import { Dropped, parsed } from '../neutral/request-fields.js';
import { notTranslatable } from '../translation.errors.js';
import type { JsonObject, TranslatedAsk } from '../wire.js';
import { cacheHint } from './cache-hints.js';
import { MessagePrompt } from './message-prompt.js';
import { messagesRequest, type MessagesRequest } from './message-request.schema.js';
import { readToolChoice, readTools } from './message-tools.js';

/** With a rule of their own, or of no concern to the model. The others are left out, and the answer says so. */
const read: ReadonlySet<string> = new Set([...Object.keys(messagesRequest.shape), 'model', 'stream']);

export function readMessages(body: JsonObject): TranslatedAsk {
  const request = parsed(messagesRequest, body, '');
  refuseWhatOnlyAnthropicHas(request);
  const dropped = new Dropped();
  dropped.addOthers(body, read);
  const { tools, webSearch } = readTools(request);
  const prompt = new MessagePrompt(dropped).read(request);
  const options: LanguageModelV4CallOptions = {
    prompt,
    ...settings(request),
    ...(tools && { tools }),
    ...readToolChoice(request),
    providerOptions: {
      ...hinting({ ...hintsOf(request), ...(webSearch && { webSearch }) }).providerOptions,
      ...inAnthropicsWords(request),
    },
  };
  return { options, dropped: dropped.list };
}

function settings(request: MessagesRequest): Partial<LanguageModelV4CallOptions> {
  const { max_tokens, temperature, top_p, top_k, stop_sequences, output_config } = request;
  const format = output_config?.format;
  const reasoning = reasoningOf(request);
  return {
    ...(max_tokens !== undefined && { maxOutputTokens: max_tokens }),
    ...(temperature !== undefined && { temperature }),
    ...(top_p !== undefined && { topP: top_p }),
    ...(top_k !== undefined && { topK: top_k }),
    ...(stop_sequences?.length && { stopSequences: stop_sequences }),
    ...(reasoning && { reasoning }),
    ...(format && { responseFormat: { type: 'json', schema: format.schema } }),
  };
}

function reasoningOf({ thinking, output_config }: MessagesRequest): LanguageModelV4CallOptions['reasoning'] {
  return thinking?.type === 'disabled' ? 'none' : output_config?.effort;
}

function hintsOf(request: MessagesRequest): CallHints {
  const { thinking, tool_choice, metadata, output_config, service_tier, cache_control } = request;
  return {
    thinkingBudget: thinking?.type === 'enabled' ? thinking.budget_tokens : undefined,
    hidesReasoning: orNothing(thinking?.display === 'omitted'),
    parallelToolCalls: tool_choice?.disable_parallel_tool_use ? false : undefined,
    serviceUser: metadata?.user_id,
    strictSchema: orNothing(output_config?.format !== undefined),
    serviceTier: service_tier === 'standard_only' ? 'default' : undefined,
    cache: cacheHint(cache_control),
  };
}

function orNothing(holds: boolean): true | undefined {
  return holds ? true : undefined;
}

/** For Claude where others host it: what has no name elsewhere. */
function inAnthropicsWords(request: MessagesRequest): SharedV4ProviderOptions {
  const { thinking, output_config, service_tier } = request;
  const options: JSONObject = {
    ...(thinking && thinking.type !== 'enabled' && { thinking: ownThinking(thinking) }),
    ...(output_config?.effort && { effort: output_config.effort }),
    ...(isTier(service_tier) && { serviceTier: service_tier }),
  };
  return Object.keys(options).length > 0 ? { anthropic: options } : {};
}

function ownThinking({ type, display }: NonNullable<MessagesRequest['thinking']>): JSONObject {
  return { type, ...(type === 'adaptive' && display && { display }) };
}

function isTier(tier: string | undefined): boolean {
  return tier === 'auto' || tier === 'standard_only';
}

/** To go on without these would not do what was asked for, or would do it elsewhere. */
function refuseWhatOnlyAnthropicHas({ container, inference_geo, mcp_servers }: MessagesRequest): void {
  const reason = 'only Anthropic itself has it.';
  if (container !== undefined) throw notTranslatable({ field: 'container', reason });
  if (mcp_servers?.length) throw notTranslatable({ field: 'mcp_servers', reason });
  if (inference_geo !== undefined && inference_geo !== 'global')
    throw notTranslatable({ field: 'inference_geo', reason: 'we cannot say where it runs.' });
}
