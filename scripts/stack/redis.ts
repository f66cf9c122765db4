import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Redis } from 'ioredis';
import { startKept } from './keeper-order.ts';
import { stopLeftoverServer } from './leftover-server.ts';
import type { Service } from './service.ts';

export interface RedisOptions {
  /** The program found on this machine. */
  program: string;
  folder: string;
  port: number;
  password: string;
  throwAway: boolean;
  orphanedMs: number;
}

export function redisService(options: RedisOptions): Service {
  return {
    name: 'redis',
    title: 'Redis',
    stopWithinMs: 40_000,
    keepsData: true,
    isReady: () => answers(redisUrl(options)),
    spawn: async (log) => {
      await stopLeftoverRedis(options.folder);
      return startServer(options, log);
    },
  };
}

/** Before it has read its settings the server shows the file with them, afterwards its address. */
export function stopLeftoverRedis(folder: string): Promise<void> {
  const address = `127.0.0.1:${portBefore(folder)}`;
  return stopLeftoverServer({
    title: 'Redis',
    pidFile: path.join(folder, 'redis.pid'),
    isServer: (command) =>
      /(redis|valkey)-server/.test(command) && (command.includes(folder) || command.includes(address)),
    stopSignal: 'SIGTERM',
  });
}

function portBefore(folder: string): string {
  const settings = path.join(folder, 'redis.conf');
  const text = existsSync(settings) ? readFileSync(settings, 'utf8') : '';
  return /^port (\d+)$/m.exec(text)?.[1] ?? 'none';
}

export function redisUrl({ port, password }: Pick<RedisOptions, 'port' | 'password'>): string {
  return `redis://:${password}@127.0.0.1:${port}/0`;
}

function startServer(options: RedisOptions, log: number): ReturnType<typeof startKept> {
  mkdirSync(options.folder, { recursive: true, mode: 0o700 });
  const settings = path.join(options.folder, 'redis.conf');
  writeFileSync(settings, configuration(options), { mode: 0o600 });
  return startKept(
    {
      command: options.program,
      args: [settings],
      folder: options.folder,
      env: { PATH: process.env.PATH ?? '/usr/bin:/bin', LC_ALL: 'C' },
      stopSignal: 'SIGTERM',
      forceSignal: 'SIGKILL',
      orphanedMs: options.orphanedMs,
      throwAway: options.throwAway,
    },
    log,
  );
}

/** The password stands in a file that only its owner reads; on the command line everyone would see it. */
function configuration({ folder, port, password, throwAway }: RedisOptions): string {
  const lines = [
    'bind 127.0.0.1',
    `port ${port}`,
    'protected-mode yes',
    `requirepass ${password}`,
    'daemonize no',
    'logfile ""',
    `dir ${quoted(folder)}`,
    `pidfile ${quoted(path.join(folder, 'redis.pid'))}`,
    `appendonly ${throwAway ? 'no' : 'yes'}`,
    'appendfsync everysec',
    'aof-load-truncated yes',
    'save ""',
    'maxmemory-policy noeviction',
  ];
  return `${lines.join('\n')}\n`;
}

function quoted(text: string): string {
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}

/** A server that is still loading its data answers, but with an error. */
async function answers(url: string): Promise<boolean> {
  const client = new Redis(url, { lazyConnect: true, retryStrategy: () => null, enableReadyCheck: false });
  client.on('error', () => {});
  try {
    await client.connect();
    return (await client.ping()) === 'PONG';
  } catch {
    return false;
  } finally {
    client.disconnect();
  }
}
