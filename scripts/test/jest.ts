import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { root } from '../pinned-node.mjs';
import type { StopRequest } from '../start/stop-request.ts';

const interrupted = 130;
const endWithinMs = 20_000;

/** Runs Jest to its end and resolves to its exit code. Interrupted, it takes along all that the suites started. */
export async function runJest(args: string[], env: NodeJS.ProcessEnv, stop: StopRequest): Promise<number> {
  if (stop.asked.aborted) return interrupted;
  const group = !args.some((arg) => arg.startsWith('--watch'));
  const child = spawnJest(args, env, group);
  const ending = once(stop.asked, 'abort').then(() => endAll(child, group, stop.hurry));
  const [code] = (await once(child, 'exit')) as [number | null];
  if (!stop.asked.aborted) return code ?? 1;
  await ending;
  return interrupted;
}

/**
 * In a group of its own, Jest can be ended together with its workers and the processes of suites; its workers alone
 * would go on. Watching needs the terminal's keys, which only the terminal's own group gets.
 */
function spawnJest(args: string[], env: NodeJS.ProcessEnv, group: boolean): ChildProcess {
  const program = path.join(root, 'node_modules', 'jest', 'bin', 'jest.js');
  const endWithRunner = new URL('end-with-runner.mjs', import.meta.url).href;
  const flags = ['--no-warnings', '--import', endWithRunner];
  // Not in the temporary folder, which goes after every run.
  const cache = `--cacheDirectory=${path.join(root, 'node_modules', '.cache', 'jest')}`;
  return spawn(process.execPath, [...flags, program, cache, ...args], {
    cwd: root,
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env: { ...process.env, ...env },
    detached: group,
  });
}

async function endAll({ pid }: ChildProcess, group: boolean, hurry: AbortSignal): Promise<void> {
  if (pid === undefined) return;
  const target = group ? -pid : pid;
  signal(target, 'SIGTERM');
  const deadline = Date.now() + endWithinMs;
  while (signal(target, 0) && !hurry.aborted && Date.now() < deadline) await pause(50);
  signal(target, 'SIGKILL');
}

/** Whether there was anybody to take the signal. */
function signal(target: number, name: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(target, name);
  } catch {
    return false;
  }
}
