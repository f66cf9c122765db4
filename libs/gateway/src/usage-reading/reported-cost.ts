import { Decimal, roundToNanoUsd, type NanoUsd } from '@onegate/platform';
import { isObject, objectOf } from '../json/json-object.js';
import type { JsonObject } from '../translation/wire.js';

/** xAI counts in these: ten thousand million to the dollar. */
const ticksScale = 10;
/** In dollars: what lies outside is no cost of a call, and may be no decimal, nor an amount that is stored. */
const [smallest, largest] = [1e-30, 1e6];

/**
 * What the provider says that the call cost, in any of the forms there are: OpenRouter's `cost` (with the price of the
 * client's own provider beside it, where it is its own), Perplexity's by parts, xAI's in ticks.
 */
export function reportedCost(usage: JsonObject): NanoUsd | null {
  const { cost } = usage;
  const told = isObject(cost) ? amountOf(cost.total_cost) : amountOf(cost);
  if (told) return roundToNanoUsd(usage.is_byok === true ? told.plus(upstreamCost(usage)) : told);
  const ticks = amountOf(usage.cost_in_usd_ticks, largest * 10 ** ticksScale);
  return ticks && !ticks.isZero ? roundToNanoUsd(ticks.times(Decimal.scaled(1n, ticksScale))) : null;
}

/** Where the account at the provider is the client's own, `cost` is only the fee. */
function upstreamCost(usage: JsonObject): Decimal {
  return amountOf(objectOf(usage.cost_details).upstream_inference_cost) ?? Decimal.zero;
}

function amountOf(value: unknown, most = largest): Decimal | null {
  if (value === 0) return Decimal.zero;
  return typeof value === 'number' && value > smallest && value < most ? Decimal.of(value) : null;
}
