import type { LanguageModelV4Usage } from '@ai-sdk/provider';
import type { Usage } from '@onegate/models';
import { isObject } from '../../json/json-object.js';
import { tokenCounts } from '../chat/chat-usage.js';
import { isCounted, readUsage } from '../usage/read-usage.js';
import type { AnswerFacts, JsonObject } from '../wire.js';

export interface ResponseState {
  readonly status: 'in_progress' | 'completed' | 'incomplete' | 'failed';
  readonly output: readonly JsonObject[];
  readonly usage?: JsonObject | null;
  readonly error?: JsonObject | null;
  readonly incomplete_details?: JsonObject | null;
  readonly service_tier?: string | undefined;
}

/** The response as it stands: every field that the specification requires, `null` where there is nothing. */
export function responseObject(
  { id, model, createdAt, body }: AnswerFacts,
  state: ResponseState,
): JsonObject {
  return {
    id,
    object: 'response',
    created_at: seconds(createdAt),
    completed_at: state.status === 'completed' ? seconds(new Date()) : null,
    status: state.status,
    error: state.error ?? null,
    incomplete_details: state.incomplete_details ?? null,
    model,
    output: state.output,
    usage: state.usage ?? null,
    ...repeated(body),
    ...toolsOf(body),
    service_tier: state.service_tier ?? body['service_tier'] ?? 'default',
  };
}

/** What an answer repeats of the request, with what it is where the client said nothing. */
const saidOr: JsonObject = {
  background: false,
  instructions: null,
  max_output_tokens: null,
  max_tool_calls: null,
  metadata: {},
  previous_response_id: null,
  prompt_cache_key: null,
  safety_identifier: null,
  store: true,
  temperature: 1,
  top_p: 1,
  presence_penalty: 0,
  frequency_penalty: 0,
  top_logprobs: 0,
  truncation: 'disabled',
};

function repeated(body: JsonObject): JsonObject {
  const plain = Object.entries(saidOr).map(([name, otherwise]) => [name, body[name] ?? otherwise]);
  return {
    ...Object.fromEntries(plain),
    reasoning: reasoningOf(body['reasoning']),
    text: textOf(body['text']),
    ...(body['user'] ? { user: body['user'] } : {}),
    ...conversationOf(body['conversation']),
  };
}

function conversationOf(conversation: unknown): JsonObject {
  if (typeof conversation === 'string') return { conversation: { id: conversation } };
  return isObject(conversation) ? { conversation: { id: conversation['id'] } } : {};
}

function reasoningOf(reasoning: unknown): JsonObject {
  const asked = isObject(reasoning) ? reasoning : {};
  return { effort: asked['effort'] ?? null, summary: asked['summary'] ?? null };
}

function textOf(text: unknown): JsonObject {
  const asked = isObject(text) ? text : {};
  const { format, verbosity } = asked;
  return { format: isObject(format) ? format : { type: 'text' }, verbosity: verbosity ?? 'medium' };
}

/** Tools as a response shows them. */
export function wholeTools(tools: unknown): unknown[] {
  if (!Array.isArray(tools)) return [];
  return tools.map((tool: unknown) =>
    isObject(tool) && tool['type'] === 'function' ? wholeTool(tool) : tool,
  );
}

function toolsOf(body: JsonObject): JsonObject {
  return {
    tools: wholeTools(body['tools']),
    tool_choice: body['tool_choice'] ?? 'auto',
    parallel_tool_calls: body['parallel_tool_calls'] ?? true,
  };
}

function wholeTool(tool: JsonObject): JsonObject {
  return {
    ...tool,
    description: tool['description'] ?? null,
    parameters: tool['parameters'] ?? null,
    strict: tool['strict'] ?? null,
  };
}

/** What is charged; `null` where the provider counted nothing. */
export function responseUsage(usage: LanguageModelV4Usage): JsonObject | null {
  return isCounted(usage) ? responseTokens(readUsage(usage)) : null;
}

/** The same of counts in our kinds. */
export function responseTokens(usage: Usage): JsonObject {
  const counts = tokenCounts(usage);
  const { cached_tokens, cache_write_tokens } = counts.prompt_tokens_details;
  return {
    input_tokens: counts.prompt_tokens,
    input_tokens_details: { cached_tokens, cache_write_tokens },
    output_tokens: counts.completion_tokens,
    output_tokens_details: { reasoning_tokens: counts.completion_tokens_details.reasoning_tokens },
    total_tokens: counts.total_tokens,
  };
}

function seconds(date: Date): number {
  return Math.floor(date.getTime() / 1_000);
}
