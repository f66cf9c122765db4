import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Redis } from 'ioredis';
import { freePort } from '../../scripts/stack/ports.ts';
import { until } from '../setup/until.ts';

export const password = 'only-for-this-run';

const mostStarts = 5;

/** One server process on a free port, which can be killed. */
export class RedisServer {
  private readonly child: ChildProcess;
  readonly client: Redis;

  constructor(
    readonly port: number,
    {
      program,
      folder,
      lines,
      mode = [],
    }: { program: string; folder: string; lines: string[]; mode?: string[] },
  ) {
    const home = path.join(folder, String(port));
    mkdirSync(home);
    const file = path.join(home, 'server.conf');
    const settings = ['bind 127.0.0.1', `port ${port}`, `dir ${home}`, 'save ""', ...lines];
    writeFileSync(file, `${settings.join('\n')}\n`);
    const log = openSync(path.join(home, 'log'), 'w');
    this.child = spawn(program, [file, ...mode], { stdio: ['ignore', log, log] });
    this.client = new Redis(port, {
      password,
      lazyConnect: true,
      // A node that has no cluster yet would never be ready.
      enableReadyCheck: false,
      retryStrategy: () => 100,
      maxRetriesPerRequest: null,
    });
    this.client.on('error', () => undefined);
  }

  get address(): string {
    return `127.0.0.1:${this.port}`;
  }

  /** Whether it came up: it ends when another took its port meanwhile. */
  async isUp(): Promise<boolean> {
    const ended = once(this.child, 'exit').then(() => false);
    const answers = until(`Redis on ${this.port}`, async () => (await this.client.ping()) === 'PONG');
    answers.catch(() => undefined);
    return Promise.race([answers.then(() => true), ended]);
  }

  /** Without a word. */
  async kill(): Promise<void> {
    this.client.disconnect();
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    this.child.kill('SIGKILL');
    await once(this.child, 'exit');
  }

  /** Its connections stay, and nothing is answered any more. */
  hang(): void {
    this.client.disconnect();
    this.child.kill('SIGSTOP');
  }

  /** From now on it hears no more of its master, and does not know: what the master confirms is not here. */
  async goDeaf(): Promise<void> {
    await this.client.config('SET', 'masterauth', 'not-the-password');
    await this.client.call('CLIENT', 'KILL', 'TYPE', 'master');
    await until('the replica to have lost its master', async () =>
      /master_link_status:down/.test(await this.client.info('replication')),
    );
  }
}

/** Servers of one test, in a folder that goes with them. */
export class RedisServers {
  readonly all: RedisServer[] = [];
  private readonly folder = mkdtempSync(path.join(tmpdir(), 'onegate-redis-'));

  constructor(private readonly program: string) {}

  /** On other ports, where somebody was quicker. */
  async start(
    lines: (port: number) => Promise<string[]> | string[],
    mode: string[] = [],
  ): Promise<RedisServer> {
    for (let attempt = 0; attempt < mostStarts; attempt += 1) {
      const port = await freePort();
      const { program, folder } = this;
      const server = new RedisServer(port, { program, folder, lines: await lines(port), mode });
      this.all.push(server);
      if (await server.isUp()) return server;
      server.client.disconnect();
    }
    throw new Error(`Redis ended ${mostStarts} times as it began`);
  }

  async close(): Promise<void> {
    await Promise.all(this.all.map((server) => server.kill()));
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** What servers with data have in common. */
export const dataServer = [
  'appendonly no',
  'repl-diskless-sync yes',
  'repl-diskless-sync-delay 0',
  'maxmemory-policy noeviction',
  `requirepass ${password}`,
  `masterauth ${password}`,
];
