import { costOf, priceAt, type PriceKind, type PriceList, type Usage } from '@onegate/models';
import { Decimal, roundToNanoUsd, type NanoUsd } from '@onegate/platform';

export const promptKinds: readonly PriceKind[] = [
  'input',
  'cached_read',
  'cache_write',
  'cache_write_1h',
  'audio',
  'cached_audio',
  'image_token',
];
export const answerKinds: readonly PriceKind[] = ['output', 'reasoning', 'audio_output', 'image_output'];

/** What of a price decides about a charge. */
export interface ChargedPrice extends Pick<PriceList, 'prices' | 'tiers' | 'unknown'> {
  readonly id: number | null;
}

export interface Charge {
  /** The provider's price, rounded. */
  readonly costNano: NanoUsd;
  /** The same with what is added to it: multiplied exactly, rounded once, half up. */
  readonly chargedNano: NanoUsd;
  readonly priceVersionId: number | null;
  /** Used, but nobody knows what it costs. */
  readonly unpriced: readonly PriceKind[];
}

/** What was used, at the price that was in force when the call began. */
export function chargeFor(
  usage: Usage,
  { price }: { readonly price: ChargedPrice | null },
  { markupBps, at }: { readonly markupBps: number; readonly at: Date },
): Charge {
  if (!price) return { costNano: 0n, chargedNano: 0n, priceVersionId: null, unpriced: kindsOf(usage) };
  const effective = priceAt(price, { promptTokens: tokensIn(usage, promptKinds), at });
  const { exact, amount, unpriced } = costOf(usage, effective);
  const charged = exact.times(Decimal.scaled(BigInt(10_000 + markupBps), 4));
  return { costNano: amount, chargedNano: roundToNanoUsd(charged), priceVersionId: price.id, unpriced };
}

/** All tokens of a call: what counts against tokens per minute. */
export function allTokens(usage: Usage): number {
  return tokensIn(usage, promptKinds) + tokensIn(usage, answerKinds);
}

export function tokensIn(usage: Usage, kinds: readonly PriceKind[]): number {
  return kinds.reduce((sum, kind) => sum + Number(usage[kind] ?? 0), 0);
}

function kindsOf(usage: Usage): PriceKind[] {
  return (Object.keys(usage) as PriceKind[]).filter((kind) => Number(usage[kind]) > 0);
}
