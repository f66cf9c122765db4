import { randomFillSync } from 'node:crypto';

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';
const timeLength = 10;
const randomLength = 16;
/** The first character stays below 8: ten characters hold 50 bits and the time has 48. */
const pattern = /^[0-7][0-9a-hjkmnp-tv-z]{25}$/;

/**
 * Twenty-six lower-case Crockford characters in the manner of ULID: 48 bits of time in milliseconds, 80 random bits.
 * Sorts by time, so that rows land at the end of an index; within a millisecond the order is random, and nobody can
 * guess a neighbour.
 */
export function orderedId(at: number = Date.now()): string {
  return timePart(at) + randomPart();
}

export function isOrderedId(text: string): boolean {
  return pattern.test(text);
}

/** The moment an ordered id was made. */
export function timeOfOrderedId(id: string): Date {
  const time = Array.from(id.slice(0, timeLength)).reduce(
    (sum, char) => sum * 32 + alphabet.indexOf(char),
    0,
  );
  return new Date(time);
}

function timePart(at: number): string {
  let text = '';
  let left = at;
  for (let index = 0; index < timeLength; index += 1) {
    text = alphabet.charAt(left % 32) + text;
    left = Math.floor(left / 32);
  }
  return text;
}

/** One byte gives one character; 256 is a multiple of 32, so each is as likely as the next. */
function randomPart(): string {
  const bytes = takeRandomBytes(randomLength);
  let text = '';
  for (const byte of bytes) text += alphabet.charAt(byte % 32);
  return text;
}

/** Asking the operating system for 16 bytes costs as much as for 4096, and each request wants several ids. */
const pool = Buffer.alloc(4096);
let used = pool.length;

function takeRandomBytes(count: number): Buffer {
  if (used + count > pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  used += count;
  return pool.subarray(used - count, used);
}
