import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** What a keeper is to run and how it is to stop it. Holds no secret: it shows in the list of processes. */
export interface KeeperOrder {
  command: string;
  args: string[];
  /** The server's own folder: where it runs, and what goes with it when it is thrown away. */
  folder: string;
  env: Record<string, string>;
  uid?: number;
  gid?: number;
  stopSignal: NodeJS.Signals;
  forceSignal: NodeJS.Signals;
  /** How long the server outlives a launcher that vanished, for others to finish what they have in flight. */
  orphanedMs: number;
  throwAway: boolean;
}

/** Starts a server under a keeper, out of reach of the terminal's Ctrl-C. */
export function startKept(order: KeeperOrder, log: number): ChildProcess {
  const keeper = fileURLToPath(new URL('keeper.ts', import.meta.url));
  return spawn(process.execPath, ['--no-warnings', keeper, JSON.stringify(order)], {
    stdio: ['ignore', log, log, 'ipc'],
    detached: true,
    env: order.env,
  });
}
