import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { isAlive, recordOf, type ProcessRecord } from '../process-identity.mjs';
import { endedWithin } from '../stack/leftover-server.ts';
import { stopLeftoverPostgres } from '../stack/postgres.ts';
import { stopLeftoverRedis } from '../stack/redis.ts';
import { stopOrder } from './stop-order.ts';

/** Which processes this start has running, for the next start to clear away should this one be killed. */
export class RunRecord {
  readonly #file: string;
  readonly #parts: Record<string, ProcessRecord> = {};

  constructor(dataFolder: string) {
    this.#file = path.join(dataFolder, 'run.json');
  }

  add(name: string, pid: number): void {
    this.#parts[name] = recordOf(pid);
    writeFileSync(`${this.#file}.new`, JSON.stringify(this.#parts, null, 2), { mode: 0o600 });
    renameSync(`${this.#file}.new`, this.#file);
  }

  remove(): void {
    rmSync(this.#file, { force: true });
  }
}

/** Stops what a killed start left behind: first the apps, which may be finishing calls, then the servers. */
export async function stopLeftovers(dataFolder: string): Promise<boolean> {
  const record = path.join(dataFolder, 'run.json');
  const left = livingParts(record);
  for (const [name, part] of left)
    await endPart(part, name === 'postgres' || name === 'redis' ? 40_000 : 16_000);
  await stopLeftoverRedis(path.join(dataFolder, 'redis'));
  await stopLeftoverPostgres(path.join(dataFolder, 'postgres'));
  rmSync(record, { force: true });
  return left.length > 0;
}

async function endPart(part: ProcessRecord, withinMs: number): Promise<void> {
  signal(part, 'SIGTERM');
  if (await endedWithin(part, withinMs)) return;
  signal(part, 'SIGKILL');
  await endedWithin(part, 5000);
}

function signal(part: ProcessRecord, name: NodeJS.Signals): void {
  try {
    if (isAlive(part)) process.kill(part.pid, name);
  } catch {
    // It ended just now, or belongs to another user; waiting for it tells.
  }
}

function livingParts(record: string): [string, ProcessRecord][] {
  if (!existsSync(record)) return [];
  const parts = parse(readFileSync(record, 'utf8'));
  const living = Object.entries(parts).filter(([, part]) => isAlive(part));
  return living.sort(([a], [b]) => stopOrder.indexOf(a) - stopOrder.indexOf(b));
}

/** An unreadable record costs nothing but the waiting: the apps end by themselves, the servers are found otherwise. */
function parse(text: string): Record<string, ProcessRecord> {
  try {
    return JSON.parse(text) as Record<string, ProcessRecord>;
  } catch {
    return {};
  }
}
