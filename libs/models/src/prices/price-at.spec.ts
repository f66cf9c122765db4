import { describe, expect, it } from '@jest/globals';
import { Decimal } from '@onegate/platform';
import fc from 'fast-check';
import { priceAt, tierHolds } from './price-at.js';
import { priceKindNames } from './price-kinds.js';
import { weekdays, type PriceTable, type PriceTier } from './price-list.js';

const noon = new Date('2026-03-04T12:00:00Z');
const call = (promptTokens: number, at = noon) => ({ promptTokens, at });

describe('priceAt', () => {
  const list = {
    prices: { input: '0.00000125', output: '0.00001', cached_read: '0.000000125' },
    tiers: [
      { min_prompt_tokens: 200_000, prices: { input: '0.0000025', output: '0.000015' } },
      { utc_start: 1630, utc_end: 30, prices: { output: '0.000005' } },
    ],
    unknown: ['web_search' as const],
  };

  it.each([
    [200_000, '0.00000125', '0.00001'],
    [200_001, '0.0000025', '0.000015'],
  ])('for %i prompt tokens takes input %s, output %s', (promptTokens, input, output) => {
    const { of } = priceAt(list, call(promptTokens));
    expect(of).toMatchObject({ input: Decimal.parse(input), output: Decimal.parse(output) });
    expect(of.cached_read?.toString()).toBe('0.000000125');
  });

  it('lets the last tier that holds win, price by price', () => {
    const { of } = priceAt(list, call(300_000, new Date('2026-03-04T23:00:00Z')));
    expect(of.input?.toString()).toBe('0.0000025');
    expect(of.output?.toString()).toBe('0.000005');
  });

  it('says which prices nobody told', () => {
    expect([...priceAt(list, call(1)).unknown]).toEqual(['web_search']);
  });

  it.each([
    ['16:29', false],
    ['16:30', true],
    ['23:59', true],
    ['00:00', true],
    ['00:29', true],
    ['00:30', false],
  ])('a window over midnight at %s: %s', (time, holds) => {
    const tier = { utc_start: 1630, utc_end: 30, prices: {} };
    expect(tierHolds(tier, call(1, new Date(`2026-03-04T${time}:59Z`)))).toBe(holds);
  });

  it('judges the day at the moment of the call', () => {
    const tier: PriceTier = { utc_days: ['wednesday'], prices: {} };
    expect(tierHolds(tier, call(1, new Date('2026-03-04T00:00:00Z')))).toBe(true);
    expect(tierHolds(tier, call(1, new Date('2026-03-05T00:00:00Z')))).toBe(false);
  });
});

const price = fc.nat({ max: 10 ** 9 }).map((units) => Decimal.scaled(BigInt(units), 12).toString());
const table: fc.Arbitrary<PriceTable> = fc.dictionary(fc.constantFrom(...priceKindNames), price);
const clock = fc.tuple(fc.nat({ max: 23 }), fc.nat({ max: 59 })).map(([h, m]) => h * 100 + m);
const tier: fc.Arbitrary<PriceTier> = fc.record(
  {
    min_prompt_tokens: fc.nat({ max: 300_000 }),
    utc_start: clock,
    utc_end: clock,
    utc_days: fc.uniqueArray(fc.constantFrom(...weekdays)),
    prices: table,
  },
  { requiredKeys: ['prices'] },
);
const at = fc.date({ min: new Date('2026-01-01'), max: new Date('2027-01-01'), noInvalidDate: true });
const conditions = fc.record({ promptTokens: fc.nat({ max: 400_000 }), at });

describe('priceAt, for any tiers', () => {
  it('takes each price from the last table that holds and has it', () => {
    fc.assert(
      fc.property(table, fc.array(tier, { maxLength: 5 }), conditions, (prices, tiers, given) => {
        const { of } = priceAt({ prices, tiers, unknown: [] }, given);
        const held = tiers.filter((one) => tierHolds(one, given)).map((one) => one.prices);
        const merged: PriceTable = Object.assign({}, prices, ...held);
        expect(JSON.parse(JSON.stringify(of))).toEqual(merged);
      }),
    );
  });

  it('holds at every moment in exactly one of a window and its complement', () => {
    fc.assert(
      fc.property(clock, clock, at, (start, end, moment) => {
        fc.pre(start !== end);
        const inside = tierHolds({ utc_start: start, utc_end: end, prices: {} }, call(1, moment));
        const outside = tierHolds({ utc_start: end, utc_end: start, prices: {} }, call(1, moment));
        expect(inside).toBe(!outside);
      }),
    );
  });
});
