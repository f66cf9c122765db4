import { describe, expect, it } from '@jest/globals';
import { doubtsAbout, fingerprintOf } from './price-change.js';
import type { PriceList } from './price-list.js';

const list = (change: Partial<PriceList> = {}): PriceList => ({
  prices: { input: '0.000002', output: '0.00001' },
  tiers: [],
  unknown: [],
  discount: null,
  ...change,
});
const priced = (prices: PriceList['prices']) => list({ prices });

describe('doubtsAbout', () => {
  it.each([
    ['tenfold up', priced({ input: '0.00002', output: '0.00001' })],
    ['tenfold down', priced({ input: '0.0000002', output: '0.00001' })],
    ['a new kind', priced({ input: '0.000002', output: '0.00001', web_search: '0.01' })],
    ['a cache price that left', list()],
    ['a dearer tier', list({ tiers: [{ min_prompt_tokens: 1, prices: { input: '0.000004' } }] })],
  ])('none about %s', (_name, after) => {
    expect(doubtsAbout(list(), after)).toEqual([]);
  });

  it.each([
    ['more than tenfold up', priced({ input: '0.0000201', output: '0.00001' }), /input: .*more than tenfold/],
    ['more than tenfold down', priced({ input: '0.000002', output: '0.00000099' }), /output: .*tenfold/],
    ['zero', priced({ input: '0', output: '0.00001' }), /input: .*zero/],
    [
      'a lost figure',
      list({ prices: { output: '0.00001' }, unknown: ['input'] }),
      /input: .*no longer tells/,
    ],
    [
      'a free night',
      list({ tiers: [{ utc_start: 0, utc_end: 600, prices: { input: '0' } }] }),
      /utc_start 0/,
    ],
  ])('one about %s', (_name, after, doubt) => {
    expect(doubtsAbout(list(), after)).toEqual([expect.stringMatching(doubt)]);
  });

  it('one about a fee that left, and about a price that is no longer zero', () => {
    const fee = priced({ input: '0.000002', output: '0.00001', request: '0.005' });
    expect(doubtsAbout(fee, list())).toEqual([expect.stringMatching(/request: .*zero/)]);
    expect(doubtsAbout(priced({ input: '0', output: '0' }), list())).toHaveLength(2);
  });

  it('compares a tier with the tier of the same condition', () => {
    const night = (input: string) => list({ tiers: [{ utc_end: 600, utc_start: 0, prices: { input } }] });
    const same = list({ tiers: [{ utc_start: 0, utc_end: 600, prices: { input: '0.0000001' } }] });
    expect(doubtsAbout(night('0.0000002'), same)).toEqual([]);
    expect(doubtsAbout(night('0.000002'), same)).toHaveLength(1);
  });
});

describe('fingerprintOf', () => {
  it('is the same for the same prices, however they are written', () => {
    const other = priced({ output: '0.0000100', input: '2e-6' });
    expect(fingerprintOf(other)).toBe(fingerprintOf(list()));
  });

  it('differs by price, tier, unknown kinds and discount', () => {
    const others = [
      priced({ input: '0.000003', output: '0.00001' }),
      list({ tiers: [{ min_prompt_tokens: 5, prices: {} }] }),
      list({ unknown: ['image'] }),
      list({ discount: '0.1' }),
    ];
    expect(new Set([list(), ...others].map(fingerprintOf)).size).toBe(5);
  });
});
