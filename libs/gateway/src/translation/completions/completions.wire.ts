import { chatWire } from '../chat/chat.wire.js';
import type { JsonObject, StreamWriter, Wire } from '../wire.js';
import { readCompletion } from './read-completion.js';

/** OpenAI's legacy completions: chat with one message, and nothing but text in the answer. */
export const completionsWire: Wire = {
  protocol: 'openai-completions',
  read: readCompletion,
  write: (result, facts) => completionOf(chatWire.write(result, facts), 'message'),
  stream: (facts) => {
    const writer = chatWire.stream(facts);
    return {
      part: (part) => textEvents(writer.part(part)),
      fail: (failure) => textEvents(writer.fail(failure)),
      end: () => writer.end(),
    } satisfies StreamWriter;
  },
};

const prefix = 'data: ';

/** The chunks of a chat as those of a completion; such that say nothing here are left out. */
function textEvents(events: string): string {
  const chunks = events.split('\n\n').filter((event) => event.startsWith(prefix));
  return chunks
    .map((event) => completionOf(JSON.parse(event.slice(prefix.length)) as JsonObject, 'delta'))
    .filter(saysSomething)
    .map((chunk) => `${prefix}${JSON.stringify(chunk)}\n\n`)
    .join('');
}

interface ChatChoice {
  readonly index: number;
  readonly message?: { readonly content?: string | null };
  readonly delta?: { readonly content?: string | null };
  readonly finish_reason?: string | null;
  readonly error?: unknown;
}

function completionOf(chat: JsonObject, place: 'message' | 'delta'): JsonObject {
  const choices = (chat['choices'] ?? []) as readonly ChatChoice[];
  const written = choices.map((choice) => said(choice, place));
  return { ...chat, object: 'text_completion', choices: written };
}

function said(choice: ChatChoice, place: 'message' | 'delta'): JsonObject {
  const { index, finish_reason: reason, error } = choice;
  const text = { text: choice[place]?.content ?? '', index, logprobs: null, finish_reason: reason ?? null };
  return error === undefined ? text : { ...text, error };
}

function saysSomething(chunk: JsonObject): boolean {
  const choices = chunk['choices'] as readonly { text: string; finish_reason: string | null }[];
  const isTelling = choices.length === 0 || chunk['usage'] !== undefined || chunk['error'] !== undefined;
  return isTelling || choices.some(({ text, finish_reason: reason }) => text !== '' || reason !== null);
}
