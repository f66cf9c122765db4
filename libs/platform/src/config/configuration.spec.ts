import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it } from '@jest/globals';
import { configurationPage } from './configuration.doc.js';
import { ConfigurationError, readConfiguration } from './configuration.js';

const secret = Buffer.alloc(32, 1).toString('base64');
const enough = {
  DATABASE_URL: 'postgres://localhost/onegate',
  REDIS_URL: 'redis://localhost',
  ONEGATE_SECRET_KEYS: `k2:${secret},k1:${secret}`,
};

it('needs no more than the two servers and a secret', () => {
  const config = readConfiguration(enough);
  expect(config.http).toMatchObject({ port: 3000, host: '127.0.0.1' });
  expect(config.runtime.mode).toBe('production');
  expect(config.secrets.master.map(({ id }) => id)).toEqual(['k2', 'k1']);
});

it('is frozen', () => {
  const { http } = readConfiguration(enough);
  expect(Object.isFrozen(http)).toBe(true);
});

it('an empty value counts as not given', () => {
  expect(readConfiguration({ ...enough, PORT: ' ' }).http.port).toBe(3000);
});

it('lists every wrong value at once, and no secret', () => {
  const wrong = {
    DATABASE_URL: 'mysql://user:hunter2@localhost',
    ONEGATE_SECRET_KEYS: 'k1:c2hvcnQ=',
    PORT: 'eighty',
    ONEGATE_ALLOW_PRIVATE_UPSTREAMS: 'perhaps',
  };
  try {
    readConfiguration(wrong);
    throw new Error('It was accepted');
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigurationError);
    const { problems, message } = error as ConfigurationError;
    const names = problems.map((problem) => problem.split(' ')[0]);
    expect(names.toSorted((one, other) => String(one).localeCompare(String(other)))).toEqual([
      'DATABASE_URL',
      'ONEGATE_ALLOW_PRIVATE_UPSTREAMS',
      'ONEGATE_SECRET_KEYS',
      'PORT',
      'REDIS_URL',
    ]);
    expect(message).toContain('(it is "eighty")');
    expect(message).not.toContain('hunter2');
  }
});

it('refuses master secrets that share an id', () => {
  expect(() => readConfiguration({ ...enough, ONEGATE_SECRET_KEYS: `k1:${secret},k1:${secret}` })).toThrow(
    'distinct ids',
  );
});

it('reads a secret from a file, and says when the file is not there', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'onegate-'));
  const file = path.join(folder, 'url');
  await writeFile(file, 'postgres://db/onegate\n');
  const { DATABASE_URL: _given, ...rest } = enough;
  expect(readConfiguration({ ...rest, DATABASE_URL_FILE: file }).database.url).toBe('postgres://db/onegate');
  await rm(folder, { recursive: true });
  expect(() => readConfiguration({ ...rest, DATABASE_URL_FILE: file })).toThrow(
    /wrong:\n  - DATABASE_URL_FILE names a file that cannot be read[^\n]*$/,
  );
});

it('documents every setting', () => {
  expect(configurationPage()).toContain('| `PORT` | `3000` | Port of the API. |');
});
