import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { PlanInterval } from '../../plans/plan-terms.js';
import { periodAt, periodOf } from './billing-period.js';
import { momentOf, wallTimeOf } from './zoned-time.js';

const zones = [
  'UTC',
  'Europe/Athens',
  'America/New_York',
  'Asia/Kolkata',
  'Pacific/Apia',
  'America/Havana',
  'Australia/Lord_Howe',
];
const anchors = fc.record({
  anchorAt: fc.date({ min: new Date('2024-01-01'), max: new Date('2036-01-01'), noInvalidDate: true }),
  timeZone: fc.constantFrom(...zones),
  interval: fc.constantFrom<PlanInterval[]>('monthly', 'yearly'),
});

function starts(anchorAt: string, timeZone: string, interval: PlanInterval, numbers: readonly number[]) {
  const anchor = { anchorAt: new Date(anchorAt), timeZone, interval };
  return numbers.map((number) => periodOf(anchor, number).start.toISOString());
}

describe('periods', () => {
  it('begin on the last day of months that are too short, and on the 31st again', () => {
    expect(starts('2026-01-31T09:00:00.000Z', 'UTC', 'monthly', [0, 1, 2, 3])).toEqual([
      '2026-01-31T09:00:00.000Z',
      '2026-02-28T09:00:00.000Z',
      '2026-03-31T09:00:00.000Z',
      '2026-04-30T09:00:00.000Z',
    ]);
  });

  it('of a year that began on a leap day begin on the 28th until the next one', () => {
    expect(starts('2028-02-29T00:00:00.000Z', 'UTC', 'yearly', [1, 2, 3, 4])).toEqual([
      '2029-02-28T00:00:00.000Z',
      '2030-02-28T00:00:00.000Z',
      '2031-02-28T00:00:00.000Z',
      '2032-02-29T00:00:00.000Z',
    ]);
  });

  it('begin at the same time on the clocks of their zone, summer and winter', () => {
    expect(starts('2026-01-31T22:30:00.000Z', 'Europe/Athens', 'monthly', [0, 1, 2, 5])).toEqual([
      '2026-01-31T22:30:00.000Z',
      '2026-02-28T22:30:00.000Z',
      '2026-03-31T21:30:00.000Z',
      '2026-06-30T21:30:00.000Z',
    ]);
  });

  it('begin later by the jump where the clocks leave their hour out', () => {
    expect(starts('2026-02-08T07:30:00.000Z', 'America/New_York', 'monthly', [1])).toEqual([
      '2026-03-08T07:30:00.000Z',
    ]);
  });

  it('follow each other without a gap, each of them longer than nothing, and every moment is in one', () => {
    fc.assert(
      fc.property(
        anchors,
        fc.integer({ min: 0, max: 80 }),
        fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
        (anchor, number, share) => {
          const [period, next] = [periodOf(anchor, number), periodOf(anchor, number + 1)];
          expect(next.start).toEqual(period.end);
          expect(period.start < period.end).toBe(true);
          const length = period.end.getTime() - period.start.getTime();
          const inside = new Date(period.start.getTime() + Math.min(length - 1, Math.floor(length * share)));
          expect(periodAt(anchor, inside)).toEqual(period);
        },
      ),
    );
  });

  it('know the time on the clocks of a zone both ways', () => {
    fc.assert(
      fc.property(anchors, ({ anchorAt, timeZone }) => {
        const again = momentOf(wallTimeOf(anchorAt, timeZone), timeZone);
        const isTwice = again.getTime() !== anchorAt.getTime();
        expect(wallTimeOf(again, timeZone)).toEqual(wallTimeOf(anchorAt, timeZone));
        if (isTwice) expect(again < anchorAt).toBe(true);
      }),
    );
  });
});
