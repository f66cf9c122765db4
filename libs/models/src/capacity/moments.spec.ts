import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readDuration, readMoment } from './moments.js';

const now = Date.parse('2026-03-01T12:00:00Z');

describe('durations', () => {
  it.each([
    ['6m0s', 360_000],
    ['1.5s', 1_500],
    ['120ms', 120],
    ['2m59.56s', 179_560],
    ['1h0m3s', 3_603_000],
    ['1d2h', 93_600_000],
    ['17µs', 1],
    ['0s', 0],
  ])('%s is %i ms', (text, millis) => expect(readDuration(text)).toBe(millis));

  it.each(['', '6', 's', '-1s', '1.s', '1x', 'soon', '1s 2m'])('%j is none', (text) =>
    expect(readDuration(text)).toBeNull(),
  );
});

describe('moments', () => {
  it.each([
    ['2026-03-01T12:00:30Z', 30_000],
    ['2026-03-01T13:00:00+01:00', 0],
    ['Sun, 01 Mar 2026 12:01:00 GMT', 60_000],
    [String(now + 5_000), 5_000],
    [String(now / 1000 + 5), 5_000],
    ['45.5', 45_500],
    ['0', 0],
    ['2026-03-01T11:00:00Z', 0],
    ['6m0s', 360_000],
  ])('%s is %i ms from now', (text, millis) => expect(readMoment(text, now)).toBe(now + millis));

  it.each([null, '', 'never', 'T', '-5', 'NaN', 'Infinity'])('%j is none', (text) =>
    expect(readMoment(text, now)).toBeNull(),
  );

  it('never lie in the past or absurdly far ahead, whatever a provider sends', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.double().map(String), fc.date().map(String)), (text) => {
        const moment = readMoment(text, now);
        return moment === null || (moment >= now && moment <= now + 31 * 86_400_000);
      }),
    );
  });
});
