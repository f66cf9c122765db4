import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { TenantsModule } from '@onegate/tenants';
import { Model } from './catalog/model.entity.js';
import { ModelsService } from './catalog/models.service.js';
import { ModelAlias } from './names/model-alias.entity.js';
import { PendingPriceChange } from './prices/pending-price-change.entity.js';
import { PriceVersion } from './prices/price-version.entity.js';
import { ModelSyncRun } from './sync/model-sync-run.entity.js';

@Module({
  imports: [
    TypeOrmModule.forFeature([Model, ModelAlias, ModelSyncRun, PendingPriceChange, PriceVersion]),
    TenantsModule,
  ],
  providers: [ModelsService],
  exports: [ModelsService],
})
export class ModelsModule {}
