import { chatProtocol, chatBroken } from '../protocols/chat.protocol.js';
import type { ClientProtocol } from '../protocols/client-protocol.js';
import { chatWire } from '../translation/chat/chat.wire.js';
import type { AnswerFacts, Wire } from '../translation/wire.js';
import { freeAnswer } from './free-answer.js';
import { RouterAnswer } from './router-answer.js';

/** The tokens are told at the end of every stream, whoever asks. */
const tellingWire: Wire = {
  ...chatWire,
  stream: (facts) => chatWire.stream(askingForUsage(facts)),
};

function askingForUsage(facts: AnswerFacts): AnswerFacts {
  return { ...facts, body: { ...facts.body, usage: { include: true } } };
}

/** Chat as OpenRouter has it: answers say who gave them and what they cost, in whatever protocol their provider speaks. */
export const routerChatProtocol: ClientProtocol = {
  ...chatProtocol,
  dialect: 'router',
  wire: tellingWire,
  // Some of its clients know this very comment.
  keepAlive: ': OPENROUTER PROCESSING\n\n',
  broken: (failure, answer) => chatBroken(failure, answer, 'account-chat'),
  retold: (by) => new RouterAnswer(by),
  free: freeAnswer,
};
