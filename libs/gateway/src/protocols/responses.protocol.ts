import { errorFields, responseError } from '../translation/responses/response-ending.js';
import { responseTokens } from '../translation/responses/response-object.js';
import { responsesWire } from '../translation/responses/responses.wire.js';
import type { JsonObject } from '../translation/wire.js';
import type { BrokenAnswer, ClientProtocol } from './client-protocol.js';
import { cutOutput } from './cut-output.js';
import { countAt, listAt, modelsAsked, objectAt, textAt, threadOf } from './fields.js';

export const responsesProtocol: ClientProtocol = {
  name: 'openai-responses',
  operation: 'responses',
  wire: responsesWire,
  keepAlive: ': keep-alive\n\n',

  terms(body) {
    return {
      models: modelsAsked(body),
      isStream: body['stream'] === true,
      maxOutputTokens: countAt(body, 'max_output_tokens'),
      answers: 1,
      serviceUser: textAt(body, 'safety_identifier') ?? textAt(body, 'user'),
      thread: threadOf(textAt(body, 'prompt_cache_key'), listAt(body, 'input'), body['instructions']),
    };
  },

  edits(_body, { modelName, answerLimit }) {
    return { model: modelName, ...(answerLimit !== null && { max_output_tokens: answerLimit }) };
  },

  left(body, { kind }) {
    const ours = kind === 'openrouter' ? ['generate'] : ['generate', 'models', 'route'];
    return ours.filter((name) => name in body);
  },

  /** SDKs raise the first event; clients that wait for a terminal one get it too. */
  broken(failure, answer) {
    const words = errorFields(failure, answer.requestId);
    const error = { type: 'error', ...words, sequence_number: answer.eventsSeen };
    const failed = {
      type: 'response.failed',
      sequence_number: answer.eventsSeen + 1,
      response: failedResponse(answer, responseError(failure)),
    };
    return [error, failed]
      .map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`)
      .join('');
  },

  cutOff(answer) {
    const { output, events } = cutOutput(answer.items);
    const ended = { status: 'incomplete', incomplete_details: { reason: 'max_output_tokens' }, output };
    const usage = responseTokens(answer.usage);
    const last = { type: 'response.incomplete', response: { ...begunResponse(answer), ...ended, usage } };
    return [...events, last].map((event, index) => numbered(event, answer.eventsSeen + index)).join('');
  },
};

function numbered(event: JsonObject & { readonly type: string }, sequence_number: number): string {
  const data = { ...event, sequence_number };
  return `event: ${event.type}\ndata: ${JSON.stringify(data)}\n\n`;
}

function failedResponse(answer: BrokenAnswer, error: JsonObject): JsonObject {
  return { ...begunResponse(answer), status: 'failed', error };
}

function begunResponse({ first, requestId }: BrokenAnswer): JsonObject {
  const begun = first ? objectAt(first, 'response') : {};
  const id = textAt(begun, 'id') ?? `resp_${requestId}`;
  return { ...begun, id, object: 'response' };
}
