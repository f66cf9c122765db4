/** There is nothing to split by: no weights, only zeros, or a negative one. */
export class WeightsInvalid extends Error {
  readonly code = 'amount.weights_invalid';

  constructor() {
    super('An amount is split by weights that are not negative and not all zero');
    this.name = 'WeightsInvalid';
  }
}

/**
 * Splits an amount in proportion to the weights so that the parts add up to it exactly (largest remainder; of equal
 * remainders the earlier part wins). A part is never more than one unit away from its exact share. Proration of a
 * period: `splitAmount(price, [daysUsed, daysLeft])`.
 */
export function splitAmount(amount: bigint, weights: readonly bigint[]): bigint[] {
  const whole = weights.reduce((sum, weight) => sum + weight, 0n);
  if (whole <= 0n || weights.some((weight) => weight < 0n)) throw new WeightsInvalid();

  const magnitude = amount < 0n ? -amount : amount;
  const parts = weights.map((weight) => (magnitude * weight) / whole);
  const remainders = weights.map((weight) => (magnitude * weight) % whole);
  const leftOver = magnitude - parts.reduce((sum, part) => sum + part, 0n);
  const favoured = new Set(byRemainder(remainders).slice(0, Number(leftOver)));

  const filled = parts.map((part, index) => (favoured.has(index) ? part + 1n : part));
  return amount < 0n ? filled.map((part) => -part) : filled;
}

/** The indexes, largest remainder first; the sort is stable, so that equals keep their order. */
function byRemainder(remainders: readonly bigint[]): number[] {
  const ranked = remainders.map((remainder, index) => ({ remainder, index }));
  ranked.sort((a, b) => Number(a.remainder < b.remainder) - Number(a.remainder > b.remainder));
  return ranked.map(({ index }) => index);
}
