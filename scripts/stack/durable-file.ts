/** Files that are either wholly there or not at all, whenever the power goes. */
import { closeSync, fsyncSync, openSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Replaces a file in one step; only its owner can read it. */
export function writeDurably(file: string, text: string): void {
  const aside = `${file}.${process.pid}.new`;
  const descriptor = openSync(aside, 'w', 0o600);
  try {
    writeFileSync(descriptor, text);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  renameSync(aside, file);
  syncFolder(path.dirname(file));
}

/** Makes a rename within the folder last. */
export function syncFolder(folder: string): void {
  const descriptor = openSync(folder, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
