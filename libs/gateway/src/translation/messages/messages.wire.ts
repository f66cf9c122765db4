import type { AnswerFacts, StreamWriter, Wire } from '../wire.js';
import { messageEventText, type MessageEvent } from './message-event.js';
import { MessageWriter } from './message-writer.js';
import { readMessages } from './read-messages.js';
import { wholeMessage } from './whole-message.js';

/** Anthropic's Messages. */
export const messagesWire: Wire = {
  protocol: 'anthropic-messages',
  read: readMessages,
  write: wholeMessage,
  stream: streamMessage,
};

function streamMessage(facts: AnswerFacts): StreamWriter {
  const writer = new MessageWriter(facts);
  return {
    part: (part) => textOf(writer.part(part)),
    fail: (failure) => textOf(writer.fail(failure)),
    end: () => textOf(writer.end()),
  };
}

function textOf(events: readonly MessageEvent[]): string {
  return events.map(messageEventText).join('');
}
