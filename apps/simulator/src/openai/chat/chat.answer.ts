import type { Turn } from '../../exchange/dialect.js';
import type { Finish, Reply } from '../../model/reply.js';
import { toChatUsage } from '../openai-usage.js';
import type { ChatBody } from './chat.schema.js';

export const finishReasons: Readonly<Record<Finish, string>> = {
  stop: 'stop',
  'stop-sequence': 'stop',
  length: 'length',
  tool: 'tool_calls',
};

/** The fields that an answer and each chunk of a stream begin with. */
export function envelopeOf(
  turn: Turn<ChatBody>,
  object: 'chat.completion' | 'chat.completion.chunk',
): Record<string, unknown> {
  return {
    id: `chatcmpl-${turn.id}`,
    object,
    created: turn.created,
    model: turn.model,
    service_tier: 'default',
    system_fingerprint: 'fp_simulator',
  };
}

export function callId(turn: Turn, choice: number, index: number): string {
  return `call_${turn.id}${choice}${index}`;
}

export function toChatCompletion(turn: Turn<ChatBody>): object {
  return {
    ...envelopeOf(turn, 'chat.completion'),
    choices: turn.replies.map((reply, index) => ({
      index,
      message: messageOf(turn, reply, index),
      logprobs: null,
      finish_reason: finishReasons[reply.finish],
    })),
    ...(turn.script.usage === 'missing' ? {} : { usage: toChatUsage(turn.usage, turn.script) }),
  };
}

function messageOf(turn: Turn<ChatBody>, reply: Reply, choice: number): object {
  const calls = reply.calls.map((call, index) => ({
    id: callId(turn, choice, index),
    type: 'function',
    function: { name: call.name, arguments: call.arguments.join('') },
  }));
  return {
    role: 'assistant',
    content: calls.length > 0 ? null : reply.text.join(''),
    ...(turn.script.thoughts ? { reasoning_content: reply.thinking.join('') } : {}),
    ...(calls.length > 0 ? { tool_calls: calls } : {}),
    refusal: null,
    annotations: [],
  };
}
