import { chatWire } from '../chat/chat.wire.js';
import { wrongField } from '../neutral/request-fields.js';
import { notTranslatable } from '../translation.errors.js';
import type { JsonObject, TranslatedAsk } from '../wire.js';

/** They mean nothing where the prompt is a message; what an answer would be wrong without is refused below. */
const leftOut = new Set(['prompt', 'suffix', 'echo', 'best_of', 'logprobs']);

/** Reads a body of the legacy completions as the conversation of one message. */
export function readCompletion(body: JsonObject): TranslatedAsk {
  refuseImpossible(body);
  const others = Object.entries(body).filter(([name]) => !leftOut.has(name));
  const messages = [{ role: 'user', content: promptOf(body) }];
  const ask = chatWire.read({ ...Object.fromEntries(others), messages });
  const isProbable = (body['logprobs'] ?? null) !== null;
  return { ...ask, dropped: isProbable ? [...ask.dropped, 'logprobs'] : ask.dropped };
}

function refuseImpossible({ suffix, echo, best_of: bestOf }: JsonObject): void {
  if (typeof suffix === 'string' && suffix !== '')
    throw notTranslatable({ field: 'suffix', reason: 'it writes on, and does not fill in.' });
  if (echo === true) throw notTranslatable({ field: 'echo', reason: 'it does not repeat its prompt.' });
  if (typeof bestOf === 'number' && bestOf > 1)
    throw notTranslatable({ field: 'best_of', reason: 'it gives one answer to a call.' });
}

function promptOf({ prompt }: JsonObject): string {
  const [first, ...others] = Array.isArray(prompt) ? (prompt as unknown[]) : [prompt];
  if (others.length > 0 && typeof first === 'string')
    throw notTranslatable({ field: 'prompt', reason: 'send one prompt in a call.' });
  if (typeof first === 'number' || Array.isArray(first))
    throw notTranslatable({ field: 'prompt', reason: 'send it as text, for its tokens are others.' });
  if (typeof first !== 'string') throw wrongField('prompt', 'The prompt field is required.');
  return first;
}
