/** Going on with the Node that this repository pins, whatever Node a command was started with. */
import { spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { onceGone, starters } from './starters.mjs';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const folder = path.join(root, 'node_modules', 'node');
export const pinnedNode = path.join(folder, 'bin', 'node');

export function isPinnedNode() {
  return process.version === pinnedVersion();
}

/** Does the pinned Node run on this machine? An install that was cut short leaves one that does not. */
export function pinnedNodeRuns() {
  const { stdout } = spawnSync(pinnedNode, ['--version'], { encoding: 'utf8' });
  return stdout !== null && stdout?.trim() === pinnedVersion();
}

/**
 * Runs this same command with the pinned Node and ends as that ends. Signals are passed on; should this process
 * be killed, the other notices by the closed channel between them.
 */
export function continueWithPinnedNode(env = {}) {
  const child = spawn(pinnedNode, process.argv.slice(1), {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env: { ...process.env, ...env },
  });
  onceGone(starters(), () => child.kill('SIGTERM'));
  return endLike(child);
}

/** Passes signals on to the child; resolves to its exit code, or dies of the signal it died of. */
export function endLike(child) {
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  const passOn = (signal) => child.kill(signal);
  for (const signal of signals) process.on(signal, passOn);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      for (const name of signals) process.off(name, passOn);
      if (signal) process.kill(process.pid, signal);
      resolve(code ?? 1);
    });
  });
}

function pinnedVersion() {
  try {
    return `v${JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')).version}`;
  } catch {
    return 'none';
  }
}
