import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';

export interface ProgramOptions {
  readonly name: string;
  readonly args: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  /** Where its output goes. */
  readonly logFile: string;
  /** Its address, where it does not tell it itself. */
  readonly url?: string;
  /** The path that answers once it is ready; needed with the address. */
  readonly health?: string;
  readonly withinMs?: number;
}

/** One server process of the benchmark. */
export class Program {
  readonly child: ChildProcess;
  readonly url: string;

  private constructor(child: ChildProcess, url: string) {
    this.child = child;
    this.url = url;
  }

  static async start(options: ProgramOptions): Promise<Program> {
    const log = openSync(options.logFile, 'a');
    const child = spawn(process.execPath, options.args, {
      env: { ...process.env, NODE_ENV: 'production', ...options.env },
      stdio: ['ignore', log, log, 'ipc'],
    });
    closeSync(log);
    try {
      const url = options.url ?? `http://127.0.0.1:${await toldPort(child)}`;
      if (options.health !== undefined) await ready(child, `${url}${options.health}`, options.withinMs);
      return new Program(child, url);
    } catch (cause) {
      child.kill('SIGKILL');
      const end = readFileSync(options.logFile, 'utf8').slice(-2_000);
      throw new Error(`${options.name} did not start:\n${end}`, { cause });
    }
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  async stop(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const gone = once(this.child, 'exit');
    this.child.kill('SIGTERM');
    const late = setTimeout(() => this.child.kill('SIGKILL'), 20_000);
    await gone;
    clearTimeout(late);
  }
}

async function toldPort(child: ChildProcess): Promise<number> {
  const ended = once(child, 'exit').then(() => Promise.reject(new Error('It ended at once')));
  const [told] = (await Promise.race([once(child, 'message'), ended])) as [{ port: number }];
  return told.port;
}

async function ready(child: ChildProcess, url: string, withinMs = 60_000): Promise<void> {
  const deadline = performance.now() + withinMs;
  while (performance.now() < deadline) {
    if (child.exitCode !== null) break;
    if (await answers(url)) return;
    await pause(20);
  }
  throw new Error(`Nobody answers at ${url}`);
}

async function answers(url: string): Promise<boolean> {
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(2_000) });
    await answer.arrayBuffer();
    return answer.ok;
  } catch {
    return false;
  }
}
