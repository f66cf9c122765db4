import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Decimal } from './decimal.js';
import { AmountTooFine, formatUsd, roundToNanoUsd, usd, usdDecimal } from './nano-usd.js';

describe('usd', () => {
  it('is exact', () => {
    expect(usd(5)).toBe(5_000_000_000n);
    expect(usd('0.10')).toBe(100_000_000n);
    expect(usd(0.1)).toBe(100_000_000n);
    expect(usd('-0.000000001')).toBe(-1n);
    expect(usd(2n)).toBe(2_000_000_000n);
    expect(usd(Decimal.parse('1.5'))).toBe(1_500_000_000n);
  });

  it('refuses what is finer than a nano-dollar, float crumbs included', () => {
    expect(() => usd('0.0000000001')).toThrow(AmountTooFine);
    expect(() => usd(0.1 + 0.2)).toThrow(AmountTooFine);
  });
});

describe('roundToNanoUsd', () => {
  it('rounds a charge once, half up by magnitude', () => {
    const price = Decimal.parse('0.0000000005');
    expect(roundToNanoUsd(price)).toBe(1n);
    expect(roundToNanoUsd(price.negated())).toBe(-1n);
    expect(roundToNanoUsd(price.times(3n))).toBe(2n);
    expect(roundToNanoUsd(Decimal.parse('0.0000000004999'))).toBe(0n);
  });

  it('leaves a whole number of nano-dollars alone', () => {
    fc.assert(fc.property(fc.bigInt(), (amount) => roundToNanoUsd(usdDecimal(amount)) === amount));
  });

  it('prices like rational arithmetic: tokens × price × markup, rounded at the end', () => {
    const factor = fc.bigInt({ min: 0n, max: 10n ** 9n });
    fc.assert(
      fc.property(factor, factor, factor, (tokens, picoPrice, permille) => {
        const charge = Decimal.scaled(picoPrice, 12).times(tokens).times(Decimal.scaled(permille, 3));
        const exact = tokens * picoPrice * permille;
        expect(roundToNanoUsd(charge)).toBe((exact + 500_000n) / 1_000_000n);
      }),
    );
  });
});

describe('formatUsd', () => {
  it.each([
    ['1234567.5', 2, '$1,234,567.50'],
    ['-5', 2, '-$5.00'],
    ['0.004', 2, '$0.00'],
    ['-0.004', 2, '$0.00'],
    ['0.005', 2, '$0.01'],
    ['0.000123', 6, '$0.000123'],
    ['999', 0, '$999'],
    ['1000.123456789', 9, '$1,000.123456789'],
  ])('writes %s with %s digits as %s', (amount, digits, text) => {
    expect(formatUsd(usd(amount), digits)).toBe(text);
  });
});
