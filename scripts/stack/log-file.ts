import {
  closeSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  statSync,
  truncateSync,
} from 'node:fs';
import path from 'node:path';

const largest = 20 * 1024 * 1024;

/** One log file per part. The parts write to it directly, so that a dead launcher costs them nothing. */
export class Logs {
  readonly folder: string;
  readonly #names = new Set<string>();

  constructor(folder: string) {
    this.folder = folder;
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  }

  path(name: string): string {
    return path.join(this.folder, `${name}.log`);
  }

  /** Runs `use` with the log open for appending; the first use of a start puts the last start's log aside. */
  async with<T>(name: string, use: (descriptor: number) => T | Promise<T>): Promise<T> {
    const file = this.path(name);
    if (!this.#names.has(name) && existsSync(file)) renameSync(file, `${file}.1`);
    this.#names.add(name);
    const descriptor = openSync(file, 'a', 0o600);
    try {
      return await use(descriptor);
    } finally {
      closeSync(descriptor);
    }
  }

  /** Keeps a file that has grown large as `.1` and empties it; its writers append, so they go on at the start. */
  bound(limit = largest): void {
    for (const file of [...this.#names].map((name) => this.path(name))) {
      if (!existsSync(file) || statSync(file).size <= limit) continue;
      copyFileSync(file, `${file}.1`);
      truncateSync(file);
    }
  }

  tail(name: string, lines = 15): string {
    if (!existsSync(this.path(name))) return '';
    const text = readFileSync(this.path(name), 'utf8').trimEnd();
    return text
      .split('\n')
      .slice(-lines)
      .map((line) => `    ${line.slice(0, 400)}`)
      .join('\n');
  }
}
