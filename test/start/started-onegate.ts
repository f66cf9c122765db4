import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { isAlive, type ProcessRecord } from '../../scripts/process-identity.mjs';
import { until } from '../setup/until.ts';

const root = path.join(import.meta.dirname, '../..');

/** A folder and a port of its own, so that any number of these run beside each other and beside the real one. */
export class StartedOnegate {
  readonly #process: ChildProcess;
  readonly #exit: Promise<number | null>;
  readonly dataFolder: string;
  output = '';

  constructor(dataFolder: string, port: number, environment: Record<string, string> = {}) {
    this.dataFolder = dataFolder;
    const { PATH = '', HOME = '', TMPDIR = tmpdir() } = process.env;
    this.#process = spawn(process.execPath, [path.join(root, 'scripts/start.mjs')], {
      cwd: root,
      env: { PATH, HOME, TMPDIR, PORT: String(port), ONEGATE_DATA_DIR: dataFolder, ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [this.#process.stdout, this.#process.stderr]) {
      stream?.on('data', (chunk: Buffer) => (this.output += chunk.toString('utf8')));
    }
    this.#exit = once(this.#process, 'close').then(([code]) => code as number | null);
  }

  /** Waits for the last line of the summary; an early end is shown with all that was printed. */
  async ready(): Promise<this> {
    await until('the ready line', () => {
      if (this.#process.exitCode !== null) throw new Error(`Onegate ended early:\n${this.output}`);
      return /^Onegate is ready on .*\n$/m.test(this.output);
    });
    return this;
  }

  async says(text: string): Promise<void> {
    await until(`"${text}" in\n${this.output}`, () => this.output.includes(text));
  }

  signal(name: NodeJS.Signals): void {
    this.#process.kill(name);
  }

  exited(): Promise<number | null> {
    return this.#exit;
  }

  async stop(): Promise<number | null> {
    if (this.#process.exitCode === null && this.#process.signalCode === null) this.signal('SIGTERM');
    return this.exited();
  }

  get lock(): ProcessRecord {
    return this.#read('start.lock') as unknown as ProcessRecord;
  }

  /** Everything that runs for this start: apps, keepers and the servers under them. */
  get parts(): Record<string, ProcessRecord> {
    return this.#read('run.json');
  }

  part(name: string): ProcessRecord {
    const part = this.parts[name];
    if (!part) throw new Error(`There is no ${name} in run.json`);
    return part;
  }

  serverPid(file: string): number {
    return Number.parseInt(readFileSync(path.join(this.dataFolder, file), 'utf8'), 10);
  }

  #read(file: string): Record<string, ProcessRecord> {
    return JSON.parse(readFileSync(path.join(this.dataFolder, file), 'utf8')) as Record<
      string,
      ProcessRecord
    >;
  }
}

export function temporaryFolder(): string {
  return mkdtempSync(path.join(tmpdir(), 'onegate-start-'));
}

export function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}

export function living(parts: Record<string, ProcessRecord>): string[] {
  return Object.entries(parts)
    .filter(([, part]) => isAlive(part))
    .map(([name]) => name);
}
