import { factsOf, type ProviderKind } from '@onegate/models';
import { renderFailure, type Failure, type Surface } from '@onegate/platform';
import { chatWire } from '../translation/chat/chat.wire.js';
import { tokenCounts } from '../translation/chat/chat-usage.js';
import { refusedFields } from '../translation/search-models.js';
import type { JsonObject } from '../translation/wire.js';
import type { BrokenAnswer, ClientProtocol, UpstreamTerms } from './client-protocol.js';
import { countAt, listAt, modelsAsked, objectAt, textAt, threadOf } from './fields.js';

/** They tell the usage of every stream, and some refuse a field that they do not know. */
const usageUnasked: ReadonlySet<ProviderKind> = new Set(['mistral', 'openrouter']);

/** Whether the provider must be asked for the usage of this stream, because the client did not. */
export function mustAskForUsage(body: JsonObject, kind: ProviderKind): boolean {
  if (body['stream'] !== true || usageUnasked.has(kind)) return false;
  return objectAt(body, 'stream_options')['include_usage'] !== true;
}

export const chatProtocol: ClientProtocol = {
  name: 'openai-chat',
  operation: 'chat',
  wire: chatWire,
  keepAlive: ': keep-alive\n\n',

  terms(body) {
    return {
      models: modelsAsked(body),
      isStream: body['stream'] === true,
      maxOutputTokens: countAt(body, 'max_completion_tokens') ?? countAt(body, 'max_tokens'),
      answers: Math.max(1, countAt(body, 'n') ?? 1),
      serviceUser: textAt(body, 'safety_identifier') ?? textAt(body, 'user'),
      thread: threadOf(textAt(body, 'prompt_cache_key'), listAt(body, 'messages')),
    };
  },

  edits(body, upstream) {
    const options = { ...objectAt(body, 'stream_options'), include_usage: true };
    return {
      model: upstream.modelName,
      ...(mustAskForUsage(body, upstream.kind) && { stream_options: options }),
      ...limited(body, upstream),
    };
  },

  left(body, { modelName, kind }) {
    const ours = kind === 'openrouter' ? [] : ['models', 'route', 'usage'];
    return [...ours.filter((name) => name in body), ...refusedFields(modelName, body)];
  },

  broken: (failure, answer) => chatBroken(failure, answer, 'openai'),

  cutOff(answer) {
    const chunk = { ...chunkOf(answer), choices: [{ index: 0, delta: {}, finish_reason: 'length' }] };
    const told = { ...chunkOf(answer), choices: [], usage: tokenCounts(answer.usage) };
    return [chunk, ...(answer.tellsUsage ? [told] : [])]
      .map((one) => `data: ${JSON.stringify(one)}\n\n`)
      .concat('data: [DONE]\n\n')
      .join('');
  },
};

/** A chunk that ends the answer with an error in the words of a surface: clients look for it in both its places. */
export function chatBroken(failure: Failure, answer: BrokenAnswer, surface: Surface): string {
  const { requestId } = answer;
  const { body } = renderFailure(failure, surface, { method: 'POST', path: '', requestId });
  const error = body['error'] as JsonObject;
  const { code, message } = error;
  const choice = { index: 0, delta: {}, finish_reason: 'error', error: { code, message } };
  const chunk = { ...chunkOf(answer), choices: [choice], error };
  return `data: ${JSON.stringify(chunk)}\n\ndata: [DONE]\n\n`;
}

function chunkOf({ first, requestId }: BrokenAnswer): JsonObject {
  return {
    id: first?.['id'] ?? requestId,
    object: 'chat.completion.chunk',
    created: first?.['created'] ?? Math.floor(Date.now() / 1000),
    model: first?.['model'] ?? '',
  };
}

function limited(body: JsonObject, { kind, answerLimit }: UpstreamTerms): JsonObject {
  if (answerLimit === null) return {};
  const given = ['max_completion_tokens', 'max_tokens'].filter((name) => countAt(body, name) !== null);
  const names = given.length > 0 ? given : [factsOf(kind).outputLimit ?? 'max_tokens'];
  return Object.fromEntries(names.map((name) => [name, answerLimit]));
}
