import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { FirstAdministrator } from '@onegate/auth';
import { SandboxCredit } from '@onegate/billing';
import { ConfiguredAccounts, SnapshotSeeding } from '@onegate/models';
import { createLogger, migrate, NestLogger, readConfiguration, runMain } from '@onegate/platform';
import { ReceiptKeys } from '@onegate/usage';
import { DataSource } from 'typeorm';
import { SetupModule } from './setup.module.js';

/** Brings the database up to date and makes the first administrator. Run before the API and the worker start. */
await runMain(async () => {
  const config = readConfiguration(process.env);
  const log = createLogger('setup', config.runtime.logLevel);
  const app = await NestFactory.createApplicationContext(SetupModule.for(config, log), {
    logger: new NestLogger(log),
    abortOnError: false,
  });
  const applied = await migrate(app.get(DataSource));
  await app.get(FirstAdministrator).ensure();
  await app.get(SandboxCredit).ensure();
  await app.get(SnapshotSeeding).seed();
  await app.get(ConfiguredAccounts).ensure();
  await app.get(ReceiptKeys).ensure();
  log.info({ applied }, 'The database is up to date');
  await app.close();
});
