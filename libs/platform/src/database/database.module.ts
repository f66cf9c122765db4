import { Global, Module, type DynamicModule } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { CONFIGURATION, type Configuration } from '../config/configuration.js';
import { LOGGER, type Logger } from '../logging/logger.js';
import { dataSourceOptions } from './data-source.js';
import { Database } from './database.js';
import { QueryLog } from './query-log.js';
import { StatisticsDatabase } from './statistics-database.js';

@Global()
@Module({})
export class DatabaseModule {
  static for(application: string): DynamicModule {
    const connection = TypeOrmModule.forRootAsync({
      inject: [CONFIGURATION, LOGGER],
      useFactory: (config: Configuration, log: Logger) => ({
        ...dataSourceOptions(config, application),
        logger: new QueryLog(log),
        autoLoadEntities: true,
        retryAttempts: 3,
        retryDelay: 1000,
      }),
    });
    return {
      module: DatabaseModule,
      imports: [connection],
      providers: [Database, StatisticsDatabase],
      exports: [Database, StatisticsDatabase, TypeOrmModule],
    };
  }
}
