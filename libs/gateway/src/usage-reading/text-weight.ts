/** A string longer than this is judged by some windows of it: what counts is what kind of text it is. */
const window = 256;
const windows = 8;

const codes = { a: 97, z: 122, space: 32, ascii: 128 } as const;

/** Letters of a token, in text that is all small letters and spaces, and in text that has none of them. */
const [plain, dense] = [3.6, 1.9];
/** Tokens for each byte that a text has beyond its characters: scripts other than Latin, symbols, emoji. */
const perExtraByte = 0.35;

/**
 * About how many tokens a text has, rather too many than too few, at the cost of looking at some of its letters. Prose has
 * long tokens; code, numbers and encoded bytes short ones; what is not ASCII shorter ones still.
 */
export function tokensOfText(text: string): number {
  const { length } = text;
  if (length === 0) return 0;
  const extraBytes = Buffer.byteLength(text) - length;
  const easy = easyShare(text);
  return length / (dense + (plain - dense) * easy) + extraBytes * perExtraByte;
}

/** How much of the text is small ASCII letters and single spaces. */
function easyShare(text: string): number {
  const { length } = text;
  const step = length <= window * windows ? window : Math.floor((length - window) / (windows - 1));
  let easy = 0;
  let seen = 0;
  for (let start = 0; start < length; start += step) {
    const end = Math.min(start + window, length);
    for (let at = start; at < end; at += 1) if (isEasy(text.charCodeAt(at))) easy += 1;
    seen += end - start;
  }
  return easy / seen;
}

function isEasy(code: number): boolean {
  return (code >= codes.a && code <= codes.z) || code === codes.space || code >= codes.ascii;
}
