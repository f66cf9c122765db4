import { Injectable } from '@nestjs/common';
import { Clock, Database } from '@onegate/platform';
import { plainName } from '../names/plain-name.js';
import { PriceWriter } from '../prices/price-writer.service.js';
import { CatalogWriter, type WrittenModel } from './catalog-writer.service.js';
import { LiveCatalog } from './live-catalog.service.js';
import { fromSnapshot, type SnapshotModel } from './snapshot.schema.js';
import { snapshotModels } from './snapshot.js';

const insertAliases = `insert into model_aliases (model_id, alias, normal, origin, created_at)
  select model_id, alias, normal, 'snapshot', $2
  from jsonb_to_recordset($1::jsonb) as r(model_id bigint, alias text, normal text)
  on conflict do nothing`;

/** Fills the catalog from the snapshot that comes with the product. What is there stays as it is. */
@Injectable()
export class SnapshotSeeding {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly models: CatalogWriter,
    private readonly prices: PriceWriter,
    private readonly live: LiveCatalog,
  ) {}

  /** Answers how many models were new. Safe to run at every start. */
  seed(): Promise<number> {
    return this.database.exclusively('model-catalog', async () => {
      const snapshot = snapshotModels();
      const rows = snapshot.map((row) => ({ model: fromSnapshot(row), state: row.state }));
      const written = await this.models.insert('snapshot', rows);
      if (written.length > 0) await this.complete(snapshot, written);
      return written.length;
    });
  }

  private async complete(
    snapshot: readonly SnapshotModel[],
    written: readonly WrittenModel[],
  ): Promise<void> {
    const ids = new Map(written.map(({ slug, id }) => [slug, id]));
    const fresh = snapshot.flatMap((row) => {
      const modelId = ids.get(row.slug);
      return modelId === undefined ? [] : [{ row, modelId }];
    });
    const prices = fresh.map(({ row, modelId }) => ({ modelId, list: fromSnapshot(row).price }));
    await this.prices.begin(prices, { origin: 'snapshot' });
    const aliases = fresh.flatMap(({ row, modelId }) =>
      (row.aliases ?? []).map((alias) => ({ model_id: modelId, alias, normal: plainName(alias) })),
    );
    await this.database.query(insertAliases, [JSON.stringify(aliases), this.clock.now()]);
    await this.live.changed('snapshot');
  }
}
