import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { countTokens, tokensOf } from './tokens.js';

describe('the tokenisation', () => {
  it.each([
    ['', 0],
    ['hi', 1],
    ['Hello, world!', 2],
    ['international', 3],
    ['two  words', 2],
    ['ends in space ', 4],
    ['🙂🙂🙂🙂🙂🙂🙂', 2],
  ])('counts %j as %i', (text, tokens) => {
    expect(countTokens(text)).toBe(tokens);
  });

  it('gives the text back, and the first tokens of a text are the tokens of their own text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.nat(20), (text, length) => {
        const tokens = tokensOf(text);
        expect(tokens.join('')).toBe(text);
        expect(tokensOf(tokens.slice(0, length).join(''))).toEqual(tokens.slice(0, length));
      }),
    );
  });
});
