import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { waitForLock } from '../lock.mjs';
import { root } from '../pinned-node.mjs';

const dist = path.join(root, 'dist');
const stamp = path.join(dist, '.built-from');
const programs = ['api', 'worker', 'simulator'].map((app) => path.join(dist, 'apps', app, 'src', 'main.js'));

/** Builds the apps unless the build at hand is of these very sources. Says whether it had to. */
export async function ensureBuilt(stop: AbortSignal): Promise<boolean> {
  if (isBuiltFrom(sourceDigest())) return false;
  const lock = await waitForLock(path.join(root, 'node_modules', '.build-lock'), () => {});
  try {
    const digest = sourceDigest();
    if (isBuiltFrom(digest)) return false;
    await build(digest, stop);
    return true;
  } finally {
    lock.release();
  }
}

/** The stamp is written last, so that a build cut short is never taken for a whole one. */
async function build(digest: string, stop: AbortSignal): Promise<void> {
  rmSync(dist, { recursive: true, force: true, maxRetries: 5 });
  const { compile } = await import('./compile.ts');
  await compile(sources(), dist, stop);
  linkLibs();
  writeFileSync(stamp, digest);
}

/** The compiler leaves `@onegate/<lib>` as it is written; here Node finds what that means. */
function linkLibs(): void {
  const scope = path.join(dist, 'node_modules', '@onegate');
  mkdirSync(scope, { recursive: true });
  for (const lib of readdirSync(path.join(dist, 'libs'))) {
    const described = { name: `@onegate/${lib}`, type: 'module', exports: './src/index.js' };
    writeFileSync(path.join(dist, 'libs', lib, 'package.json'), JSON.stringify(described));
    symlinkSync(path.join('..', '..', 'libs', lib), path.join(scope, lib));
  }
}

function isBuiltFrom(digest: string): boolean {
  return (
    existsSync(stamp) &&
    readFileSync(stamp, 'utf8') === digest &&
    programs.every((program) => existsSync(program))
  );
}

/** Over everything that goes into the build: names and contents, tests left out. */
function sourceDigest(): string {
  const settings = readdirSync(root).filter((name) =>
    /^(tsconfig.*|nest-cli|package-lock)\.json$/.test(name),
  );
  const hash = createHash('sha256');
  for (const file of [...settings, ...sources()].sort()) {
    hash
      .update(`${file}\0`)
      .update(readFileSync(path.join(root, file)))
      .update('\0');
  }
  return hash.digest('hex');
}

function sources(): string[] {
  return ['apps', 'libs']
    .flatMap((folder) => filesUnder(folder))
    .filter((file) => !file.endsWith('.spec.ts'));
}

function filesUnder(folder: string): string[] {
  const entries = readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' });
  const files = entries.map((entry) => path.join(folder, entry));
  return files.filter((file) => statSync(path.join(root, file), { throwIfNoEntry: false })?.isFile());
}
