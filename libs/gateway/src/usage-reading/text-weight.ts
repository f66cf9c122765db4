/** A longer string is judged by some windows of it: what counts is what kind of text it is. */
const window = 256;
const windows = 8;

const [space, small, capital, digit, sign, twoBytes, more] = [0, 1, 2, 3, 4, 5, 6];
const classes = 7;
const ascii = Uint8Array.from({ length: 128 }, (_, code) => classOf(code));

/** Tokens for each byte that a text has beyond its characters: scripts other than Latin, symbols, emoji. */
const perExtraByte = 0.45;

/** Tokens for a character that begins something, by its class; and for one that goes on with what is before it. */
const begins = [0.06, 0.9, 1.1, 1, 0.85, 0.15, 0.4];
const goesOn = [0.1, 0.13, 0.8, 0.36, 0.65, 0.15, 0.4];
const afterCapital = 0.45;
/** By the class before and the class of a character, as one list. A capital letter begins the word that follows it. */
const weights = Float64Array.from({ length: classes * classes }, (_, index) => {
  const [before, now] = [Math.floor(index / classes), index % classes];
  if (before === capital && now === small) return afterCapital;
  return (before === now ? goesOn : begins)[now] ?? 1;
});

/**
 * About how many tokens a text has, rather too many than too few, without a tokenizer. Words cost by their beginning and a
 * little by their length, so that prose comes out long and code, numbers and encoded bytes short in letters for a token.
 */
export function tokensOfText(text: string): number {
  const { length } = text;
  if (length === 0) return 0;
  const extraBytes = Buffer.byteLength(text) - length;
  return length * averageWeight(text) + extraBytes * perExtraByte;
}

function averageWeight(text: string): number {
  const { length } = text;
  const step = length <= window * windows ? window : Math.floor((length - window) / (windows - 1));
  let weight = 0;
  let seen = 0;
  for (let start = 0; start < length; start += step) {
    const end = Math.min(start + window, length);
    weight += weightOf(text, start, end);
    seen += end - start;
  }
  return weight / seen;
}

function weightOf(text: string, start: number, end: number): number {
  let weight = 0;
  let before = space;
  for (let at = start; at < end; at += 1) {
    const code = text.charCodeAt(at);
    const now = ascii[code] ?? (code < 0x800 ? twoBytes : more);
    weight += weights[before * classes + now] ?? 1;
    before = now;
  }
  return weight;
}

function classOf(code: number): number {
  const letter = String.fromCharCode(code);
  if (/\s/.test(letter)) return space;
  if (/[a-z]/.test(letter)) return small;
  if (/[A-Z]/.test(letter)) return capital;
  return /\d/.test(letter) ? digit : sign;
}
