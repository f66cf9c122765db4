import { readFileSync, rmSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { commandOf, isAlive, recordOf, type ProcessRecord } from '../process-identity.mjs';
import { Problem } from './problem.ts';

export interface Leftover {
  title: string;
  /** Where the server keeps its process number; the number is the first line. */
  pidFile: string;
  /** Does a command line belong to this very server? A number in a file may have been given to someone else since. */
  isServer: (command: string) => boolean;
  stopSignal: NodeJS.Signals;
}

/** Stops a server that outlived both its launcher and its keeper, and removes its stale pid file. */
export async function stopLeftoverServer(leftover: Leftover): Promise<void> {
  const pid = pidIn(leftover.pidFile);
  if (pid === undefined) return;
  const server = recordOf(pid);
  if (isAlive(server) && leftover.isServer(commandOf(pid))) await stop(server, leftover);
  rmSync(leftover.pidFile, { force: true });
}

async function stop(server: ProcessRecord, { title, stopSignal }: Leftover): Promise<void> {
  process.kill(server.pid, stopSignal);
  if (!(await endedWithin(server, 20_000))) {
    throw new Problem(
      `A ${title} left from an earlier start (process ${server.pid}) does not stop. End it, then start again.`,
    );
  }
}

/** Waits for a process that is nobody's child here. */
export async function endedWithin(recorded: ProcessRecord, milliseconds: number): Promise<boolean> {
  const deadline = Date.now() + milliseconds;
  while (isAlive(recorded)) {
    if (Date.now() > deadline) return false;
    await pause(25);
  }
  return true;
}

function pidIn(file: string): number | undefined {
  try {
    const pid = Number.parseInt(readFileSync(file, 'utf8'), 10);
    return pid > 0 ? pid : undefined;
  } catch {
    return undefined;
  }
}
