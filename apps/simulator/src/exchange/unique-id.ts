import { randomBytes } from 'node:crypto';

const processPart = randomBytes(9).toString('hex');
let counter = 0;

/** An id that no other answer of any simulator has: 24 characters, letters and digits. */
export function uniqueId(): string {
  counter += 1;
  return `${processPart}${counter.toString(36).padStart(6, '0')}`;
}
