const token = /\s*\S{1,6}|\s+$/gu;

/**
 * The simulator's tokenisation, simple enough for a test to compute by itself: a token is up to six characters of a word
 * together with the white space in front of them (white space at the very end of a text is a token of its own). So
 * `"Hello, world!"` is two tokens, `"Hello,"` and `" world!"`, and `"international"` is three.
 *
 * Joining the tokens gives the text back, and the first n tokens of a text are the tokens of their own text.
 */
export function tokensOf(text: string): string[] {
  return text.match(token) ?? [];
}

export function countTokens(text: string): number {
  return tokensOf(text).length;
}
