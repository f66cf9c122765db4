import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuthModule } from '@onegate/auth';
import { TenantsModule } from '@onegate/tenants';
import { ingestEntities, ingestProviders, ingestServices } from './usage.ingest.js';
import { statisticsProviders, statisticsServices } from './usage.statistics.js';

@Module({
  imports: [AuthModule, TenantsModule, TypeOrmModule.forFeature(ingestEntities)],
  providers: [...ingestProviders, ...statisticsProviders],
  exports: [...ingestServices, ...statisticsServices],
})
export class UsageModule {}
