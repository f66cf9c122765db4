import { describe, expect, it } from '@jest/globals';
import { Decimal, roundToNanoUsd } from '@onegate/platform';
import fc from 'fast-check';
import { costOf, type Usage } from './cost.js';
import { priceAt } from './price-at.js';
import { priceKindNames, type PriceKind } from './price-kinds.js';
import type { PriceTable } from './price-list.js';

const plain = (prices: PriceTable, unknown: PriceKind[] = []) =>
  priceAt({ prices, tiers: [], unknown }, { promptTokens: 0, at: new Date(0) });

describe('costOf', () => {
  it('is exact to the nano-dollar, rounded once', () => {
    const price = plain({ input: '0.0000002002', output: '0.0000008001', cached_read: '0.00000002' });
    const cost = costOf({ input: 1234, output: 567, cached_read: 89 }, price);
    expect(cost.exact.toString()).toBe('0.0007024835');
    expect(cost.amount).toBe(702_484n);
    expect(cost.unpriced).toEqual([]);
  });

  it('keeps digits of a price that has no end', () => {
    const price = plain({ input: '0', output: '0', cache_write: '0.00000008333333333333334' });
    expect(costOf({ cache_write: 3 }, price).exact.toString()).toBe('0.00000025000000000000002');
  });

  it.each<[PriceKind, PriceKind]>([
    ['cached_read', 'input'],
    ['cache_write', 'input'],
    ['cache_write_1h', 'input'],
    ['audio', 'input'],
    ['cached_audio', 'input'],
    ['image_token', 'input'],
    ['reasoning', 'output'],
    ['audio_output', 'output'],
    ['image_output', 'output'],
  ])('charges %s like %s where it has no price of its own', (kind, substitute) => {
    const price = plain({ input: '0.000003', output: '0.000015' });
    expect(costOf({ [kind]: 10 }, price).exact).toEqual(costOf({ [substitute]: 10 }, price).exact);
  });

  it('charges an hour’s cache like five minutes’ before it charges it like input', () => {
    const price = plain({ input: '1', cache_write: '2', output: '0' });
    expect(costOf({ cache_write_1h: 1 }, price).exact.toString()).toBe('2');
  });

  it.each<PriceKind>(['request', 'web_search', 'image'])('does not charge %s that has no price', (kind) => {
    expect(costOf({ [kind]: 5 }, plain({ input: '1', output: '1' }))).toMatchObject({
      amount: 0n,
      unpriced: [],
    });
  });

  it('names what has a price that nobody told, and never credits', () => {
    expect(costOf({ input: 1, web_search: 1 }, plain({ input: '1' }, ['web_search'])).unpriced).toEqual([
      'web_search',
    ]);
    expect(costOf({ input: 5, output: 5 }, plain({})).unpriced).toEqual(['input', 'output']);
  });
});

const price = fc.nat({ max: 10 ** 9 }).map((units) => Decimal.scaled(BigInt(units), 13).toString());
const table = fc.record(
  Object.fromEntries(priceKindNames.map((kind) => [kind, price])) as Record<PriceKind, typeof price>,
  { requiredKeys: ['input', 'output'] },
);
const usage: fc.Arbitrary<Usage> = fc.dictionary(
  fc.constantFrom(...priceKindNames),
  fc.nat({ max: 10 ** 7 }),
);

describe('costOf, for any usage', () => {
  it('is the sum of its lines, and of the cost of each kind alone', () => {
    fc.assert(
      fc.property(table, usage, (prices, used) => {
        const all = costOf(used, plain(prices));
        const alone = Object.entries(used).map(
          ([kind, units]) => costOf({ [kind]: units }, plain(prices)).exact,
        );
        const sum = alone.reduce((total, one) => total.plus(one), Decimal.zero);
        expect(all.exact.equals(sum)).toBe(true);
        expect(all.amount).toBe(roundToNanoUsd(sum));
      }),
    );
  });

  it('never falls when more is used', () => {
    fc.assert(
      fc.property(table, usage, usage, (prices, some, more) => {
        const both = Object.fromEntries(
          priceKindNames.map((kind) => [kind, Number(some[kind] ?? 0) + Number(more[kind] ?? 0)]),
        );
        const cost = costOf(both, plain(prices)).exact;
        expect(cost.compare(costOf(some, plain(prices)).exact)).toBeGreaterThanOrEqual(0);
        expect(cost.isNegative).toBe(false);
      }),
    );
  });
});
