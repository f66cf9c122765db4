import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuthModule } from '@onegate/auth';
import { BillingModule } from '@onegate/billing';
import { TenantsModule } from '@onegate/tenants';
import { ModelsModule } from '@onegate/models';
import { Admission } from './admission/admission.js';
import { KeyAdmission } from './admission/key-admission.service.js';
import { ingestEntities, ingestProviders, ingestServices } from './usage.ingest.js';
import { statisticsProviders, statisticsServices } from './usage.statistics.js';

@Module({
  imports: [ModelsModule, AuthModule, BillingModule, TenantsModule, TypeOrmModule.forFeature(ingestEntities)],
  providers: [{ provide: Admission, useClass: KeyAdmission }, ...ingestProviders, ...statisticsProviders],
  exports: [Admission, ...ingestServices, ...statisticsServices],
})
export class UsageModule {}
