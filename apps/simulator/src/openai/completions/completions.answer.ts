import type { StreamEvent, Turn, TurnStream } from '../../exchange/dialect.js';
import { toOpenAiError } from '../../exchange/error-shapes.js';
import { finishReasons } from '../chat/chat.answer.js';
import { toChatUsage } from '../openai-usage.js';
import type { CompletionsBody } from './completions.schema.js';

export function toTextCompletion(turn: Turn<CompletionsBody>): object {
  const choices = turn.replies.map((reply, index) =>
    choiceOf(index, reply.text.join(''), finishReasons[reply.finish]),
  );
  return { ...envelopeOf(turn), choices, ...(turn.script.usage === 'missing' ? {} : usageOf(turn)) };
}

export function toTextStream(turn: Turn<CompletionsBody>): TurnStream {
  return {
    events: textChunks(turn),
    failure: (error) => [{ data: JSON.stringify({ error: toOpenAiError(error) }) }],
  };
}

function* textChunks(turn: Turn<CompletionsBody>): Generator<StreamEvent> {
  const chunk = (fields: object) => JSON.stringify({ ...envelopeOf(turn), ...fields });
  for (const [index, reply] of turn.replies.entries()) {
    for (const token of reply.text) yield { data: chunk({ choices: [choiceOf(index, token)] }), tokens: 1 };
    yield { data: chunk({ choices: [choiceOf(index, '', finishReasons[reply.finish])] }) };
  }
  const isAsked = turn.body.stream_options?.include_usage === true && turn.script.usage !== 'missing';
  if (isAsked) yield { data: chunk({ choices: [], ...usageOf(turn) }) };
  if (!turn.script.nodone) yield { data: '[DONE]' };
}

function envelopeOf({ id, created, model }: Turn): object {
  return { id: `cmpl-${id}`, object: 'text_completion', created, model };
}

function choiceOf(index: number, text: string, reason: string | null = null): object {
  return { text, index, logprobs: null, finish_reason: reason };
}

function usageOf({ usage, script }: Turn): object {
  return { usage: toChatUsage(usage, script) };
}
