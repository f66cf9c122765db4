import type { SaidTurn } from '../neutral/said-turn.js';
import { parsed } from '../neutral/request-fields.js';
import { sealedNote } from '../neutral/sealed-text.js';
import { reasoningItem } from './response-items.schema.js';

/** A thought of an earlier turn; with what its provider wants back, whichever that is. */
export function readReasoning(item: unknown, at: string, turn: SaidTurn): void {
  const { id, summary = [], content = [], encrypted_content } = parsed(reasoningItem, item, at);
  const texts = (content.length > 0 ? content : summary).map(({ text }) => text);
  const note = encrypted_content ? sealedNote(encrypted_content, `${at}.encrypted_content`) : undefined;
  if (note?.of !== undefined) turn.returnNote(note);
  else if (note) turn.think(texts.join('\n\n'), note.seal);
  else if (encrypted_content) thinkOpenly(texts, { id, encrypted: encrypted_content }, turn);
  else for (const text of texts) turn.think(text, undefined);
}

/** OpenAI's own: its summaries are parts of one item, and the last of them carries the thought itself. */
function thinkOpenly(
  texts: string[],
  { id, encrypted }: { id: string | undefined; encrypted: string },
  turn: SaidTurn,
): void {
  const name = id ? { id } : {};
  for (const text of texts.slice(0, -1)) turn.think(text, { by: 'openai', ...name });
  turn.think(texts.at(-1) ?? '', { by: 'openai', ...name, encrypted });
}
