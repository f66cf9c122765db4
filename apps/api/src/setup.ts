import 'reflect-metadata';
import type { DynamicModule, INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FirstAdministrator } from '@onegate/auth';
import { SandboxCredit } from '@onegate/billing';
import { ConfiguredAccounts, SnapshotSeeding } from '@onegate/models';
import {
  createLogger,
  migrate,
  NestLogger,
  PlatformModule,
  readConfiguration,
  runMain,
  type Logger,
} from '@onegate/platform';
import { ReceiptKeys } from '@onegate/usage';
import { DataSource } from 'typeorm';
import { SetupModule } from './setup.module.js';

/** Brings the database up to date and makes the first administrator. Run before the API and the worker start. */
await runMain(async () => {
  const config = readConfiguration(process.env);
  const log = createLogger('setup', config.runtime.logLevel);
  // By itself, as everything else reads tables as soon as it starts.
  const platform = await start(PlatformModule.for({ application: 'setup', config, log }), log);
  const applied = await migrate(platform.get(DataSource));
  await platform.close();
  const app = await start(SetupModule.for(config, log), log);
  await app.get(FirstAdministrator).ensure();
  await app.get(SandboxCredit).ensure();
  await app.get(SnapshotSeeding).seed();
  await app.get(ConfiguredAccounts).ensure();
  await app.get(ReceiptKeys).ensure();
  log.info({ applied }, 'The database is up to date');
  await app.close();
});

function start(module: DynamicModule, log: Logger): Promise<INestApplicationContext> {
  return NestFactory.createApplicationContext(module, { logger: new NestLogger(log), abortOnError: false });
}
