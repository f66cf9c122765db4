import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { TenantsModule } from '@onegate/tenants';
import { CatalogReader } from './catalog/catalog-reader.service.js';
import { CatalogWriter } from './catalog/catalog-writer.service.js';
import { LiveCatalog } from './catalog/live-catalog.service.js';
import { ManualModels } from './catalog/manual-models.service.js';
import { ManualWriter } from './catalog/manual-writer.service.js';
import { ModelAdmin } from './catalog/model-admin.service.js';
import { ModelSearchService } from './catalog/model-search.service.js';
import { Model } from './catalog/model.entity.js';
import { ModelsService } from './catalog/models.service.js';
import { SnapshotSeeding } from './catalog/snapshot-seeding.service.js';
import { AliasesService } from './names/aliases.service.js';
import { upstreamEntities, upstreamProviders, upstreamServices } from './models.upstreams.js';
import { ModelAlias } from './names/model-alias.entity.js';
import { PendingPriceChange } from './prices/pending-price-change.entity.js';
import { PendingWriter } from './prices/pending-writer.service.js';
import { PriceChanges } from './prices/price-changes.service.js';
import { PriceHistoryService } from './prices/price-history.service.js';
import { PriceVersion } from './prices/price-version.entity.js';
import { PriceWriter } from './prices/price-writer.service.js';
import { KnownModels } from './sync/known-models.service.js';
import { ModelSyncRun } from './sync/model-sync-run.entity.js';
import { ModelSync } from './sync/model-sync.service.js';
import { OpenRouterCatalog } from './sync/openrouter-catalog.js';
import { SyncAnnouncer } from './sync/sync-announcer.service.js';
import { SyncApply } from './sync/sync-apply.service.js';
import { SyncRuns } from './sync/sync-runs.service.js';
import { SyncWorker } from './sync/sync-worker.service.js';

const catalog = [
  CatalogReader,
  CatalogWriter,
  LiveCatalog,
  ModelSearchService,
  ModelsService,
  SnapshotSeeding,
];
const administration = [AliasesService, ManualModels, ManualWriter, ModelAdmin];
const prices = [PendingWriter, PriceChanges, PriceHistoryService, PriceWriter];
const sync = [KnownModels, ModelSync, OpenRouterCatalog, SyncAnnouncer, SyncApply, SyncRuns, SyncWorker];

@Module({
  imports: [
    TypeOrmModule.forFeature([Model, ModelAlias, ModelSyncRun, PendingPriceChange, PriceVersion]),
    TypeOrmModule.forFeature(upstreamEntities),
    TenantsModule,
  ],
  providers: [...administration, ...catalog, ...prices, ...sync, ...upstreamProviders],
  exports: [
    LiveCatalog,
    ManualModels,
    ModelAdmin,
    ModelSearchService,
    ModelsService,
    ModelSync,
    PriceChanges,
    PriceHistoryService,
    SnapshotSeeding,
    SyncRuns,
    SyncWorker,
    ...upstreamServices,
  ],
})
export class ModelsModule {}
