import { describe, expect, it } from '@jest/globals';
import { periodAt } from './period.js';

describe('the period of a quota', () => {
  it.each([
    ['daily', 'UTC', '2026-05-13T10:00:00Z', '2026-05-13T00:00:00.000Z', '2026-05-14T00:00:00.000Z'],
    ['weekly', 'UTC', '2026-05-13T10:00:00Z', '2026-05-11T00:00:00.000Z', '2026-05-18T00:00:00.000Z'],
    ['weekly', 'UTC', '2026-05-11T00:00:00Z', '2026-05-11T00:00:00.000Z', '2026-05-18T00:00:00.000Z'],
    ['weekly', 'UTC', '2026-05-10T23:59:59Z', '2026-05-04T00:00:00.000Z', '2026-05-11T00:00:00.000Z'],
    ['monthly', 'UTC', '2026-05-13T10:00:00Z', '2026-05-01T00:00:00.000Z', '2026-06-01T00:00:00.000Z'],
    ['daily', 'Asia/Kolkata', '2026-05-13T18:30:00Z', '2026-05-13T18:30:00.000Z', '2026-05-14T18:30:00.000Z'],
    [
      'monthly',
      'Asia/Kolkata',
      '2026-02-28T18:29:59Z',
      '2026-01-31T18:30:00.000Z',
      '2026-02-28T18:30:00.000Z',
    ],
    // Clocks go forward on March 8, and back on November 1.
    [
      'daily',
      'America/New_York',
      '2026-03-08T12:00:00Z',
      '2026-03-08T05:00:00.000Z',
      '2026-03-09T04:00:00.000Z',
    ],
    [
      'daily',
      'America/New_York',
      '2026-11-01T12:00:00Z',
      '2026-11-01T04:00:00.000Z',
      '2026-11-02T05:00:00.000Z',
    ],
    [
      'weekly',
      'America/New_York',
      '2026-03-08T12:00:00Z',
      '2026-03-02T05:00:00.000Z',
      '2026-03-09T04:00:00.000Z',
    ],
    [
      'monthly',
      'America/New_York',
      '2026-11-15T12:00:00Z',
      '2026-11-01T04:00:00.000Z',
      '2026-12-01T05:00:00.000Z',
    ],
  ] as const)('%s in %s at %s', (kind, zone, moment, start, end) => {
    const period = periodAt(kind, Date.parse(moment), zone);
    expect(new Date(period.start).toISOString()).toBe(start);
    expect(new Date(period.end ?? 0).toISOString()).toBe(end);
  });

  it('for good has neither', () => {
    expect(periodAt('none', Date.parse('2026-05-13T10:00:00Z'), 'UTC')).toEqual({ start: 0, end: null });
  });
});
