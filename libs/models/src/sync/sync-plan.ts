import type { ModelSource } from '../catalog/model.entity.js';
import {
  isCallable,
  isPast,
  listedState,
  vanishedState,
  type ModelState,
} from '../catalog/model-lifecycle.js';
import type { SourceModel } from '../catalog/source-model.js';
import { fingerprintOf } from '../prices/price-change.js';
import { decidePrice, hasPrices, type PriceHistory } from '../prices/price-decision.js';
import type { PriceList } from '../prices/price-list.js';
import type { CatalogAnswer } from './openrouter-catalog.js';
import type { SkippedRow } from './model-sync-run.entity.js';

/** A model as it stands before the sync. */
export interface KnownModel extends PriceHistory {
  readonly id: number;
  readonly slug: string;
  readonly source: ModelSource;
  readonly state: ModelState;
  readonly expiresOn: string | null;
  readonly pending: string | null;
}

interface PlannedModel {
  readonly model: SourceModel;
  readonly state: ModelState;
}

interface PlannedPrice {
  readonly slug: string;
  readonly list: PriceList;
  readonly fingerprint: string;
}

interface HeldPrice extends PlannedPrice {
  readonly reasons: readonly string[];
}

export interface StateChange {
  readonly id: number;
  readonly slug: string;
  readonly state: ModelState;
}

/** Everything that a sync is going to write, worked out before anything is written. */
export interface SyncPlan {
  readonly models: readonly PlannedModel[];
  readonly prices: readonly PlannedPrice[];
  readonly held: readonly HeldPrice[];
  /** Models of which no price is known at all. */
  readonly unpriced: readonly PlannedPrice[];
  /** Models whose price is settled: what waits for a decision about them is moot. */
  readonly settled: readonly string[];
  readonly returned: readonly string[];
  readonly vanished: readonly StateChange[];
  readonly vanishedHeldBack: readonly string[];
  readonly skipped: readonly SkippedRow[];
}

export interface SyncConditions {
  readonly now: Date;
  readonly acceptsVanished: boolean;
}

/** So few may always vanish; of more, only a share, unless a person says that it is right. */
const fewVanished = 2;
const vanishedShare = 0.2;

export function planSync(
  known: readonly KnownModel[],
  answer: Pick<CatalogAnswer, 'models' | 'skipped' | 'listed' | 'isWhole'>,
  conditions: SyncConditions,
): SyncPlan {
  const bySlug = new Map(known.map((model) => [model.slug.toLowerCase(), model]));
  const byHand = answer.models.filter(({ slug }) => bySlug.get(slug.toLowerCase())?.source === 'manual');
  const taken = answer.models.filter((model) => !byHand.includes(model));
  const models = taken.map((model) => ({ model, state: listedState(model.expiresOn, conditions.now) }));
  return {
    models,
    ...planPrices(taken, bySlug),
    returned: models
      .filter(({ model, state }) => isAway(bySlug.get(model.slug.toLowerCase())) && isCallable(state))
      .map(({ model }) => model.slug),
    ...planVanished(known, answer, conditions),
    skipped: [
      ...answer.skipped,
      ...byHand.map(({ slug }) => ({ id: slug, reason: 'The model is kept by hand' })),
    ],
  };
}

function planPrices(taken: readonly SourceModel[], bySlug: ReadonlyMap<string, KnownModel>) {
  const prices: PlannedPrice[] = [];
  const held: HeldPrice[] = [];
  const unpriced: PlannedPrice[] = [];
  const settled: string[] = [];
  for (const { slug, price: list } of taken) {
    const fingerprint = fingerprintOf(list);
    const decision = decidePrice(bySlug.get(slug.toLowerCase()) ?? { current: null, refused: [] }, list);
    if (!hasPrices(list) && decision.kind === 'same') unpriced.push({ slug, list, fingerprint });
    if (decision.kind === 'take') prices.push({ slug, list, fingerprint });
    if (decision.kind === 'hold') held.push({ slug, list, fingerprint, reasons: decision.reasons });
    else settled.push(slug);
  }
  return { prices, held, unpriced, settled };
}

function planVanished(
  known: readonly KnownModel[],
  answer: Pick<CatalogAnswer, 'listed' | 'isWhole'>,
  { now, acceptsVanished }: SyncConditions,
): Pick<SyncPlan, 'vanished' | 'vanishedHeldBack'> {
  const listed = new Set([...answer.listed].map((slug) => slug.toLowerCase()));
  const present = known.filter((model) => model.source === 'openrouter' && !isAway(model));
  const missing = present.filter(({ slug }) => !listed.has(slug.toLowerCase()));
  const tooMany = missing.length > fewVanished && missing.length > present.length * vanishedShare;
  if (!answer.isWhole || (tooMany && !acceptsVanished)) {
    return { vanished: [], vanishedHeldBack: missing.map(({ slug }) => slug) };
  }
  const vanished = missing.map(({ id, slug, expiresOn }) => ({
    id,
    slug,
    state: vanishedState(expiresOn, now),
  }));
  return { vanished, vanishedHeldBack: [] };
}

function isAway(model: KnownModel | undefined): boolean {
  return model !== undefined && !isCallable(model.state);
}

/** Models whose last day has passed, whoever lists them. */
export function planExpired(known: readonly KnownModel[], now: Date): StateChange[] {
  return known
    .filter(({ state, expiresOn }) => state !== 'gone' && expiresOn !== null && isPast(expiresOn, now))
    .map(({ id, slug }) => ({ id, slug, state: 'gone' }));
}
