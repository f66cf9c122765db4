import { Injectable } from '@nestjs/common';
import {
  costOf,
  ModelsService,
  priceAt,
  priceKindNames,
  type CatalogModel,
  type PriceKind,
  type Usage,
} from '@onegate/models';
import { Decimal } from '@onegate/platform';
import { modelNotAllowed } from './admission.errors.js';
import { Admission, type AdmissionPreview, type AdmittedCall, type CallAsk } from './admission.js';

/** Admits calls by what their keys allow. */
@Injectable()
export class KeyAdmission extends Admission {
  constructor(private readonly models: ModelsService) {
    super();
  }

  async admit(ask: CallAsk): Promise<AdmittedCall> {
    const refusal = await this.refusalOf(ask);
    if (refusal) throw refusal;
    return {
      maxOutputTokens: ask.estimate.maxOutputTokens,
      isClamped: false,
      headers: {},
      settle: () => Promise.resolve(),
      release: () => Promise.resolve(),
    };
  }

  async preview(ask: CallAsk): Promise<AdmissionPreview> {
    const refusal = await this.refusalOf(ask);
    return {
      isAdmitted: refusal === null,
      refusal,
      maxOutputTokens: ask.estimate.maxOutputTokens,
      highestCostNano: highestCost(ask),
      headers: {},
    };
  }

  /** A key may name models by any of their names. */
  private async refusalOf({ principal, models }: CallAsk): Promise<Error | null> {
    const names = principal.key?.allowedModels ?? null;
    if (names === null) return null;
    const allowed = await Promise.all(names.map((name) => this.models.resolve(name)));
    const ids = new Set(allowed.map((model) => model?.id));
    const refused = models.find(({ id }: CatalogModel) => !ids.has(id));
    return refused ? modelNotAllowed({ model: refused.slug }) : null;
  }
}

const promptKinds: readonly PriceKind[] = ['input', 'cached_read', 'cache_write', 'cache_write_1h'];
const answerKinds: readonly PriceKind[] = ['output', 'reasoning'];

/** By the dearest of the models, in the dearest way in which a provider may count. */
function highestCost({ models, estimate }: CallAsk): bigint {
  const { promptTokens, others = {} } = estimate;
  const prompt = Math.ceil(promptTokens);
  const costs = models.map((model) => {
    const answer = estimate.maxOutputTokens ?? model.maxOutputTokens ?? 0;
    const dearest = (kinds: readonly PriceKind[], units: number) =>
      largest(kinds.map((kind) => costFor(model, { [kind]: units }, prompt)));
    return dearest(promptKinds, prompt) + dearest(answerKinds, answer) + costFor(model, others, prompt);
  });
  return largest(costs);
}

/** A prompt is counted roughly before the call: a tier that begins so little above it may hold as well. */
const nearly = 1.25;

/** Whatever the hour: each kind at its highest price of all tiers for such a prompt. */
function costFor({ price }: CatalogModel, usage: Usage, promptTokens: number): bigint {
  if (!price) return 0n;
  const base = priceAt({ ...price, tiers: [] }, { promptTokens, at: new Date() });
  const of = { ...base.of };
  const tiers = price.tiers.filter((tier) => (tier.min_prompt_tokens ?? 0) < promptTokens * nearly);
  for (const kind of priceKindNames) {
    for (const text of tiers.map((tier) => tier.prices[kind]).filter((one) => one !== undefined)) {
      const tiered = Decimal.parse(text);
      if (tiered.compare(of[kind] ?? Decimal.zero) > 0) of[kind] = tiered;
    }
  }
  return costOf(usage, { ...base, of }).amount;
}

function largest(amounts: readonly bigint[]): bigint {
  return amounts.reduce((most, one) => (one > most ? one : most), 0n);
}
