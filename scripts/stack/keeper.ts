/**
 * Holds one server that knows nothing of the process that started it: passes a stop on to it, and stops it when
 * that process vanishes, even by kill -9. Run as `node keeper.ts <order as JSON>` with an open IPC channel.
 */
import { spawn } from 'node:child_process';
import { readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { KeeperOrder } from './keeper-order.ts';

const order = JSON.parse(process.argv[2] ?? '') as KeeperOrder;
const server = spawn(order.command, order.args, {
  cwd: order.folder,
  env: order.env,
  stdio: ['ignore', 'inherit', 'inherit'],
  ...(order.uid === undefined ? {} : { uid: order.uid, gid: order.gid }),
});
let stopping = false;

process.on('SIGTERM', stop);
process.on('SIGINT', stop);
process.on('SIGHUP', () => {});
process.on('disconnect', () => setTimeout(stop, order.orphanedMs));
server.once('error', (error) => {
  console.error(`${order.command}: ${error.message}`);
  process.exit(127);
});
server.once('exit', (code, signal) => {
  if (order.throwAway) throwAway(order.folder);
  process.exit(stopping ? 0 : (code ?? (signal ? 1 : 0)));
});
if (!process.connected) stop();

function stop(): void {
  if (stopping) return;
  stopping = true;
  server.kill(order.stopSignal);
  setTimeout(() => server.kill(order.forceSignal), 20_000);
}

/** The last server to end takes the folder around its own along, unless somebody else keeps something there. */
function throwAway(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
  const around = path.dirname(folder);
  const left = readdirSync(around).filter((entry) => entry !== 'logs' && entry !== 'tmp');
  if (left.length === 0) rmSync(around, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
}
