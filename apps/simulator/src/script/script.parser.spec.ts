import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { ProviderError } from '../exchange/provider-error.js';
import { completeSettings } from '../simulator.settings.js';
import { parseScript, splitModel } from './script.parser.js';
import { scriptSchema } from './script.schema.js';
import { ScriptsService } from './scripts.service.js';

describe('a script', () => {
  it('follows the first plus sign of a model name', () => {
    expect(splitModel('gpt-4o+ttft=5,replay=a+b.sse')).toEqual({
      model: 'gpt-4o',
      script: 'ttft=5,replay=a+b.sse',
    });
    expect(splitModel('openai/gpt-4o')).toEqual({ model: 'openai/gpt-4o', script: '' });
    expect(splitModel('command-r+')).toEqual({ model: 'command-r', script: '' });
  });

  it('is a list of keys with and without values', () => {
    expect(parseScript('ttft=200, tps=0.5,crlf,chunk=3:1:40')).toEqual({
      ttft: 200,
      tps: 0.5,
      crlf: true,
      chunk: [3, 1, 40],
    });
    expect(parseScript('fail=503')).toEqual({ fail: { status: 503, after: 0 } });
    expect(parseScript('fail=503@before')).toEqual({ fail: { status: 503, after: 0 } });
    expect(parseScript('fail=429@3,retry=1.5')).toEqual({ fail: { status: 429, after: 3 }, retry: 1.5 });
    expect(parseScript('hang,cut=2')).toEqual({ hang: 0, cut: 2 });
    expect(parseScript('')).toEqual({});
  });

  it.each([
    'ttft',
    'ttft=-1',
    'tps=0',
    'fail=200',
    'bogus=1',
    'crlf=yes',
    'chunk=0',
    'chunk=',
    'out=1,out=2',
  ])('is refused with a 400 that quotes it: %s', (text) => {
    expect(() => parseScript(text)).toThrow(ProviderError);
    expect(() => parseScript(text)).toThrow(text);
  });

  it('has a line in the README for every key', () => {
    const readme = readFileSync(join(__dirname, '../../README.md'), 'utf8');
    const missing = Object.keys(scriptSchema.shape).filter((key) => !readme.includes(`| \`${key}`));
    expect(missing).toEqual([]);
  });
});

describe('the script of a request', () => {
  it('is the server’s own, then the model’s, then the header’s, key by key', () => {
    const scripts = new ScriptsService(completeSettings({ script: 'ttft=1,tps=10,out=3' }));
    expect(scripts.of('m', undefined)).toEqual({ model: 'm', script: { ttft: 1, tps: 10, out: 3 } });
    expect(scripts.of('m+tps=20,out=4', 'out=5')).toEqual({
      model: 'm',
      script: { ttft: 1, tps: 20, out: 5 },
    });
  });

  it('breaks off only the first requests where it says so, and keeps the rest', () => {
    const scripts = new ScriptsService(completeSettings({}));
    const seen = [1, 2, 3].map(() => scripts.of('m+fail=503,first=2,out=4', undefined).script);
    expect(seen.map((script) => script.fail?.status)).toEqual([503, 503, undefined]);
    expect(seen.map((script) => script.out)).toEqual([4, 4, 4]);
    expect(scripts.of('m+fail=503,first=2,out=4,tag=other', undefined).script.fail?.status).toBe(503);
    scripts.forget();
    expect(scripts.of('m+fail=503,first=2,out=4', undefined).script.fail?.status).toBe(503);
  });
});
