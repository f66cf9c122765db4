import { decimalText, roundedQuotient } from './decimal.js';
import { formatUsd, type NanoUsd, usdDecimal } from './nano-usd.js';

/*
 * Every surface counts money in a unit of its own. Conversions out round half up by magnitude, conversions in are exact.
 * An integer unit that would not survive JSON (2^53) is refused: a wrong balance is worse than none.
 */

const nanoPerMicro = 1_000n;
const nanoPerCent = 10_000_000n;
/** new-api counts 500,000 units of quota to the dollar. */
const nanoPerQuotaUnit = 2_000n;

/** The amount does not fit the unit that was asked for. */
export class AmountUnfit extends Error {
  readonly code = 'amount.unfit';

  constructor(reason: string) {
    super(reason);
    this.name = 'AmountUnfit';
  }
}

/** Account surface: `balance`, `creditsUsed`, `costUsd`. */
export function toMicroUsd(amount: NanoUsd): number {
  return safeInteger(roundedQuotient(amount, nanoPerMicro));
}

export function fromMicroUsd(micros: number | bigint): NanoUsd {
  return wholeUnits(micros) * nanoPerMicro;
}

/** `amountCents`, for showing. What is charged to a card goes through `exactCents`. */
export function toCents(amount: NanoUsd): number {
  return safeInteger(roundedQuotient(amount, nanoPerCent));
}

/** Cents of an amount that must be whole cents: a card cannot pay the rest, and the ledger must not invent it. */
export function exactCents(amount: NanoUsd): number {
  if (amount % nanoPerCent !== 0n)
    throw new AmountUnfit(`${toUsdText(amount)} USD is not a whole number of cents`);
  return toCents(amount);
}

export function fromCents(cents: number | bigint): NanoUsd {
  return wholeUnits(cents) * nanoPerCent;
}

/** For people: 123450 cents are `$1,234.50`. */
export function formatCents(cents: number): string {
  return formatUsd(fromCents(cents));
}

/** Key holder surface: decimal text with nine fraction digits, `"0.100000000"`. */
export function toBudgetText(amount: NanoUsd): string {
  return decimalText(amount, 9);
}

/** Decimal text without trailing zeros, `"0.1"`. `usd` reads it back. */
export function toUsdText(amount: NanoUsd): string {
  return usdDecimal(amount).toString();
}

/** The nearest float, for JSON fields that are floats by contract (`usage.cost`). Never calculate with it. */
export function toUsdFloat(amount: NanoUsd): number {
  return usdDecimal(amount).toNumber();
}

/** new-api's quota. */
export function toQuota(amount: NanoUsd): number {
  return safeInteger(roundedQuotient(amount, nanoPerQuotaUnit));
}

export function fromQuota(quota: number | bigint): NanoUsd {
  return wholeUnits(quota) * nanoPerQuotaUnit;
}

function safeInteger(units: bigint): number {
  const number = Number(units);
  if (!Number.isSafeInteger(number)) throw new AmountUnfit(`${units} does not fit a JSON integer`);
  return number;
}

function wholeUnits(units: number | bigint): bigint {
  if (typeof units === 'number' && !Number.isSafeInteger(units)) {
    throw new AmountUnfit(`${units} is not a whole number of units`);
  }
  return BigInt(units);
}
