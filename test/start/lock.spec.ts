import { execFile } from 'node:child_process';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { adoptLock, tryLock } from '../../scripts/lock.mjs';
import { recordOf } from '../../scripts/process-identity.mjs';
import { removeFolder, temporaryFolder } from './started-onegate.ts';

const lockModule = path.join(import.meta.dirname, '../../scripts/lock.mjs');

describe('a lock file', () => {
  let file: string;

  beforeEach(() => {
    file = path.join(temporaryFolder(), 'start.lock');
  });
  afterEach(() => removeFolder(path.dirname(file)));

  it('names its holder to those who come second, and is free again once released', () => {
    const { lock } = tryLock(file, { url: 'http://127.0.0.1:3000' });
    expect(tryLock(file).holder).toMatchObject({ pid: process.pid, url: 'http://127.0.0.1:3000' });
    lock?.release();
    expect(existsSync(file)).toBe(false);
  });

  it('is not released by one who lost it', () => {
    const { lock } = tryLock(file);
    writeFileSync(file, JSON.stringify({ ...recordOf(process.pid), token: 'of another' }));
    lock?.release();
    expect(existsSync(file)).toBe(true);
  });

  it.each([
    [
      'a number that is in use again by another process',
      { pid: process.pid, identity: 'an earlier one', token: '1' },
    ],
    ['nothing that can be read', undefined],
  ])('is taken over when it holds %s', (_, dead) => {
    writeFileSync(file, dead ? JSON.stringify(dead) : '{"pid":');
    expect(tryLock(file).lock).toBeDefined();
  });

  it('passes to a process that knows its token', () => {
    const { lock } = tryLock(file);
    expect(adoptLock(file, 'a guess')).toBeUndefined();
    expect(adoptLock(file, lock?.token ?? '')?.record.pid).toBe(process.pid);
  });

  it('goes to exactly one of many that find a dead holder at once', async () => {
    writeFileSync(file, JSON.stringify({ pid: 4_000_000, identity: 'dead', token: '1' }));
    const contend = `import { tryLock } from ${JSON.stringify(lockModule)};
      const { lock } = tryLock(${JSON.stringify(file)});
      process.stdout.write(lock ? 'won' : 'lost');
      process.stdin.once('end', () => process.exit()).resume();`;
    const contenders = Array.from({ length: 6 }, () => {
      const running = promisify(execFile)(process.execPath, ['--input-type=module', '-e', contend]);
      const said = new Promise<string>((resolve) =>
        running.child.stdout?.once('data', (chunk) => resolve(String(chunk))),
      );
      return { running, said };
    });
    const results = await Promise.all(contenders.map(({ said }) => said));
    for (const { running } of contenders) running.child.stdin?.end();
    await Promise.all(contenders.map(({ running }) => running));
    expect(results.filter((result) => result === 'won')).toHaveLength(1);
    expect(readdirSync(path.dirname(file))).toEqual(['start.lock']);
  });
});
