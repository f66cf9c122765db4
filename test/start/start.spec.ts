import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, describe, expect, it } from '@jest/globals';
import { until } from '../setup/until.ts';

/** `npm start` without npm: what it runs, on a data folder and ports of this suite. */
const script = path.join(import.meta.dirname, '../../scripts/start.mjs');
const dataDir = mkdtempSync(path.join(tmpdir(), 'onegate-start-'));
const patience = 60_000;

/** What a person's shell has, without settings of Onegate that whoever runs the tests may have made. */
function ordinaryEnvironment(): NodeJS.ProcessEnv {
  const ours = /^(ONEGATE_|TEST_|JEST_|NODE_ENV$|PORT$|DATABASE_URL$|REDIS_URL$|SMTP_URL$)/;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !ours.test(name)));
}

class Start {
  output = '';
  private constructor(
    readonly process: ChildProcess,
    readonly port: number,
  ) {
    process.stdout?.on('data', (chunk: Buffer) => (this.output += chunk.toString()));
    process.stderr?.on('data', (chunk: Buffer) => (this.output += chunk.toString()));
  }

  static run(port: number): Start {
    const started = spawn(process.execPath, [script], {
      env: { ...ordinaryEnvironment(), PORT: String(port), ONEGATE_DATA_DIR: dataDir },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    return new Start(started, port);
  }

  async ready(): Promise<this> {
    const line = `Onegate is ready on http://127.0.0.1:${this.port}\n`;
    await until(
      `the ready line, in:\n${this.output}`,
      () => this.output.endsWith(line) || this.ended,
      patience,
    );
    if (this.ended) throw new Error(`It ended:\n${this.output}`);
    return this;
  }

  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
    if (!this.ended) {
      this.process.kill(signal);
      await once(this.process, 'exit');
    }
    return this.process.exitCode;
  }

  /** The command that the summary prints, run by a shell as a person would. */
  tryIt(): { object: string } {
    const curl = /^curl .*$/m.exec(this.output)?.[0] ?? 'false';
    return JSON.parse(execFileSync('sh', ['-c', curl.replace('curl', 'curl -s')], { encoding: 'utf8' })) as {
      object: string;
    };
  }

  get ended(): boolean {
    return this.process.exitCode !== null || this.process.signalCode !== null;
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  return port;
}

/** The processes that a running start has written down, by name. */
function parts(): Record<string, { pid: number }> {
  return JSON.parse(readFileSync(path.join(dataDir, 'run.json'), 'utf8')) as Record<string, { pid: number }>;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

const running: Start[] = [];
async function start(): Promise<Start> {
  const one = Start.run(await freePort());
  running.push(one);
  return one.ready();
}

afterEach(async () => {
  for (const one of running.splice(0)) await one.stop();
}, patience);
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

describe('npm start', () => {
  it(
    'brings everything up, tells how to use it, and leaves nothing running when it is stopped',
    async () => {
      const one = await start();
      expect(one.tryIt().object).toBe('chat.completion');
      const pids = Object.values(parts()).map(({ pid }) => pid);
      expect(await one.stop()).toBe(0);
      expect(one.output).toContain('Onegate has stopped.');
      expect(pids.filter(isAlive)).toEqual([]);
      expect(existsSync(path.join(dataDir, 'run.json'))).toBe(false);
    },
    patience,
  );

  it(
    'keeps its secrets for the next start, readable by their owner only',
    async () => {
      const file = path.join(dataDir, 'secrets.json');
      const before = readFileSync(file, 'utf8');
      expect(statSync(file).mode & 0o777).toBe(0o600);
      const one = await start();
      expect(readFileSync(file, 'utf8')).toBe(before);
      expect(one.output).toContain((JSON.parse(before) as { apiKey: string }).apiKey);
      expect(one.tryIt().object).toBe('chat.completion');
    },
    patience,
  );

  it(
    'a second start on the same data says so and harms nothing',
    async () => {
      const first = await start();
      const second = Start.run(await freePort());
      await once(second.process, 'exit');
      expect(second.process.exitCode).toBe(1);
      expect(second.output).toMatch(
        new RegExp(`already running on http://127.0.0.1:${first.port} \\(process \\d+\\)`),
      );
      expect(first.tryIt().object).toBe('chat.completion');
    },
    patience,
  );

  it(
    'a port in use is a clear message',
    async () => {
      const server = createServer().listen(0, '127.0.0.1');
      await once(server, 'listening');
      const { port } = server.address() as { port: number };
      const one = Start.run(port);
      await once(one.process, 'exit');
      server.close();
      expect(one.process.exitCode).toBe(1);
      expect(one.output).toContain(`Port ${port} is in use.`);
    },
    patience,
  );

  it(
    'a part that is killed comes back by itself',
    async () => {
      const one = await start();
      for (const name of ['simulator', 'worker', 'api', 'redis', 'postgres']) {
        const killed = parts()[name]?.pid ?? 0;
        process.kill(killed, 'SIGKILL');
        await until(
          `${name} to be back`,
          () => (parts()[name]?.pid ?? killed) !== killed && !one.ended,
          patience,
        );
      }
      await until(
        'an answer',
        () => {
          try {
            return one.tryIt().object === 'chat.completion';
          } catch {
            return false;
          }
        },
        patience,
      );
    },
    2 * patience,
  );

  it(
    'after everything was killed at once, the next start recovers',
    async () => {
      const one = await start();
      const pids = Object.values(parts()).map(({ pid }) => pid);
      one.process.kill('SIGKILL');
      for (const pid of pids.filter(isAlive)) process.kill(pid, 'SIGKILL');
      await until('the start to be gone', () => one.ended);
      const next = await start();
      expect(next.tryIt().object).toBe('chat.completion');
    },
    2 * patience,
  );
});
