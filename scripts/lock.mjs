/**
 * A lock that is a file, for one holder among processes of one machine. A lock whose holder has died is taken over;
 * of several that try at once exactly one succeeds. Runs under any Node from 18 on.
 */
import { randomBytes } from 'node:crypto';
import { linkSync, readFileSync, renameSync, unlinkSync, writeFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { isAlive, recordOf } from './process-identity.mjs';

class Lock {
  constructor(file, record) {
    this.file = file;
    this.record = record;
  }

  get token() {
    return this.record.token;
  }

  /** Tells those who find the lock held something about the holder. */
  describe(details) {
    this.record = { ...this.record, ...details };
    renameSync(writeAside(this.file, this.record), this.file);
  }

  release() {
    if (readLock(this.file)?.token === this.token) unlinkSync(this.file);
  }
}

/** The lock, or else the record of the living process that holds it. */
export function tryLock(file, details = {}) {
  const record = { ...recordOf(process.pid), token: randomBytes(12).toString('hex'), ...details };
  for (;;) {
    if (place(file, record)) return { lock: new Lock(file, record) };
    const found = readLock(file);
    if (isAlive(found)) return { holder: found };
    if (found && takeOver(file, found, record)) return { lock: new Lock(file, record) };
  }
}

export async function waitForLock(file, onWait) {
  for (let told = false; ; told = true) {
    const { lock, holder } = tryLock(file);
    if (lock) return lock;
    if (!told) onWait(holder);
    await pause(200);
  }
}

/** Goes on holding what the process that started this one has locked. */
export function adoptLock(file, token) {
  const found = readLock(file);
  if (found?.token !== token) return undefined;
  const lock = new Lock(file, found);
  lock.describe(recordOf(process.pid));
  return lock;
}

/** The record in the file; an unreadable one counts as the record of a dead process, no file as undefined. */
export function readLock(file) {
  let text;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
  try {
    return JSON.parse(text);
  } catch {
    return { pid: 0, token: `unreadable ${text}` };
  }
}

function place(file, record) {
  const aside = writeAside(file, record);
  try {
    linkSync(aside, file);
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  } finally {
    unlinkSync(aside);
  }
}

/**
 * Replaces the lock of a dead process. Only the holder of a second lock may do that, and only while the first is
 * still the one that was found dead; otherwise two late-comers could replace each other.
 */
function takeOver(file, dead, record) {
  const { lock: right } = tryLock(`${file}.takeover`);
  if (!right) return false;
  try {
    if (readLock(file)?.token !== dead.token) return false;
    renameSync(writeAside(file, record), file);
    return true;
  } finally {
    right.release();
  }
}

function writeAside(file, record) {
  const aside = `${file}.${process.pid}.${randomBytes(4).toString('hex')}`;
  writeFileSync(aside, JSON.stringify(record), { mode: 0o600, flag: 'wx' });
  return aside;
}
