import { Injectable } from '@nestjs/common';
import { Database } from '@onegate/platform';
import { AuditLog, type Actor } from '@onegate/tenants';
import { CatalogReader } from './catalog-reader.service.js';
import { modelMissing, slugTaken } from './catalog.errors.js';
import { LiveCatalog } from './live-catalog.service.js';
import { ManualWriter } from './manual-writer.service.js';
import type { ManualModelInput, PriceInput } from './manual-model.schema.js';
import { Model } from './model.entity.js';

/** Models that no source keeps, and prices that a person sets. */
@Injectable()
export class ManualModels {
  constructor(
    private readonly database: Database,
    private readonly writer: ManualWriter,
    private readonly reader: CatalogReader,
    private readonly audit: AuditLog,
    private readonly live: LiveCatalog,
  ) {}

  /** Answers the id of the new model. */
  create(actor: Actor, input: ManualModelInput): Promise<number> {
    return this.change(actor, 'model.created', input, async () => {
      const taken = (await this.reader.read()).resolve(input.slug);
      if (taken) throw slugTaken({ fields: { slug: [`The name already means the model ${taken.slug}.`] } });
      return this.writer.insert(actor, input);
    });
  }

  /** From now on. A source that tells another price later on is not believed without asking. */
  async setPrice(actor: Actor, id: number, input: PriceInput): Promise<void> {
    await this.change(actor, 'model.price_set', input, async () => {
      const model = await this.database.of(Model).findOneBy({ id });
      if (!model) throw modelMissing();
      await this.writer.price(actor, id, input);
      return id;
    });
  }

  private change(
    actor: Actor,
    action: string,
    changes: object,
    work: () => Promise<number>,
  ): Promise<number> {
    return this.database.exclusively('model-catalog', async () => {
      const id = await work();
      const { publicId, slug } = await this.database.of(Model).findOneByOrFail({ id });
      const target = { kind: 'model', id: publicId };
      await this.audit.record(actor, { action, target, changes: { model: slug, ...changes } });
      await this.live.changed(publicId);
      return id;
    });
  }
}
