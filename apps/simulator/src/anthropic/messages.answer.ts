import type { Turn } from '../exchange/dialect.js';
import { opaqueText } from '../model/random.js';
import type { Finish, Reply } from '../model/reply.js';
import type { Usage } from '../model/usage.js';
import type { MessagesBody } from './messages.schema.js';

const stopReasons: Readonly<Record<Finish, string>> = {
  stop: 'end_turn',
  'stop-sequence': 'stop_sequence',
  length: 'max_tokens',
  tool: 'tool_use',
};

/** Usage in Anthropic's words: the input without what the cache took part in. */
export function toAnthropicUsage(usage: Usage): Record<string, unknown> {
  const written = usage.cacheWrite5m + usage.cacheWrite1h;
  return {
    input_tokens: usage.input - usage.cacheRead - written,
    cache_creation_input_tokens: written,
    cache_read_input_tokens: usage.cacheRead,
    cache_creation: {
      ephemeral_5m_input_tokens: usage.cacheWrite5m,
      ephemeral_1h_input_tokens: usage.cacheWrite1h,
    },
    output_tokens: usage.output,
    server_tool_use: null,
    service_tier: 'standard',
    inference_geo: 'not_available',
  };
}

/** The message without its content: what a stream starts with. */
export function emptyMessage(turn: Turn<MessagesBody>, usage: Usage): Record<string, unknown> {
  return {
    id: `msg_${turn.id}`,
    type: 'message',
    role: 'assistant',
    model: turn.model,
    content: [],
    stop_reason: null,
    stop_sequence: null,
    stop_details: null,
    container: null,
    ...(turn.script.usage === 'missing' ? {} : { usage: toAnthropicUsage(usage) }),
  };
}

export function toMessage(turn: Turn<MessagesBody>): object {
  const reply = turn.replies[0];
  if (!reply) return emptyMessage(turn, turn.usage);
  return { ...emptyMessage(turn, turn.usage), content: contentOf(turn, reply), ...stopOf(reply) };
}

export function stopOf(reply: Reply): {
  stop_reason: string;
  stop_sequence: string | null;
  stop_details: null;
} {
  return { stop_reason: stopReasons[reply.finish], stop_sequence: reply.stopSequence, stop_details: null };
}

export function signatureOf(reply: Reply): string {
  return opaqueText(reply.seed, 96);
}

export function toolUseId(turn: Turn, index: number): string {
  return `toolu_${turn.id}${index}`;
}

function contentOf(turn: Turn<MessagesBody>, reply: Reply): object[] {
  const content: object[] = [];
  if (reply.thinking.length > 0) {
    content.push({ type: 'thinking', thinking: reply.thinking.join(''), signature: signatureOf(reply) });
  }
  if (reply.text.length > 0) content.push({ type: 'text', text: reply.text.join(''), citations: null });
  for (const [index, call] of reply.calls.entries()) {
    const input = whole(call.arguments.join(''));
    content.push({
      type: 'tool_use',
      id: toolUseId(turn, index),
      name: call.name,
      input,
      caller: { type: 'direct' },
    });
  }
  return content;
}

/** Arguments that the output limit cut short are no JSON; the call then has no input. */
function whole(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return {};
  }
}
