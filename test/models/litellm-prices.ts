import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { PriceKind, PriceList, PriceTable, PriceTier } from '@onegate/models';
import { Decimal } from '@onegate/platform';

/** LiteLLM's map of prices, as our price lists, and a plain calculator for it that shares no code with ours. */

export type LitellmModel = Readonly<Record<string, unknown>>;

export function litellmModels(): Record<string, LitellmModel> {
  const file = path.join(
    process.env.ONEGATE_SHARED_DATA ?? '',
    'pricing/litellm-model_prices-2026-07-24.json',
  );
  const { sample_spec: _sample, ...models } = JSON.parse(readFileSync(file).toString()) as Record<
    string,
    LitellmModel
  >;
  return models;
}

const litellmNames = {
  input: 'input_cost_per_token',
  output: 'output_cost_per_token',
  cached_read: 'cache_read_input_token_cost',
  cache_write: 'cache_creation_input_token_cost',
  cache_write_1h: 'cache_creation_input_token_cost_above_1hr',
  reasoning: 'output_cost_per_reasoning_token',
  audio: 'input_cost_per_audio_token',
  audio_output: 'output_cost_per_audio_token',
  cached_audio: 'cache_read_input_audio_token_cost',
  image_token: 'input_cost_per_image_token',
  image_output: 'output_cost_per_image_token',
} as const satisfies Partial<Record<PriceKind, string>>;

export type LitellmKind = keyof typeof litellmNames;
export const litellmKinds = Object.keys(litellmNames) as LitellmKind[];

export function priceListOfLitellm(model: LitellmModel): PriceList {
  const tiers = thresholdsOf(model).map((thousands): PriceTier => ({
    min_prompt_tokens: thousands * 1000,
    prices: tableOf(model, `_above_${thousands}k_tokens`),
  }));
  return { prices: tableOf(model, ''), tiers, unknown: [], discount: null };
}

export function thresholdsOf(model: LitellmModel): number[] {
  const found = Object.keys(model).map((key) => /_above_(\d+)k_tokens$/.exec(key)?.[1]);
  return [...new Set(found.filter((text) => text !== undefined).map(Number))].sort((a, b) => a - b);
}

function tableOf(model: LitellmModel, suffix: string): PriceTable {
  const told = Object.entries(litellmNames).flatMap(([kind, name]) => {
    const price = model[`${name}${suffix}`];
    return typeof price === 'number' ? [[kind, Decimal.of(price).toString()] as const] : [];
  });
  return Object.fromEntries(told);
}

/** Which price stands in for one that is missing. */
const standIns: Readonly<Record<LitellmKind, LitellmKind | null>> = {
  input: null,
  output: null,
  cached_read: 'input',
  cache_write: 'input',
  cache_write_1h: 'cache_write',
  reasoning: 'output',
  audio: 'input',
  audio_output: 'output',
  cached_audio: 'cached_read',
  image_token: 'input',
  image_output: 'output',
};

/** Nano-dollars by whole numbers of 10⁻²⁴ dollars, half up. */
export function litellmNano(
  model: LitellmModel,
  usage: Partial<Record<LitellmKind, number>>,
  prompt: number,
): bigint {
  let total = 0n;
  for (const kind of litellmKinds) total += BigInt(usage[kind] ?? 0) * priceOf(model, kind, prompt);
  return (total + 500_000_000_000_000n) / 1_000_000_000_000_000n;
}

function priceOf(model: LitellmModel, kind: LitellmKind, prompt: number): bigint {
  const held = thresholdsOf(model).filter((thousands) => prompt > thousands * 1000);
  const suffixes = ['', ...held.map((thousands) => `_above_${thousands}k_tokens`)].reverse();
  const price = suffixes
    .map((suffix) => model[`${litellmNames[kind]}${suffix}`])
    .find((one) => typeof one === 'number');
  if (price !== undefined) return yocto(price);
  const standIn = standIns[kind];
  return standIn === null ? 0n : priceOf(model, standIn, prompt);
}

function yocto(price: number): bigint {
  const [mantissa = '0', exponent = '0'] = price.toExponential().split('e');
  const [whole = '0', fraction = ''] = mantissa.split('.');
  const shift = 24 + Number(exponent) - fraction.length;
  return BigInt(whole + fraction) * 10n ** BigInt(shift);
}
