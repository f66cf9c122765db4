import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuthModule } from '@onegate/auth';
import { BillingModule } from '@onegate/billing';
import { ModelsModule } from '@onegate/models';
import { TenantsModule } from '@onegate/tenants';
import { spendAlertInternals, spendAlertServices } from './usage.alerts.js';
import { admissionEntities, admissionProviders, admissionServices } from './usage.admission.js';
import { contentEntities, contentProviders, contentServices } from './usage.contents.js';
import { ingestEntities, ingestProviders, ingestServices } from './usage.ingest.js';
import { receiptEntities, receiptServices } from './usage.receipts.js';
import { reratingEntities, reratingProviders, reratingServices } from './usage.rerating.js';
import {
  reconciliationEntities,
  reconciliationProviders,
  reconciliationServices,
} from './usage.reconciliation.js';
import { statisticsProviders, statisticsServices } from './usage.statistics.js';

@Module({
  imports: [
    AuthModule,
    BillingModule,
    ModelsModule,
    TenantsModule,
    TypeOrmModule.forFeature([
      ...admissionEntities,
      ...contentEntities,
      ...ingestEntities,
      ...receiptEntities,
      ...reconciliationEntities,
      ...reratingEntities,
    ]),
  ],
  providers: [
    ...admissionProviders,
    ...contentProviders,
    ...ingestProviders,
    ...receiptServices,
    ...reconciliationProviders,
    ...reratingProviders,
    ...spendAlertInternals,
    ...spendAlertServices,
    ...statisticsProviders,
  ],
  exports: [
    ...admissionServices,
    ...contentServices,
    ...ingestServices,
    ...receiptServices,
    ...reconciliationServices,
    ...reratingServices,
    ...spendAlertServices,
    ...statisticsServices,
  ],
})
export class UsageModule {}
