import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Decimal, DecimalInvalid, roundedQuotient } from './decimal.js';

const decimals = fc
  .tuple(fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }), fc.integer({ min: 0, max: 25 }))
  .map(([units, scale]) => ({ decimal: Decimal.scaled(units, scale), units, scale }));

describe('Decimal', () => {
  it.each([
    ['1.5e-07', '0.00000015'],
    ['0.0000001500', '0.00000015'],
    ['2.5E+3', '2500'],
    ['-0.50', '-0.5'],
    ['+7', '7'],
    ['.5', '0.5'],
    ['5.', '5'],
    ['-0', '0'],
    ['000', '0'],
    ['1e60', `1${'0'.repeat(60)}`],
  ])('reads %s as %s', (text, canonical) => {
    expect(Decimal.parse(text).toString()).toBe(canonical);
  });

  it.each([
    '',
    '.',
    '-',
    'NaN',
    'Infinity',
    '1,5',
    '1e',
    '1e61',
    '1e-999',
    ' 1',
    '1 ',
    '0x10',
    '1.2.3',
    '--1',
    '٣',
    '9'.repeat(101),
  ])('refuses %j', (text) => {
    expect(() => Decimal.parse(text)).toThrow(DecimalInvalid);
  });

  it('takes a float for the shortest decimal that prints it', () => {
    expect(Decimal.of(1.5e-7).toString()).toBe('0.00000015');
    expect(Decimal.of(0.1).toString()).toBe('0.1');
    expect(() => Decimal.of(Number.NaN)).toThrow(DecimalInvalid);
  });

  it('keeps what it was told in JSON', () => {
    expect(JSON.stringify({ price: Decimal.parse('0.10') })).toBe('{"price":"0.1"}');
  });

  it('reads back what it prints', () => {
    fc.assert(fc.property(decimals, ({ decimal }) => Decimal.parse(decimal.toString()).equals(decimal)));
  });

  it('has one form for each value', () => {
    fc.assert(
      fc.property(decimals, fc.integer({ min: 0, max: 9 }), ({ decimal, units, scale }, zeros) => {
        const same = Decimal.scaled(units * 10n ** BigInt(zeros), scale + zeros);
        expect(same.equals(decimal)).toBe(true);
        expect(same.toString()).toBe(decimal.toString());
      }),
    );
  });

  it('adds, multiplies and compares as rational numbers do', () => {
    fc.assert(
      fc.property(decimals, decimals, (a, b) => {
        const [left, right] = [a.units * 10n ** BigInt(b.scale), b.units * 10n ** BigInt(a.scale)];
        const scale = a.scale + b.scale;
        expect(a.decimal.plus(b.decimal).equals(Decimal.scaled(left + right, scale))).toBe(true);
        expect(a.decimal.minus(b.decimal).equals(Decimal.scaled(left - right, scale))).toBe(true);
        expect(a.decimal.times(b.decimal).equals(Decimal.scaled(a.units * b.units, scale))).toBe(true);
        expect(a.decimal.times(b.units).equals(Decimal.scaled(a.units * b.units, a.scale))).toBe(true);
        expect(a.decimal.compare(b.decimal)).toBe(Math.sign(Number(left - right)));
        expect(a.decimal.equals(b.decimal)).toBe(left === right);
      }),
    );
  });
});

describe('roundedQuotient', () => {
  it.each([
    [5n, 2n, 3n],
    [-5n, 2n, -3n],
    [4n, 3n, 1n],
    [-4n, 3n, -1n],
    [0n, 7n, 0n],
  ])('rounds %s / %s to %s', (dividend, divisor, quotient) => {
    expect(roundedQuotient(dividend, divisor)).toBe(quotient);
  });

  it('is never more than a half away, and symmetric', () => {
    fc.assert(
      fc.property(fc.bigInt(), fc.bigInt({ min: 1n, max: 10n ** 12n }), (dividend, divisor) => {
        const quotient = roundedQuotient(dividend, divisor);
        const distance = quotient * divisor - dividend;
        expect(2n * (distance < 0n ? -distance : distance) <= divisor).toBe(true);
        expect(roundedQuotient(-dividend, divisor)).toBe(-quotient);
      }),
    );
  });
});
