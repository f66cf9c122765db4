import { Injectable } from '@nestjs/common';
import { Clock, Database, pageBounds, type PageRows } from '@onegate/platform';
import { AuditLog, type Actor } from '@onegate/tenants';
import { In } from 'typeorm';
import { priceChangeDecided, priceChangeUnknown } from '../catalog/catalog.errors.js';
import { LiveCatalog } from '../catalog/live-catalog.service.js';
import { Model } from '../catalog/model.entity.js';
import { PendingPriceChange } from './pending-price-change.entity.js';
import type { PriceChangesQuery } from './price-changes.schema.js';
import { PriceVersion } from './price-version.entity.js';
import { PriceWriter } from './price-writer.service.js';

export interface PriceChange extends PendingPriceChange {
  readonly model: Pick<Model, 'id' | 'publicId' | 'slug'>;
  readonly before: PriceVersion | null;
}

/** Prices that wait for a person, and what he says to them. */
@Injectable()
export class PriceChanges {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly prices: PriceWriter,
    private readonly audit: AuditLog,
    private readonly live: LiveCatalog,
  ) {}

  async list({ state, ...page }: PriceChangesQuery): Promise<PageRows<PriceChange>> {
    const [rows, total] = await this.database.of(PendingPriceChange).findAndCount({
      where: state === 'all' ? {} : { state },
      order: { id: 'desc' },
      ...pageBounds(page),
    });
    return { rows: await this.complete(rows), total };
  }

  /** The price is taken from now on. */
  confirm(actor: Actor, id: number): Promise<PriceChange> {
    return this.decide(actor, id, 'confirmed');
  }

  /** The present price stays, and the same one is not asked about again. */
  reject(actor: Actor, id: number): Promise<PriceChange> {
    return this.decide(actor, id, 'rejected');
  }

  private decide(actor: Actor, id: number, state: 'confirmed' | 'rejected'): Promise<PriceChange> {
    return this.database.exclusively('model-catalog', async () => {
      const change = await this.pending(id);
      if (state === 'confirmed') {
        const provenance = { origin: 'openrouter', userId: actor.userId } as const;
        await this.prices.begin([{ modelId: change.modelId, list: change }], provenance);
      }
      Object.assign(change, { state, decidedAt: this.clock.now(), decidedBy: actor.userId });
      const [decided] = await this.complete([await this.database.of(PendingPriceChange).save(change)]);
      if (!decided) throw priceChangeUnknown();
      await this.record(actor, decided);
      return decided;
    });
  }

  private async pending(id: number): Promise<PendingPriceChange> {
    const change = await this.database.of(PendingPriceChange).findOneBy({ id });
    if (!change) throw priceChangeUnknown();
    if (change.state !== 'pending') throw priceChangeDecided({ state: change.state });
    return change;
  }

  private async record(actor: Actor, { model, state, prices, before }: PriceChange): Promise<void> {
    await this.audit.record(actor, {
      action: `model.price_${state}`,
      target: { kind: 'model', id: model.publicId },
      changes: { model: model.slug, from: before?.prices ?? null, to: prices },
    });
    await this.live.changed(model.publicId);
  }

  private async complete(changes: readonly PendingPriceChange[]): Promise<PriceChange[]> {
    const models = await this.database.of(Model).find({
      where: { id: In(changes.map(({ modelId }) => modelId)) },
      select: { id: true, publicId: true, slug: true },
    });
    const versionIds = changes.flatMap(({ fromVersionId }) => fromVersionId ?? []);
    const versions = await this.database.of(PriceVersion).findBy({ id: In(versionIds) });
    const modelOf = new Map(models.map((model) => [model.id, model]));
    const versionOf = new Map(versions.map((version) => [version.id, version]));
    return changes.flatMap((change) => {
      const model = modelOf.get(change.modelId);
      const before = versionOf.get(change.fromVersionId ?? 0) ?? null;
      return model ? [Object.assign(change, { model, before })] : [];
    });
  }
}
