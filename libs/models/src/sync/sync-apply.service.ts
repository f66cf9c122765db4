import { Injectable } from '@nestjs/common';
import { Clock } from '@onegate/platform';
import { CatalogWriter } from '../catalog/catalog-writer.service.js';
import { PendingWriter } from '../prices/pending-writer.service.js';
import { PriceWriter } from '../prices/price-writer.service.js';
import { KnownModels } from './known-models.service.js';
import type { ModelSyncRun } from './model-sync-run.entity.js';
import type { CatalogAnswer } from './openrouter-catalog.js';
import { planExpired, planSync, type SyncPlan } from './sync-plan.js';
import { summaryOf, unchangedSummary, type SyncSummary } from './sync-summary.js';

export interface AppliedSync extends SyncSummary {
  readonly skipped: SyncPlan['skipped'];
}

/** Brings the catalog to what the source told: all of it within the caller's transaction, in a dozen statements. */
@Injectable()
export class SyncApply {
  constructor(
    private readonly known: KnownModels,
    private readonly models: CatalogWriter,
    private readonly prices: PriceWriter,
    private readonly pending: PendingWriter,
    private readonly clock: Clock,
  ) {}

  async apply(run: ModelSyncRun, answer: CatalogAnswer | null): Promise<AppliedSync> {
    const now = this.clock.now();
    const before = await this.known.all();
    if (answer === null) {
      const expired = planExpired(before, now);
      await this.models.setStates(expired);
      return { ...unchangedSummary(expired), skipped: [] };
    }
    const plan = planSync(before, answer, { now, acceptsVanished: run.acceptsVanished });
    const written = await this.models.upsert('openrouter', plan.models);
    const ids = new Map([...before, ...written].map(({ slug, id }) => [slug.toLowerCase(), id]));
    await this.writePrices(plan, (slug) => ids.get(slug.toLowerCase()) ?? 0, run.id);
    await this.models.setStates(plan.vanished);
    const listed = new Set(plan.models.map(({ model }) => model.slug.toLowerCase()));
    const away = new Set(plan.vanished.map(({ id }) => id));
    const expired = planExpired(
      before.filter(({ id, slug }) => !away.has(id) && !listed.has(slug.toLowerCase())),
      now,
    );
    await this.models.setStates(expired);
    return { ...summaryOf({ plan, answer, written, expired }), skipped: plan.skipped };
  }

  private async writePrices(plan: SyncPlan, idOf: (slug: string) => number, runId: number): Promise<void> {
    const withId = <Price extends { slug: string }>(price: Price) => ({
      ...price,
      modelId: idOf(price.slug),
    });
    await this.prices.begin(plan.prices.map(withId), { origin: 'openrouter', runId });
    await this.prices.tellUnknown(plan.unpriced.map(withId));
    await this.pending.settle(plan.settled.map(idOf));
    await this.pending.hold(plan.held.map(withId));
  }
}
