import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  AmountUnfit,
  exactCents,
  formatCents,
  fromCents,
  fromMicroUsd,
  fromQuota,
  toBudgetText,
  toCents,
  toMicroUsd,
  toQuota,
  toUsdFloat,
  toUsdText,
} from './money-units.js';
import { usd } from './nano-usd.js';

const amounts = fc.bigInt({ min: -(10n ** 18n), max: 10n ** 18n });

describe('units of the surfaces', () => {
  it('writes half a dollar in each', () => {
    const half = usd('0.5');
    expect(toMicroUsd(half)).toBe(500_000);
    expect(toCents(half)).toBe(50);
    expect(toBudgetText(half)).toBe('0.500000000');
    expect(toUsdText(half)).toBe('0.5');
    expect(toUsdFloat(half)).toBe(0.5);
    expect(toQuota(half)).toBe(250_000);
  });

  it('rounds half up by magnitude', () => {
    expect(toMicroUsd(1_500n)).toBe(2);
    expect(toMicroUsd(-1_500n)).toBe(-2);
    expect(toCents(usd('0.015'))).toBe(2);
    expect(toQuota(999n)).toBe(0);
  });

  it('charges whole cents only', () => {
    expect(exactCents(usd('12.34'))).toBe(1234);
    expect(() => exactCents(usd('12.345'))).toThrow(AmountUnfit);
  });

  it('tells people cents as dollars', () => {
    expect([0, 5, 123_450, -1].map(formatCents)).toEqual(['$0.00', '$0.05', '$1,234.50', '-$0.01']);
  });

  it('refuses integers that JSON would bend, and fractions of a unit', () => {
    expect(() => toMicroUsd(10n ** 30n)).toThrow(AmountUnfit);
    expect(() => fromCents(0.5)).toThrow(AmountUnfit);
    expect(() => fromQuota(Number.NaN)).toThrow(AmountUnfit);
  });

  it('comes back from each unit', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), (units) => {
        expect(toMicroUsd(fromMicroUsd(units))).toBe(units);
        expect(toCents(fromCents(units))).toBe(units);
        expect(toQuota(fromQuota(units))).toBe(units);
      }),
    );
  });

  it('comes back from text', () => {
    fc.assert(
      fc.property(amounts, (amount) => {
        expect(usd(toUsdText(amount))).toBe(amount);
        expect(usd(toBudgetText(amount))).toBe(amount);
        expect(toBudgetText(amount)).toMatch(/^-?\d+\.\d{9}$/);
      }),
    );
  });
});
