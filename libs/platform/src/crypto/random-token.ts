import { randomBytes, randomInt } from 'node:crypto';

const alphanumerics = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** An unguessable token in base64url; 32 bytes make 43 characters. */
export function randomToken(bytes = 32): string {
  return randomBytes(bytes).toString('base64url');
}

/** Letters and digits only, for keys that people select with a double click; each carries 5.95 bits. */
export function randomAlphanumeric(length: number): string {
  return pick(alphanumerics, length);
}

/** A code to type in, `042917`: every one as likely as every other. */
export function randomDigits(length: number): string {
  return pick('0123456789', length);
}

/** randomInt rejects instead of taking a remainder, so that no character is favoured. */
function pick(alphabet: string, length: number): string {
  return Array.from({ length }, () => alphabet.charAt(randomInt(alphabet.length))).join('');
}
