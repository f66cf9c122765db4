import { Module } from '@nestjs/common';
import { ingestEntities, ingestProviders, ingestServices } from './usage.ingest.js';
import { TypeOrmModule } from '@nestjs/typeorm';

@Module({
  imports: [TypeOrmModule.forFeature(ingestEntities)],
  providers: [...ingestProviders],
  exports: [...ingestServices],
})
export class UsageModule {}
