import type { Wire } from '../wire.js';
import { readChat } from './read-chat.js';
import { ChatStream } from './stream-chat.js';
import { writeChat } from './write-chat.js';

/** OpenAI's chat API, with what OpenRouter adds to it. */
export const chatWire: Wire = {
  protocol: 'openai-chat',
  read: readChat,
  write: writeChat,
  stream: (facts) => new ChatStream(facts),
};
