import { z } from 'zod';
import { defineFailure } from '../errors/failure.js';

/** Longer than any cursor this server hands out. */
export const maxCursorLength = 1024;

/** The cursor is not one that the list handed out. */
export const cursorInvalid = defineFailure(
  'cursor.invalid',
  'invalid_request',
  'The cursor is not one that this list handed out.',
);

/** The position of a row in its order (`{ at, id }`), opaque to the client so that the order can change. */
export function encodeCursor(position: Readonly<Record<string, string | number | null>>): string {
  return Buffer.from(JSON.stringify(position)).toString('base64url');
}

/** Reads a cursor back through the schema of the position; whatever else arrives fails with `cursor.invalid`. */
export function decodeCursor<T>(schema: z.ZodType<T>, cursor: string): T {
  if (cursor.length > maxCursorLength) throw cursorInvalid();
  const parsed = schema.safeParse(readJson(cursor));
  if (!parsed.success) throw cursorInvalid({ cause: parsed.error });
  return parsed.data;
}

function readJson(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString());
  } catch (cause) {
    throw cursorInvalid({ cause });
  }
}
