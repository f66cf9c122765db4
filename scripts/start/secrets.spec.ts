import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { loadSecrets } from './secrets.ts';

describe('loadSecrets', () => {
  let file: string;

  beforeEach(() => {
    file = path.join(mkdtempSync(path.join(tmpdir(), 'onegate-secrets-')), 'secrets.json');
  });
  afterEach(() => rmSync(path.dirname(file), { recursive: true }));

  it('makes up what is missing once, for its owner only', () => {
    const first = loadSecrets(file, {});
    expect(first.found).toBe(false);
    expect(first.secrets).toMatchObject({
      adminEmail: 'admin@onegate.local',
      apiKey: expect.stringMatching(/^sk-onegate-[0-9A-Za-z]{40}$/),
      secretKeys: expect.stringMatching(/^k1:[0-9A-Za-z+/]{43}=$/),
    });
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(loadSecrets(file, {})).toEqual({ secrets: first.secrets, found: true });
  });

  it('keeps what the environment chose for starts without it', () => {
    loadSecrets(file, {});
    loadSecrets(file, { adminPassword: 'chosen', apiKey: 'sk-chosen' });
    expect(loadSecrets(file, {}).secrets).toMatchObject({ adminPassword: 'chosen', apiKey: 'sk-chosen' });
  });

  it('never replaces a damaged file: its keys may be all that opens what is stored', () => {
    writeFileSync(file, '{"secretKeys": "k1:');
    expect(() => loadSecrets(file, {})).toThrow(/damaged/);
    expect(readFileSync(file, 'utf8')).toBe('{"secretKeys": "k1:');
  });
});
