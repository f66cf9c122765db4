import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it, jest } from '@jest/globals';

const program = path.join(import.meta.dirname, '../../scripts/bench.mjs');

jest.setTimeout(300_000);

/** On the servers of the test run, so that none has to be started. */
async function bench(...args: string[]): Promise<string> {
  const { TEST_DATABASE_URL, TEST_REDIS_URL } = process.env;
  const { stdout } = await promisify(execFile)(process.execPath, [program, ...args], {
    env: {
      ...process.env,
      ONEGATE_BENCH_DATABASE_URL: TEST_DATABASE_URL,
      ONEGATE_BENCH_REDIS_URL: TEST_REDIS_URL,
    },
  });
  return stdout;
}

describe('npm run bench', () => {
  it('lists its scenarios', async () => {
    const listed = await bench('--list');
    for (const name of ['short', 'stream', 'wallets', 'fallback', 'ingest', 'memory'])
      expect(listed).toContain(name);
  });

  it('drives the production build beside a bare relay, and no call fails', async () => {
    const told = await bench('short', '--smoke');
    const failed = [...told.matchAll(/^\| (\w+), (\d+) a second .* (\d+) \|$/gm)];
    const who = ['provider', 'yardstick', 'Onegate'];
    expect(failed.map(([, name, rate, count]) => [name, rate, count])).toEqual(
      ['100', '500'].flatMap((rate) => who.map((name) => [name, rate, '0'])),
    );
  });
});
