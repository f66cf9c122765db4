import { readFileSync } from 'node:fs';
import { readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import path from 'node:path';
import { z } from 'zod';

/** Which process writes a journal. Its file is touched while that process lives. */
const claim = z.object({ pid: z.int(), host: z.string(), startedAt: z.string() });
type Claim = z.infer<typeof claim>;

const fileName = 'owner.json';
/** A process of another machine or container that has not touched its claim for so long is gone. */
const staleMillis = 60_000;

/** This process owns the journal in the folder from now on. */
export async function claimFolder(folder: string): Promise<void> {
  const mine: Claim = { pid: process.pid, host: hostname(), startedAt: startOf(process.pid) ?? '' };
  await writeFile(path.join(folder, fileName), JSON.stringify(mine));
}

/** Fails where the folder was taken from us. */
export async function touchClaim(folder: string): Promise<void> {
  const now = new Date();
  await utimes(path.join(folder, fileName), now, now);
}

export function giveUpClaim(folder: string): Promise<void> {
  return rm(path.join(folder, fileName), { force: true });
}

/** Whether nobody writes it any more: its process gave it up, ended, or has been silent for a minute. */
export async function isAbandoned(folder: string): Promise<boolean> {
  const file = path.join(folder, fileName);
  const owner = await readClaim(file);
  if (!owner) return true;
  if (owner.host === hostname()) return startOf(owner.pid) !== owner.startedAt;
  const { mtimeMs } = await stat(file);
  return Date.now() - mtimeMs > staleMillis;
}

/** Renaming succeeds for one process only. Answers the new folder, or `null` where another one was faster. */
export async function takeOver(folder: string, id: string): Promise<string | null> {
  const taken = path.join(path.dirname(folder), `${id}~${process.pid}-${Date.now().toString(36)}`);
  try {
    await rename(folder, taken);
    await claimFolder(taken);
    return taken;
  } catch {
    return null;
  }
}

/** The id of the journal in a folder, however often it was taken over. */
export function idOfFolder(name: string): string {
  return name.split('~')[0] ?? name;
}

async function readClaim(file: string): Promise<Claim | null> {
  try {
    return claim.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch {
    return null;
  }
}

/** Tells two processes apart that had the same number; `undefined` for one that does not run. */
function startOf(pid: number): string | undefined {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return undefined;
  }
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return text.slice(text.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    return '';
  }
}
