import { renderFailure } from '@onegate/platform';
import { tokenCounts } from '../translation/chat/chat-usage.js';
import { messagesWire } from '../translation/messages/messages.wire.js';
import type { ClientProtocol } from './client-protocol.js';
import { countAt, listAt, modelsAsked, objectAt, textAt, threadOf } from './fields.js';

export const messagesProtocol: ClientProtocol = {
  name: 'anthropic-messages',
  operation: 'messages',
  wire: messagesWire,
  keepAlive: 'event: ping\ndata: {"type": "ping"}\n\n',

  terms(body) {
    return {
      models: modelsAsked(body),
      isStream: body['stream'] === true,
      maxOutputTokens: countAt(body, 'max_tokens'),
      answers: 1,
      serviceUser: textAt(objectAt(body, 'metadata'), 'user_id'),
      thread: threadOf(null, listAt(body, 'messages'), body['system']),
    };
  },

  edits(_body, { modelName, answerLimit }) {
    return { model: modelName, ...(answerLimit !== null && { max_tokens: answerLimit }) };
  },

  left(body, { kind }) {
    return kind === 'openrouter' ? [] : ['models', 'route'].filter((name) => name in body);
  },

  broken(failure, { requestId }) {
    const { body } = renderFailure(failure, 'anthropic', { method: 'POST', path: '', requestId });
    return `event: error\ndata: ${JSON.stringify(body)}\n\n`;
  },

  cutOff({ openBlock, usage }) {
    const { completion_tokens } = tokenCounts(usage);
    const delta = { stop_reason: 'max_tokens', stop_sequence: null };
    return [
      ...(openBlock === null ? [] : [{ type: 'content_block_stop', index: openBlock }]),
      { type: 'message_delta', delta, usage: { output_tokens: completion_tokens } },
      { type: 'message_stop' },
    ]
      .map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`)
      .join('');
  },
};
