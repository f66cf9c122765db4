import { filePathInvalid } from './file.errors.js';

const longestName = 255;
const longestPath = 1024;
const control = /\p{Cc}/gu;

/** A name to show and to give back: the last part of what the client says, without what would break a header or a line. */
export function fileNameOf(told: string | undefined): string {
  const last = (told ?? '').split(/[/\\]/).at(-1) ?? '';
  const name = last.replaceAll(control, '').trim();
  const fitting = Array.from(name.toWellFormed()).slice(0, longestName).join('');
  return fitting === '' || fitting === '.' || fitting === '..' ? 'unnamed' : fitting;
}

/** The path at which a file is put. It is a name and leads nowhere, but what looks like a trick is refused all the same. */
export function filePathOf(told: string): string {
  const parts = told.split('/');
  const odd = parts.some((part) => part === '' || part === '.' || part === '..');
  if (odd || told.length > longestPath || told.search(control) !== -1 || !told.isWellFormed()) {
    throw filePathInvalid();
  }
  return told;
}
