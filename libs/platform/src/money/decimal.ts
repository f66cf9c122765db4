const maxInputLength = 100;
const maxExponent = 60;
const decimalPattern = /^([+-]?)(\d*)\.?(\d*)(?:[eE]([+-]?\d{1,3}))?$/;

/** The text is no plain decimal number, or one of an absurd size. */
export class DecimalInvalid extends Error {
  readonly code = 'decimal.invalid';

  constructor(input: string) {
    super(`Not a decimal number: ${JSON.stringify(input.slice(0, 40))}`);
    this.name = 'DecimalInvalid';
  }
}

/**
 * An exact decimal of any scale: `units × 10^-scale`. Prices per token and mark-ups are kept in it, because a binary
 * float cannot hold 0.0000001. Always in lowest terms, so that equal values have equal parts. Immutable.
 */
export class Decimal {
  static readonly zero = Decimal.of(0n);
  static readonly one = Decimal.of(1n);

  private constructor(
    readonly units: bigint,
    readonly scale: number,
  ) {}

  /** `units × 10^-scale`, brought to lowest terms. */
  static scaled(units: bigint, scale: number): Decimal {
    if (scale < 0) return new Decimal(units * tenToThe(-scale), 0);
    let [lowest, left] = [units, scale];
    while (left > 0 && lowest % 10n === 0n) {
      lowest /= 10n;
      left -= 1;
    }
    return new Decimal(lowest, left);
  }

  /** A float is taken for the shortest decimal that prints it, which is what its JSON source said. */
  static of(value: string | number | bigint): Decimal {
    return typeof value === 'bigint' ? Decimal.scaled(value, 0) : Decimal.parse(String(value));
  }

  /** Reads plain (`0.25`, `-3`) and exponent (`1.5e-07`) forms, and refuses all else. */
  static parse(text: string): Decimal {
    const match = text.length <= maxInputLength ? decimalPattern.exec(text) : null;
    const [, sign = '', whole = '', fraction = '', exponent = '0'] = match ?? [];
    if (!match || whole + fraction === '' || Math.abs(Number(exponent)) > maxExponent) {
      throw new DecimalInvalid(text);
    }
    const units = BigInt(whole + fraction);
    return Decimal.scaled(sign === '-' ? -units : units, fraction.length - Number(exponent));
  }

  plus(other: Decimal): Decimal {
    const scale = Math.max(this.scale, other.scale);
    return Decimal.scaled(this.unitsAt(scale) + other.unitsAt(scale), scale);
  }

  minus(other: Decimal): Decimal {
    return this.plus(other.negated());
  }

  times(factor: Decimal | bigint): Decimal {
    const other = typeof factor === 'bigint' ? Decimal.of(factor) : factor;
    return Decimal.scaled(this.units * other.units, this.scale + other.scale);
  }

  negated(): Decimal {
    return new Decimal(-this.units, this.scale);
  }

  /** -1, 0 or 1, as a sort wants it. */
  compare(other: Decimal): -1 | 0 | 1 {
    const difference = this.minus(other).units;
    if (difference === 0n) return 0;
    return difference < 0n ? -1 : 1;
  }

  equals(other: Decimal): boolean {
    return this.units === other.units && this.scale === other.scale;
  }

  get isZero(): boolean {
    return this.units === 0n;
  }

  get isNegative(): boolean {
    return this.units < 0n;
  }

  /** Units at another scale, half away from zero where digits are lost (see `roundedQuotient`). */
  unitsAt(scale: number): bigint {
    if (scale >= this.scale) return this.units * tenToThe(scale - this.scale);
    return roundedQuotient(this.units, tenToThe(this.scale - scale));
  }

  /** One spelling per value: no exponent, no plus, no trailing zeros. `parse` reads it back. */
  toString(): string {
    return decimalText(this.units, this.scale);
  }

  toJSON(): string {
    return this.toString();
  }

  /** For JSON fields that are floats by contract; never for arithmetic. */
  toNumber(): number {
    return Number(this.toString());
  }
}

/**
 * Half up by magnitude: -2.5 becomes -3. With the symmetric rule a refund is to the nano-dollar the negative of the
 * charge it takes back; with half-up towards +∞ each pair would leave a crumb in the ledger.
 */
export function roundedQuotient(dividend: bigint, divisor: bigint): bigint {
  const magnitude = dividend < 0n ? -dividend : dividend;
  const rounded = (2n * magnitude + divisor) / (2n * divisor);
  return dividend < 0n ? -rounded : rounded;
}

/** `units × 10^-scale` with exactly `scale` digits behind the point. */
export function decimalText(units: bigint, scale: number): string {
  const digits = String(units < 0n ? -units : units).padStart(scale + 1, '0');
  const sign = units < 0n ? '-' : '';
  if (scale === 0) return sign + digits;
  return `${sign}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}

function tenToThe(power: number): bigint {
  return 10n ** BigInt(power);
}
