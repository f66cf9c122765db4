import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { addMonths, startOfDay, utcDate } from './calendar.js';
import { SystemClock } from './clock.js';
import { MovedClock } from './moved-clock.js';

describe('clocks', () => {
  it('of the system says what time it is', () => {
    const before = Date.now();
    const now = new SystemClock().now().getTime();
    expect(now >= before && now <= Date.now()).toBe(true);
  });

  it('of a story stands still until it is moved', () => {
    const clock = new MovedClock('2026-01-31T00:00:00Z');
    clock.advance({ days: 1, hours: 2, minutes: 3, seconds: 4, milliseconds: 5 });
    expect(clock.now().toISOString()).toBe('2026-02-01T02:03:04.005Z');
    clock.set('2027-01-01T00:00:00Z');
    clock.now().setUTCFullYear(1999);
    expect(clock.now().toISOString()).toBe('2027-01-01T00:00:00.000Z');
    expect(() => clock.set('soon')).toThrow(RangeError);
  });
});

describe('addMonths', () => {
  it.each([
    ['2026-01-31T12:00:00.000Z', 1, '2026-02-28T12:00:00.000Z'],
    ['2028-01-31T12:00:00.000Z', 1, '2028-02-29T12:00:00.000Z'],
    ['2026-01-31T12:00:00.000Z', 2, '2026-03-31T12:00:00.000Z'],
    ['2026-12-15T00:00:00.000Z', 1, '2027-01-15T00:00:00.000Z'],
    ['2026-03-31T23:59:59.999Z', -1, '2026-02-28T23:59:59.999Z'],
    ['2028-02-29T00:00:00.000Z', 12, '2029-02-28T00:00:00.000Z'],
    ['2026-05-05T00:00:00.000Z', 0, '2026-05-05T00:00:00.000Z'],
  ])('%s and %s months is %s', (from, months, to) => {
    expect(addMonths(new Date(from), months).toISOString()).toBe(to);
  });

  it('gives periods that follow each other, each in its own month', () => {
    const dates = fc.date({ min: new Date('2000-01-01'), max: new Date('2100-01-01'), noInvalidDate: true });
    fc.assert(
      fc.property(dates, fc.integer({ min: 0, max: 60 }), (anchor, n) => {
        const [start, end] = [addMonths(anchor, n), addMonths(anchor, n + 1)];
        const monthsApart =
          (end.getUTCFullYear() - start.getUTCFullYear()) * 12 + end.getUTCMonth() - start.getUTCMonth();
        expect(monthsApart).toBe(1);
        expect(start < end).toBe(true);
      }),
    );
  });
});

describe('utcDate', () => {
  it.each([
    ['2026-01-31T23:59:59.999Z', '2026-01-31'],
    ['2026-02-01T00:00:00+02:00', '2026-01-31'],
  ])('of %s is %s', (moment, date) => {
    expect(utcDate(new Date(moment))).toBe(date);
  });
});

describe('startOfDay', () => {
  it.each([
    ['2026-07-01T10:00:00Z', 'UTC', '2026-07-01T00:00:00.000Z'],
    ['2026-07-01T22:00:00Z', 'Europe/Athens', '2026-07-01T21:00:00.000Z'],
    ['2026-01-01T21:59:59Z', 'Europe/Athens', '2025-12-31T22:00:00.000Z'],
    ['2026-03-29T12:00:00Z', 'Europe/Athens', '2026-03-28T22:00:00.000Z'],
    ['2026-10-25T21:30:00Z', 'Europe/Athens', '2026-10-24T21:00:00.000Z'],
    ['2026-07-01T00:00:00Z', 'Asia/Kolkata', '2026-06-30T18:30:00.000Z'],
    ['2026-07-01T00:00:00Z', 'America/New_York', '2026-06-30T04:00:00.000Z'],
  ])('of %s in %s is %s', (moment, zone, start) => {
    expect(startOfDay(new Date(moment), zone).toISOString()).toBe(start);
  });

  it('is the first instant of a day whose midnight does not exist', () => {
    // Santiago put its clocks from 00:00 to 01:00 on 2024-09-08.
    expect(startOfDay(new Date('2024-09-08T15:00:00Z'), 'America/Santiago').toISOString()).toBe(
      '2024-09-08T04:00:00.000Z',
    );
  });

  it('is the first of two midnights', () => {
    // Havana put its clocks from 01:00 back to 00:00 on 2024-11-03.
    expect(startOfDay(new Date('2024-11-03T20:00:00Z'), 'America/Havana').toISOString()).toBe(
      '2024-11-03T04:00:00.000Z',
    );
  });

  it('does not know zones that do not exist', () => {
    expect(() => startOfDay(new Date(), 'Europe/Atlantis')).toThrow(RangeError);
  });
});
