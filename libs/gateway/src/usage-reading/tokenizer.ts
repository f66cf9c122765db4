export type CountTokens = (text: string) => number;

/**
 * Text is counted in pieces of this many characters. A tokenizer's time grows with the square of what it finds no word
 * ends in; so it cannot, for a token too many every few pieces.
 */
const piece = 256;

let loading: Promise<CountTokens> | undefined;

/**
 * Counts as GPT-4o and its successors do, and near enough as others do. It is loaded when first asked for, as most calls
 * never need it: 70 MB, and some hundred milliseconds in which the process does nothing else.
 */
export function tokenizer(): Promise<CountTokens> {
  loading ??= load();
  return loading;
}

async function load(): Promise<CountTokens> {
  const { countTokens } = await import('gpt-tokenizer/encoding/o200k_base');
  /** What looks like a control token in an answer is text. */
  const options = { disallowedSpecial: new Set<string>() };
  return (text) => {
    let tokens = 0;
    for (let from = 0; from < text.length; from += piece) {
      tokens += countTokens(text.slice(from, from + piece), options);
    }
    return tokens;
  };
}
