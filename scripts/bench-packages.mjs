/** Installs what only the benchmark needs, into `bench/node_modules`, when it is missing or out of date. */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { endLike, root } from './pinned-node.mjs';

const folder = path.join(root, 'bench');
const stamp = path.join(folder, 'node_modules', '.installed-lock');

export async function ensureBenchPackages() {
  const digest = createHash('sha256')
    .update(readFileSync(path.join(folder, 'package.json')))
    .update(readFileSync(path.join(folder, 'package-lock.json')))
    .digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === digest) return;
  console.log('… installing the packages of the benchmark');
  // Nothing of theirs has to run to be installed.
  const args = ['install', '--no-save', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const code = await endLike(spawn('npm', args, { cwd: folder, stdio: 'inherit' }));
  if (code !== 0) throw new Error('The packages of the benchmark could not be installed (see above).');
  writeFileSync(stamp, digest);
}
