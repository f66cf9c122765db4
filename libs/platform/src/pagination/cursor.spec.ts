import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { z } from 'zod';
import { decodeCursor, encodeCursor } from './cursor.js';
import { cursorPage, cursorQuery, limitSchema } from './cursor-page.js';
import { likeLiteral } from './like-literal.js';

const position = z.object({ at: z.iso.datetime(), id: z.int() });
const refused = expect.objectContaining({ code: 'cursor.invalid', status: 400 });

describe('cursors', () => {
  it('come back as they were', () => {
    const here = { at: '2026-01-01T00:00:00.000Z', id: 7 };
    expect(encodeCursor(here)).toMatch(/^[\w-]+$/);
    expect(decodeCursor(position, encodeCursor(here))).toEqual(here);
  });

  it('are refused by name when they are garbage', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.json().map((json) => Buffer.from(json).toString('base64url')),
        ),
        (text) => {
          expect(() => decodeCursor(position, text)).toThrow(refused);
        },
      ),
    );
    expect(() => decodeCursor(position, encodeCursor({ id: 7 }))).toThrow(refused);
    expect(() => decodeCursor(z.unknown(), encodeCursor({ text: 'x'.repeat(2_000) }))).toThrow(refused);
  });
});

describe('cursorPage', () => {
  const after = (row: number) => encodeCursor({ id: row });

  it('continues behind the last row it shows when there is one more', () => {
    expect(cursorPage([1, 2, 3], 2, after)).toEqual({ items: [1, 2], nextToken: encodeCursor({ id: 2 }) });
  });

  it('ends without a token', () => {
    expect(cursorPage([1, 2], 2, after)).toEqual({ items: [1, 2] });
    expect(cursorPage([], 2, after)).toEqual({ items: [] });
  });
});

describe('cursorQuery', () => {
  it.each([
    [{}, { limit: 20 }],
    [{ cursor: '', limit: null }, { limit: 20 }],
    [
      { cursor: 'abc', limit: '500' },
      { cursor: 'abc', limit: 100 },
    ],
  ])('reads %j as %j', (query, read) => {
    expect(cursorQuery.parse(query)).toEqual(read);
  });

  it('refuses a limit that is none and a cursor that is too long', () => {
    expect(cursorQuery.safeParse({ limit: '-5' }).success).toBe(false);
    expect(cursorQuery.safeParse({ cursor: 'x'.repeat(1_025) }).success).toBe(false);
    expect(limitSchema(10, 5).parse(undefined)).toBe(5);
  });
});

describe('likeLiteral', () => {
  it('takes the magic out of a search', () => {
    expect(likeLiteral(String.raw`100%_\o/`)).toBe(String.raw`100\%\_\\o/`);
  });
});
