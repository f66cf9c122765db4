import { z } from 'zod';
import type { Seal } from './hints.js';
import { wrongField } from './request-fields.js';

/*
 * Protocols have a place for what their own models sign: the signature of a thinking block, the encrypted content of a
 * reasoning item. What another provider's model signed travels in that same place, wrapped so that we know it again when
 * the client sends it back. The version is part of the prefix: conversations outlive releases.
 */
const prefix = 'onegate.v1.';

export interface SealedNote {
  readonly seal: Seal;
  /** What was signed, where it is no thought: the id of a tool call, or `text` for the text before the note. */
  readonly of?: string;
}

const note = z.object({
  seal: z.object({
    by: z.enum(['anthropic', 'google', 'openai', 'xai', 'bedrock']),
    signature: z.string().optional(),
    encrypted: z.string().optional(),
    id: z.string().optional(),
  }),
  of: z.string().optional(),
});

/** The same seal is the same text, in whatever order its facts became known: prompts are cached by their text. */
export function sealedText({ seal: { by, id, signature, encrypted }, of }: SealedNote): string {
  const sealed = { seal: { by, id, signature, encrypted }, of };
  return prefix + Buffer.from(JSON.stringify(sealed)).toString('base64url');
}

export function isSealedText(text: string): boolean {
  return text.startsWith(prefix);
}

/** `undefined` for what a provider wrote itself. `at` names the field, should the text be damaged. */
export function sealedNote(text: string, at: string): SealedNote | undefined {
  if (!isSealedText(text)) return undefined;
  try {
    return note.parse(JSON.parse(Buffer.from(text.slice(prefix.length), 'base64url').toString()));
  } catch {
    throw wrongField(at, 'This signature is not as it was given out.');
  }
}
