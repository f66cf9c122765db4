import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { ConfiguredAccounts, SnapshotSeeding } from '@onegate/models';
import { createLogger, migrate, readConfiguration } from '@onegate/platform';
import { DataSource } from 'typeorm';
import { createApi } from '../../apps/api/src/create-api.ts';
import { createWorker } from '../../apps/worker/src/create-worker.ts';
import { Logs } from '../../scripts/stack/log-file.ts';
import { Caller } from '../setup/caller.ts';
import { testEnvironment } from '../setup/test-environment.ts';
import { startServers, type Servers } from './fault-house.ts';

/** An installation with a Postgres, a Redis and a data folder of its own; one API and one worker in the test's process. */
export class SingleHouse {
  private constructor(
    readonly folder: string,
    readonly servers: Servers,
    readonly app: NestFastifyApplication,
    readonly call: Caller,
    private readonly worker: NestFastifyApplication,
  ) {}

  /** Everything is empty, but for the database where a backup of one is given. */
  static async open(simulatorUrl: string, backup?: string): Promise<SingleHouse> {
    const folder = mkdtempSync(path.join(tmpdir(), 'onegate-house-'));
    // The account that the servers run as must be able to pass.
    chmodSync(folder, 0o711);
    const database = path.join(folder, 'postgres');
    if (backup !== undefined) cpSync(backup, database, { recursive: true });
    // Postgres starts in no folder that others can look into, and a copy has the rights of its copier.
    if (backup !== undefined) chmodSync(database, 0o700);
    const servers = await startServers(folder, new Logs(path.join(folder, 'logs')));
    const config = configurationOf(folder, servers, simulatorUrl);
    const log = createLogger('house', 'silent');
    const app = await createApi(config, log);
    await migrate(app.get(DataSource));
    await app.get(SnapshotSeeding).seed();
    await app.get(ConfiguredAccounts).ensure();
    await app.listen(0, '127.0.0.1');
    const worker = await createWorker(config, log);
    return new SingleHouse(folder, servers, app, new Caller(await app.getUrl()), worker);
  }

  get databaseFolder(): string {
    return path.join(this.folder, 'postgres');
  }

  async close(): Promise<void> {
    await this.app.close();
    await this.worker.close();
    await Promise.all([this.servers.postgres.stop(), this.servers.redis.stop()]);
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

function configurationOf(folder: string, { databaseUrl, redisUrl }: Servers, simulatorUrl: string) {
  const dataDir = path.join(folder, 'data');
  mkdirSync(dataDir);
  return readConfiguration(
    testEnvironment({
      ONEGATE_MODE: 'embedded',
      DATABASE_URL: databaseUrl,
      REDIS_URL: redisUrl,
      ONEGATE_DATA_DIR: dataDir,
      ONEGATE_SIMULATOR_URL: simulatorUrl,
      ONEGATE_LEASE_SECONDS: '1',
    }),
  );
}
