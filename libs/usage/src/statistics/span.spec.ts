import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { summedLengths, type SummedLength } from '../aggregation/stretch-lengths.js';
import { spanFor } from './asked-span.js';
import { dateIn, datesOf, nextDate, piecesOf, previousOf, stretchOf, type Piece } from './span.js';

const zones = [
  'UTC',
  'Europe/Athens',
  'Asia/Kathmandu',
  'America/New_York',
  'Pacific/Kiritimati',
  'Pacific/Pago_Pago',
  'Australia/Lord_Howe',
  'America/Sao_Paulo',
];
const day = 86_400_000;
const anySpan = fc
  .record({
    zone: fc.constantFrom(...zones),
    first: fc.integer({ min: 0, max: 4_000 }),
    length: fc.integer({ min: 0, max: 800 }),
  })
  .map(({ zone, first, length }) => {
    const startDate = nextDate('2018-01-01', first);
    return { zone, startDate, endDate: nextDate(startDate, length) };
  });

describe('stretchOf', () => {
  it.each([
    ['UTC', '2026-01-31T00:00:00.000Z', '2026-02-01T00:00:00.000Z'],
    ['Europe/Athens', '2026-01-30T22:00:00.000Z', '2026-01-31T22:00:00.000Z'],
    ['Asia/Kathmandu', '2026-01-30T18:15:00.000Z', '2026-01-31T18:15:00.000Z'],
    ['Pacific/Kiritimati', '2026-01-30T10:00:00.000Z', '2026-01-31T10:00:00.000Z'],
    ['Pacific/Pago_Pago', '2026-01-31T11:00:00.000Z', '2026-02-01T11:00:00.000Z'],
  ])('a day in %s', (zone, from, to) => {
    const stretch = stretchOf({ startDate: '2026-01-31', endDate: '2026-01-31', zone });
    expect(stretch.map((moment) => moment.toISOString())).toEqual([from, to]);
  });

  it('begins and ends where the day changes, in every zone and on days of 23 and 25 hours', () => {
    fc.assert(
      fc.property(anySpan, (span) => {
        const [from, to] = stretchOf(span);
        expect(dateIn(span.zone, from)).toBe(span.startDate);
        expect(dateIn(span.zone, new Date(from.getTime() - 1))).toBe(nextDate(span.startDate, -1));
        expect(dateIn(span.zone, new Date(to.getTime() - 1))).toBe(span.endDate);
        expect(from.getTime() % 900_000).toBe(0);
      }),
      { numRuns: 60 },
    );
  });
});

describe('piecesOf', () => {
  it.each(['days', 'months'] as const)(
    'of %s count every moment of the stretch once, and no other',
    (coarsest) => {
      fc.assert(
        fc.property(anySpan, (span) => {
          const stretch = stretchOf(span);
          const pieces = piecesOf(stretch, coarsest);
          expect(timesCounted(pieces)).toEqual([
            [stretch[0], 1],
            [stretch[1], 0],
          ]);
          for (const { of, stretch: ends } of pieces) {
            if (of !== 'moments') for (const end of ends) expect(end.getTime() % day).toBe(0);
            if (of === 'months') expect(ends.map((end) => end.getUTCDate())).toEqual([1, 1]);
          }
        }),
        { numRuns: 100 },
      );
    },
  );

  it('count every moment once whatever is summed up, and read only what is', () => {
    fc.assert(
      fc.property(anySpan, fc.func(fc.boolean()), (span, isSummed) => {
        const stretch = stretchOf(span);
        const pieces = piecesOf(stretch, 'months', isSummed);
        expect(timesCounted(pieces)).toEqual([
          [stretch[0], 1],
          [stretch[1], 0],
        ]);
        for (const { of, stretch: ends } of pieces) {
          if (of === 'shifts' || of === 'weeks')
            for (const start of startsWithin(of, ends)) expect(isSummed(of, start)).toBe(true);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('are as few as what is summed up allows', () => {
    const stretch = stretchOf({ startDate: '2026-02-10', endDate: '2026-04-12', zone: 'Asia/Kolkata' });
    const pieces = piecesOf(stretch, 'months', () => true).map(
      ({ of, isTaken, stretch: [from, to] }) =>
        `${isTaken ? '-' : '+'} ${of} ${from.toISOString().slice(5, 16)} ${to.toISOString().slice(5, 16)}`,
    );
    expect(pieces).toEqual([
      '+ months 02-01T00:00 04-01T00:00',
      '- days 02-09T00:00 02-10T00:00',
      '- weeks 02-01T00:00 02-09T00:00',
      '+ weeks 04-01T00:00 04-09T00:00',
      '+ days 04-09T00:00 04-13T00:00',
      '- moments 02-09T18:00 02-09T18:30',
      '+ shifts 02-09T18:00 02-10T00:00',
      '- shifts 04-12T18:00 04-13T00:00',
      '+ moments 04-12T18:00 04-12T18:30',
    ]);
  });

  it('counts no more than half a day at an end, or the day that has no longer piece', () => {
    fc.assert(
      fc.property(anySpan, (span) => {
        const moments = piecesOf(stretchOf(span), 'months').filter(({ of }) => of === 'moments');
        const hours = moments.map(({ stretch: [from, to] }) => (to.getTime() - from.getTime()) / 3_600_000);
        expect(hours.every((length) => length <= 12) || (hours.length === 1 && (hours[0] ?? 0) <= 25)).toBe(
          true,
        );
      }),
      { numRuns: 100 },
    );
  });
});

function startsWithin(length: SummedLength, [from, to]: Piece['stretch']): Date[] {
  const { startOf, next } = summedLengths[length];
  const starts: Date[] = [];
  for (let start = from; start < to; start = next(start)) {
    expect(startOf(start)).toEqual(start);
    starts.push(start);
  }
  expect(startOf(to)).toEqual(to);
  return starts;
}

/** From when on moments are counted how often: only the changes. */
function timesCounted(pieces: readonly Piece[]): [from: Date, times: number][] {
  const changes = new Map<number, number>();
  for (const { stretch, isTaken } of pieces) {
    const [from, to] = stretch.map((end) => end.getTime());
    for (const [at, change] of [
      [from, 1],
      [to, -1],
    ] as const) {
      changes.set(at ?? 0, (changes.get(at ?? 0) ?? 0) + (isTaken ? -change : change));
    }
  }
  let times = 0;
  return [...changes]
    .filter(([, change]) => change !== 0)
    .toSorted(([a], [b]) => a - b)
    .map(([at, change]) => [new Date(at), (times += change)]);
}

it('the span before is as long, and ends the day before', () => {
  const span = { startDate: '2026-03-01', endDate: '2026-03-31', zone: 'UTC' };
  expect(previousOf(span)).toEqual({ startDate: '2026-01-29', endDate: '2026-02-28', zone: 'UTC' });
  expect(datesOf(previousOf(span))).toHaveLength(31);
});

describe('spanFor', () => {
  const now = new Date('2026-05-10T23:30:00Z');
  it.each([
    [{}, 'UTC', '2026-04-11', '2026-05-10'],
    [{}, 'Europe/Athens', '2026-04-12', '2026-05-11'],
    [{ endDate: '2026-02-28' }, 'UTC', '2026-01-30', '2026-02-28'],
    [{ startDate: '2026-05-01' }, 'UTC', '2026-05-01', '2026-05-10'],
    [{ startDate: '2027-01-01' }, 'UTC', '2027-01-01', '2027-01-01'],
  ])('%j in %s', (asked, zone, startDate, endDate) => {
    expect(spanFor(asked, zone, now)).toEqual({ startDate, endDate, zone });
  });
});
