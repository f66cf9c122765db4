import type { CatalogModel, PriceKind, Usage } from '@onegate/models';
import type { CallEstimate } from '../admission/admission.js';
import type { HighestCost } from '../holds/hold-ask.js';
import { highestRates, type HighestRates } from './highest-rates.js';

/** What a prompt may be charged as; what is sound in it is counted apart, by whoever knows. */
const promptKinds: readonly PriceKind[] = ['input', 'cached_read', 'cache_write', 'cache_write_1h'];
const answerKinds: readonly PriceKind[] = ['output', 'reasoning'];

const bps = 10_000;
const picoPerNano = 1_000n;

export interface PricedModel {
  readonly model: Pick<CatalogModel, 'price'>;
  readonly markupBps: number;
}

/** The most that a call can cost, whichever of the models answers it and in whatever way it counts. */
export function highestCost(
  models: readonly PricedModel[],
  estimate: CallEstimate,
  { outputTokens, at }: { readonly outputTokens: number; readonly at: Date },
): HighestCost {
  const { promptTokens } = estimate;
  let fixedPico = 0n;
  let perTokenPico = 0;
  for (const { model, markupBps } of models) {
    if (!model.price) continue;
    const rates = highestRates(model.price, { promptTokens, at });
    const fixed = withMarkup(fixedOf(rates, estimate), markupBps);
    if (fixed > fixedPico) fixedPico = fixed;
    const perToken = Number(withMarkup(BigInt(dearest(rates, answerKinds)), markupBps));
    perTokenPico = Math.max(perTokenPico, perToken);
  }
  return { fixedNano: ceiling(fixedPico, picoPerNano), perTokenPico, outputTokens };
}

function fixedOf(rates: HighestRates, { promptTokens, others = {} }: CallEstimate): bigint {
  const extra: Usage = { request: 1, ...others };
  const prompt = BigInt(Math.ceil(promptTokens)) * BigInt(dearest(rates, promptKinds));
  return Object.entries(extra).reduce(
    (sum, [kind, units]) => sum + BigInt(units) * BigInt(rates[kind as PriceKind]),
    prompt,
  );
}

function dearest(rates: HighestRates, kinds: readonly PriceKind[]): number {
  return Math.max(...kinds.map((kind) => rates[kind]));
}

function withMarkup(pico: bigint, markupBps: number): bigint {
  return ceiling(pico * BigInt(bps + markupBps), BigInt(bps));
}

function ceiling(dividend: bigint, divisor: bigint): bigint {
  return (dividend + divisor - 1n) / divisor;
}
