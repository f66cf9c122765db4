import { completionsWire } from '../translation/completions/completions.wire.js';
import { chatProtocol } from './chat.protocol.js';
import type { ClientProtocol } from './client-protocol.js';
import { countAt, listAt, modelsAsked, textAt } from './fields.js';
import type { JsonObject } from '../translation/wire.js';

/** OpenAI's legacy completions; its streams are told and ended like those of chat. */
export const completionsProtocol: ClientProtocol = {
  ...chatProtocol,
  name: 'openai-completions',
  operation: 'completions',
  wire: completionsWire,

  terms(body) {
    return {
      models: modelsAsked(body),
      isStream: body['stream'] === true,
      maxOutputTokens: countAt(body, 'max_tokens'),
      answers: answersTo(body),
      serviceUser: textAt(body, 'user'),
      thread: null,
    };
  },

  edits(body, upstream) {
    const { answerLimit } = upstream;
    const { model, stream_options: options } = chatProtocol.edits(body, { ...upstream, answerLimit: null });
    return {
      model,
      ...(options !== undefined && { stream_options: options }),
      ...(answerLimit !== null && { max_tokens: answerLimit }),
    };
  },

  left: (body, { kind }) =>
    kind === 'openrouter' ? [] : ['models', 'route', 'usage'].filter((name) => name in body),

  broken: (failure, answer) => asCompletion(chatProtocol.broken(failure, answer)),
  cutOff: (answer) => asCompletion(chatProtocol.cutOff?.(answer) ?? ''),
};

function asCompletion(chunk: string): string {
  return chunk
    .replaceAll('"object":"chat.completion.chunk"', '"object":"text_completion"')
    .replaceAll('"delta":{}', '"text":""');
}

/** Every prompt of a list is answered, and each as often as asked for; of `best_of` all are written, and paid. */
function answersTo(body: JsonObject): number {
  const prompts = listAt(body, 'prompt').filter((one) => typeof one !== 'number').length;
  return Math.max(1, prompts) * Math.max(1, countAt(body, 'n') ?? 1, countAt(body, 'best_of') ?? 1);
}
