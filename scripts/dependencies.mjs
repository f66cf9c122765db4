/**
 * What every command of this repository does first, with nothing but the Node that is there (18 or newer):
 * install the locked dependencies when they are missing or out of date, then go on with the pinned Node.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const stamp = path.join(root, 'node_modules', '.installed-lock');
export const pinnedNode = path.join(root, 'node_modules', 'node', 'bin', 'node');

export function ensureDependencies() {
  const wanted = lockDigest();
  if (existsSync(pinnedNode) && existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  console.log('Installing dependencies (a minute or so the first time) …');
  const npm = process.env.npm_execpath;
  const [command, first] = npm ? [process.execPath, [npm]] : ['npm', []];
  const result = spawnSync(command, [...first, 'install', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: 'inherit',
  });
  if (result.status !== 0) {
    console.error('Onegate cannot start: npm install failed (see above). Check the network or your npm registry setting.');
    process.exit(1);
  }
  writeFileSync(stamp, lockDigest());
}

/** Runs a script with the pinned Node and ends as it ends. */
export function continueWithPinnedNode(script, args) {
  const result = spawnSync(pinnedNode, [path.join(root, script), ...args], { cwd: root, stdio: 'inherit' });
  process.exit(result.status ?? 1);
}

function lockDigest() {
  const files = ['package.json', 'package-lock.json'].map((name) => readFileSync(path.join(root, name)));
  return createHash('sha256').update(Buffer.concat(files)).digest('hex');
}
