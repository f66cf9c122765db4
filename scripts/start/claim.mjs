/**
 * The first thing `npm start` does, before any long work and under any Node: claim the data folder for itself, and
 * see that the port is free. A second start beside a running one ends here, having touched nothing.
 */
import { mkdirSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { adoptLock, tryLock } from '../lock.mjs';
import { root } from '../pinned-node.mjs';
import { isAlive } from '../process-identity.mjs';
import { starters } from '../starters.mjs';

export const dataFolder = path.resolve(root, process.env.ONEGATE_DATA_DIR || '.data');
export const lockHandover = 'ONEGATE_START_LOCK';

/** The lock on the data folder; it remembers whether the folder was made just now. */
export async function claimDataFolder() {
  const made = makeFolder();
  const file = path.join(dataFolder, 'start.lock');
  const handed = process.env[lockHandover];
  delete process.env[lockHandover];
  const adopted = handed ? adoptLock(file, handed) : undefined;
  return adopted ?? lockWhenFree(file, made);
}

async function lockWhenFree(file, made) {
  for (let told = false; ; told = true) {
    const { lock, holder } = tryLock(file, { starters: starters(), made });
    if (lock) return lock;
    if (!isLeaving(holder)) refuse(alreadyRunning(holder));
    if (!told) console.log(`… waiting for the previous Onegate to stop (process ${holder.pid})`);
    await pause(100);
  }
}

function isLeaving(holder) {
  return holder.state === 'stopping' || holder.starters?.some((starter) => !isAlive(starter));
}

function alreadyRunning({ url, pid }) {
  const what = url ? `already running on ${url}` : 'already starting';
  return `Onegate is ${what} (process ${pid}). Stop it first, or use another ONEGATE_DATA_DIR and PORT.`;
}

function makeFolder() {
  try {
    return mkdirSync(dataFolder, { recursive: true, mode: 0o700 }) !== undefined;
  } catch (error) {
    return refuse(
      `Onegate cannot make its data folder ${dataFolder} (${error.code}). Set ONEGATE_DATA_DIR to another.`,
    );
  }
}

/** What is wrong with the port, in one sentence; undefined when it can be had. */
export async function portProblem(port, host) {
  const error =
    (await canListen(port, host)) ?? ((await answers(port, host)) ? { code: 'EADDRINUSE' } : undefined);
  if (!error) return undefined;
  if (error.code === 'EADDRINUSE') {
    return `Port ${port} is in use. Stop what is using it or start with PORT=${port < 65_535 ? port + 1 : 3000} npm start.`;
  }
  if (error.code === 'EACCES')
    return `Port ${port} is not allowed to this user. Start with PORT=3000 npm start.`;
  return `Onegate cannot listen on ${host}:${port} (${error.code}). Check PORT and ONEGATE_HOST.`;
}

function canListen(port, host) {
  return new Promise((resolve) => {
    const server = createServer().once('error', resolve);
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(undefined)));
  });
}

/** Some systems let a second server listen beside a first that listens on every address. */
function answers(port, host) {
  return new Promise((resolve) => {
    const everywhere = host === '0.0.0.0' || host === '::';
    const socket = connect({ port, host: everywhere ? '127.0.0.1' : host, timeout: 500 });
    const end = (answered) => {
      socket.destroy();
      resolve(answered);
    };
    socket
      .once('connect', () => end(true))
      .once('error', () => end(false))
      .once('timeout', () => end(false));
  });
}

export function refuse(sentence) {
  console.error(sentence);
  process.exit(1);
}
