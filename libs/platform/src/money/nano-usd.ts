import { Decimal, decimalText } from './decimal.js';

/** Money: an integer number of nano-dollars (10⁻⁹ USD), in memory and in Postgres. */
export type NanoUsd = bigint;

const nanoDigits = 9;

/** The amount is finer than a nano-dollar, so that taking it would mean rounding it unasked. */
export class AmountTooFine extends Error {
  readonly code = 'amount.too_fine';

  constructor(amount: string) {
    super(`${amount} USD is not a whole number of nano-dollars`);
    this.name = 'AmountTooFine';
  }
}

/** The exact amount: `usd(5)`, `usd('0.10')`. What is finer than a nano-dollar is refused, not rounded. */
export function usd(amount: number | string | bigint | Decimal): NanoUsd {
  const decimal = amount instanceof Decimal ? amount : Decimal.of(amount);
  if (decimal.scale > nanoDigits) throw new AmountTooFine(decimal.toString());
  return decimal.unitsAt(nanoDigits);
}

/** The one rounding of a charge, after prices, counts and mark-ups were multiplied exactly: half up by magnitude. */
export function roundToNanoUsd(amount: Decimal): NanoUsd {
  return amount.unitsAt(nanoDigits);
}

/** The amount as a decimal number of dollars, to be multiplied on. */
export function usdDecimal(amount: NanoUsd): Decimal {
  return Decimal.scaled(amount, nanoDigits);
}

/** For people: `$1,234.50`. Cents by default; with more digits asked for, those. Rounds half up by magnitude. */
export function formatUsd(amount: NanoUsd, fractionDigits = 2): string {
  const units = usdDecimal(amount).unitsAt(fractionDigits);
  const text = decimalText(units < 0n ? -units : units, fractionDigits);
  const [whole = '0', fraction] = text.split('.');
  const grouped = whole.replaceAll(/\B(?=(\d{3})+$)/g, ',');
  return `${units < 0n ? '-' : ''}$${grouped}${fraction === undefined ? '' : `.${fraction}`}`;
}
