import { describe, expect, it } from '@jest/globals';
import { newId } from '@onegate/platform';
import { isFaultOfData } from './entry-intake.js';
import { readEntry } from './stream-entry.js';

const now = new Date('2026-06-01T00:00:00Z');
const read = (event: string | undefined, others: string[] = ['process', 'api-1', 'seq', '7']) =>
  readEntry(['1-0', [...(event === undefined ? [] : ['event', event]), ...others]], now);

describe('readEntry', () => {
  it.each([
    ['nothing', undefined],
    ['no JSON', '{'],
    ['no object', '7'],
    ['null', 'null'],
    ['an object without fields', '{}'],
    ['an id of something else', JSON.stringify({ id: newId('usr') })],
  ])('%s is a problem, and the place in the journal is known all the same', (_what, text) => {
    expect(read(text)).toMatchObject({
      id: '1-0',
      event: null,
      problem: expect.any(String),
      place: { process: 'api-1', seq: 7 },
    });
  });

  it('who does not say where it is from is told nothing', () => {
    expect(read('{}', []).place).toBeNull();
    expect(read('{}', ['process', '', 'seq', '1']).place).toBeNull();
    expect(read('{}', ['process', 'a', 'seq', 'x']).place).toBeNull();
  });
});

describe('isFaultOfData', () => {
  it.each([
    [{ code: '22003' }, true],
    [{ code: '23514' }, true],
    [new TypeError('x is not a number'), true],
    [{ code: '57P01' }, false],
    [{ code: '40001' }, false],
    [{ code: '42P01' }, false],
    [{ code: 'ECONNREFUSED' }, false],
    [new Error('Connection terminated unexpectedly'), false],
  ])('%j: %s', (error, expected) => {
    expect(isFaultOfData(error)).toBe(expected);
  });
});
