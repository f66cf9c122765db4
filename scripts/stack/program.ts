import { accessSync, constants } from 'node:fs';
import path from 'node:path';

/** Looks where servers live even when the path of an ordinary user leaves these folders out. */
export function findProgram(names: string[], searchPath = process.env.PATH ?? ''): string | undefined {
  const folders = [
    ...searchPath.split(':').filter(Boolean),
    '/usr/local/bin',
    '/opt/homebrew/bin',
    '/usr/bin',
    '/usr/sbin',
  ];
  const candidates = names.flatMap((name) => folders.map((folder) => path.resolve(folder, name)));
  return candidates.find(isExecutable);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
