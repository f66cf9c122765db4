import type { Turn } from '../../exchange/dialect.js';
import type { Usage } from '../../model/usage.js';
import { toResponsesUsage } from '../openai-usage.js';
import { itemsOf, type OutputItem, outputOf } from './output-items.js';
import type { ResponsesBody } from './responses.schema.js';

/** The state of a response at one moment of its life. */
export interface ResponseState {
  readonly status: 'in_progress' | 'completed' | 'incomplete' | 'failed';
  readonly output: readonly OutputItem[];
  readonly usage: Usage | null;
  readonly error?: { readonly code: string; readonly message: string };
}

/** What is echoed from the request where it is given, and what stands there where it is not. */
const echoed: Readonly<Record<string, unknown>> = {
  background: false,
  frequency_penalty: 0,
  instructions: null,
  max_output_tokens: null,
  max_tool_calls: null,
  metadata: {},
  parallel_tool_calls: true,
  presence_penalty: 0,
  previous_response_id: null,
  prompt_cache_key: null,
  safety_identifier: null,
  store: true,
  temperature: 1,
  text: { format: { type: 'text' }, verbosity: 'medium' },
  tool_choice: 'auto',
  top_logprobs: 0,
  top_p: 1,
  truncation: 'disabled',
};

/** Where a response ends: complete, or incomplete because it reached its limit. */
export function finishedState(turn: Turn<ResponsesBody>): ResponseState {
  const status = turn.replies[0]?.finish === 'length' ? 'incomplete' : 'completed';
  const usage = turn.script.usage === 'missing' ? null : turn.usage;
  return { status, output: itemsOf(outputOf(turn)), usage };
}

export function toResponse(turn: Turn<ResponsesBody>, state: ResponseState): object {
  const { body, created, id, model } = turn;
  const settings = Object.entries(echoed).map(([name, otherwise]) => [name, body[name] ?? otherwise]);
  return {
    id: `resp_${id}`,
    object: 'response',
    created_at: created,
    status: state.status,
    completed_at: state.status === 'completed' ? created : null,
    error: state.error ?? null,
    incomplete_details: state.status === 'incomplete' ? { reason: 'max_output_tokens' } : null,
    model,
    output: state.output,
    reasoning: { effort: body.reasoning?.effort ?? null, summary: body.reasoning?.summary ?? null },
    service_tier: 'default',
    ...Object.fromEntries(settings),
    tools: (body.tools ?? []).map((tool) => Object.assign({ description: null, strict: null }, tool)),
    usage: state.usage && toResponsesUsage(state.usage),
    ...(typeof body['user'] === 'string' ? { user: body['user'] } : {}),
  };
}
