import type { PriceKind } from '../prices/price-kinds.js';
import type { PriceVersion } from '../prices/price-version.entity.js';
import { neededKinds } from '../prices/price-kinds.js';
import { isCallable } from './model-lifecycle.js';
import type { Model } from './model.entity.js';

/** A model with what it costs now, as the processes keep it in memory. */
export interface CatalogModel extends Model {
  /** None where nobody knows what it costs. */
  readonly price: PriceVersion | null;
  readonly aliases: readonly string[];
}

/** Why a model cannot be called at the moment; `null` for one that can. */
export type ModelProblem = 'switched_off' | 'vanished' | 'gone' | 'price_unknown';

export function problemOf(model: Pick<CatalogModel, 'isActive' | 'state' | 'price'>): ModelProblem | null {
  if (!model.isActive) return 'switched_off';
  if (model.state === 'gone') return 'gone';
  if (!isCallable(model.state)) return 'vanished';
  return missingPrices(model.price).length > 0 ? 'price_unknown' : null;
}

/** A call needs a price for what goes in and what comes out, else it cannot be charged. */
export function missingPrices(price: Pick<PriceVersion, 'prices'> | null): PriceKind[] {
  return neededKinds.filter((kind) => price?.prices[kind] === undefined);
}
