import type { ClientProtocol } from './client-protocol.js';
import { modelsAsked, textAt } from './fields.js';

export const embeddingsProtocol: ClientProtocol = {
  name: 'openai-embeddings',
  operation: 'embeddings',
  wire: null,
  keepAlive: '',

  terms(body) {
    return {
      models: modelsAsked(body),
      isStream: false,
      maxOutputTokens: 0,
      answers: 1,
      serviceUser: textAt(body, 'user'),
      thread: null,
    };
  },

  edits: (_body, { modelName }) => ({ model: modelName }),
  left: (body) => ['models'].filter((name) => name in body),
  /** It has no streams. */
  broken: () => '',
};
