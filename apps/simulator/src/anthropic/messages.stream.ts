import type { StreamEvent, Turn, TurnStream } from '../exchange/dialect.js';
import { toAnthropicError } from '../exchange/error-shapes.js';
import type { Reply, ToolCall } from '../model/reply.js';
import { countTokens } from '../model/tokens.js';
import { usageSoFar } from '../model/usage.js';
import { emptyMessage, signatureOf, stopOf, toAnthropicUsage, toolUseId } from './messages.answer.js';
import type { MessagesBody } from './messages.schema.js';

type Events = Generator<StreamEvent, void>;

/** A streamed message, its events in Anthropic's order. */
export function toMessageStream(turn: Turn<MessagesBody>): TurnStream {
  return {
    events: messageEvents(turn),
    failure: (error) => [event('error', { error: toAnthropicError(error) })],
  };
}

function* messageEvents(turn: Turn<MessagesBody>): Events {
  const reply = turn.replies[0];
  if (!reply) return;
  yield event('message_start', { message: emptyMessage(turn, usageSoFar(turn.usage, 1)) });
  yield* turn.script.usage === 'every'
    ? withRunningUsage(turn, contentEvents(turn, reply))
    : contentEvents(turn, reply);
  const last = event('message_delta', { delta: { ...stopOf(reply), container: null }, ...finalUsage(turn) });
  yield last;
  if (turn.script.usage === 'twice') yield last;
  yield event('message_stop', {});
}

function* contentEvents(turn: Turn<MessagesBody>, reply: Reply): Events {
  const blocks = [...blockEvents(turn, reply)];
  for (const [index, block] of blocks.entries()) {
    yield event('content_block_start', { index, content_block: block.start }, block.hidden);
    if (index === 0) yield event('ping', {});
    for (const { delta, tokens } of block.deltas)
      yield event('content_block_delta', { index, delta }, tokens);
    yield event('content_block_stop', { index });
  }
}

interface StreamedBlock {
  readonly start: object;
  readonly hidden?: number;
  readonly deltas: Iterable<{ readonly delta: object; readonly tokens?: number }>;
}

function* blockEvents(turn: Turn<MessagesBody>, reply: Reply): Generator<StreamedBlock> {
  if (reply.thinking.length > 0) {
    yield { start: { type: 'thinking', thinking: '', signature: '' }, deltas: thinkingDeltas(reply) };
  }
  if (reply.text.length > 0) {
    const deltas = reply.text.map((text) => ({ delta: { type: 'text_delta', text }, tokens: 1 }));
    yield { start: { type: 'text', text: '', citations: null }, deltas };
  }
  for (const [index, call] of reply.calls.entries()) yield toolUseBlock(turn, call, index);
}

function thinkingDeltas(reply: Reply): { delta: object; tokens?: number }[] {
  const thinking = reply.thinking.map((thought) => ({
    delta: { type: 'thinking_delta', thinking: thought },
    tokens: 1,
  }));
  return [...thinking, { delta: { type: 'signature_delta', signature: signatureOf(reply) } }];
}

function toolUseBlock(turn: Turn<MessagesBody>, call: ToolCall, index: number): StreamedBlock {
  const start = {
    type: 'tool_use',
    id: toolUseId(turn, index),
    name: call.name,
    input: {},
    caller: { type: 'direct' },
  };
  const deltas = call.arguments.map((json) => ({
    delta: { type: 'input_json_delta', partial_json: json },
    tokens: 1,
  }));
  return { start, hidden: countTokens(call.name), deltas };
}

/** After every delta, what has been used up to there: Anthropic allows more than one message_delta. */
function* withRunningUsage(turn: Turn<MessagesBody>, events: Events): Events {
  let output = 0;
  for (const one of events) {
    output += one.tokens ?? 0;
    yield one;
    if (one.name === 'content_block_delta') {
      const usage = toAnthropicUsage(usageSoFar(turn.usage, output));
      yield event('message_delta', { delta: { stop_reason: null, stop_sequence: null }, usage });
    }
  }
}

function finalUsage(turn: Turn<MessagesBody>): object {
  if (turn.script.usage === 'missing') return {};
  const { input_tokens, cache_creation_input_tokens, cache_read_input_tokens, output_tokens } =
    toAnthropicUsage(turn.usage);
  return {
    usage: {
      input_tokens,
      cache_creation_input_tokens,
      cache_read_input_tokens,
      output_tokens,
      server_tool_use: null,
    },
  };
}

function event(type: string, payload: object, tokens?: number): StreamEvent {
  const data = JSON.stringify({ type, ...payload });
  return tokens === undefined ? { name: type, data } : { name: type, data, tokens };
}
