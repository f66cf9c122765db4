import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { WeightsInvalid, splitAmount } from './split-amount.js';

describe('splitAmount', () => {
  it('gives what is left over to the largest remainders, of equals to the first', () => {
    expect(splitAmount(100n, [1n, 1n, 1n])).toEqual([34n, 33n, 33n]);
    expect(splitAmount(10n, [1n, 2n, 4n])).toEqual([1n, 3n, 6n]);
    expect(splitAmount(-100n, [1n, 1n, 1n])).toEqual([-34n, -33n, -33n]);
    expect(splitAmount(7n, [0n, 5n])).toEqual([0n, 7n]);
  });

  it('refuses weights that say nothing', () => {
    for (const weights of [[], [0n, 0n], [3n, -1n]]) {
      expect(() => splitAmount(1n, weights)).toThrow(WeightsInvalid);
    }
  });

  it('adds up, and no part is a unit or more away from its share', () => {
    const weights = fc
      .array(fc.bigInt({ min: 0n, max: 10n ** 12n }), { minLength: 1, maxLength: 20 })
      .filter((list) => list.some((weight) => weight > 0n));
    fc.assert(
      fc.property(fc.bigInt(), weights, (amount, list) => {
        const whole = list.reduce((sum, weight) => sum + weight, 0n);
        const parts = splitAmount(amount, list);
        expect(parts.reduce((sum, part) => sum + part, 0n)).toBe(amount);
        parts.forEach((part, index) => {
          const error = part * whole - amount * (list[index] ?? 0n);
          expect(error < whole && error > -whole).toBe(true);
        });
      }),
    );
  });
});
