import type { DataSourceOptions } from 'typeorm';
import type { Configuration } from '../config/configuration.js';
import { migrations } from './migrations/index.js';
import { SteadyClient } from './steady-client.js';

/** A new connection costs both sides some milliseconds of reckoning, just when calls come in again. */
const idleTimeoutMillis = 60_000;

/** How Onegate connects: bounded, named, and never changing the schema by itself. */
export function dataSourceOptions({ database }: Pick<Configuration, 'database'>, application: string) {
  return {
    type: 'postgres',
    url: database.url,
    applicationName: `onegate-${application}`,
    poolSize: database.poolSize,
    connectTimeoutMS: 10_000,
    maxQueryExecutionTime: database.slowQueryMillis,
    migrations,
    migrationsTableName: 'migrations',
    migrationsTransactionMode: 'each',
    synchronize: false,
    parseInt8: false,
    extra: { Client: SteadyClient, idleTimeoutMillis },
  } satisfies DataSourceOptions;
}
