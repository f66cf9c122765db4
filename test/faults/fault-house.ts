import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { appService, type App } from '../../scripts/start/apps.ts';
import { setUp } from '../../scripts/start/set-up.ts';
import { Logs } from '../../scripts/stack/log-file.ts';
import { freePort } from '../../scripts/stack/ports.ts';
import {
  ensureDatabase,
  postgresUrl,
  preparePostgres,
  type PostgresOptions,
} from '../../scripts/stack/postgres.ts';
import { redisProgram } from '../../scripts/stack/redis-program.ts';
import { redisService, redisUrl } from '../../scripts/stack/redis.ts';
import { testEnvironment } from '../setup/test-environment.ts';
import { until } from '../setup/until.ts';
import { Part } from './part.ts';

const password = 'only-for-this-run';
/** If the tests vanish, the servers go after so long. */
const orphanedMs = 500;
const host = '127.0.0.1';

/** A small installation of its own: servers, simulated provider, worker and two APIs, each a process. */
export class FaultHouse {
  private constructor(
    readonly folder: string,
    /** Of a process that takes part. */
    readonly environment: Record<string, string>,
    readonly apiUrls: readonly string[],
    readonly parts: HouseParts,
  ) {}

  static async open(): Promise<FaultHouse> {
    const folder = mkdtempSync(path.join(tmpdir(), 'onegate-faults-'));
    // The account that the servers run as must be able to pass.
    chmodSync(folder, 0o711);
    const logs = new Logs(path.join(folder, 'logs'));
    const servers = await startServers(folder, logs);
    const port = await freePort();
    const environment = environmentOf(folder, servers, port);
    const simulator = await started({ name: 'simulator', port }, environment, logs);
    const { signal: stop } = new AbortController();
    await setUp({ environment, logs, record: () => {}, stop });
    const workers = await startedTwice('worker', environment, logs);
    const apis = await startedTwice('api', environment, logs);
    const apiPorts = apis.map(({ port }) => port);
    const { postgres, redis } = servers;
    const parts = { postgres, redis, simulator, workers: partsOf(workers), apis: partsOf(apis) };
    return new FaultHouse(folder, environment, apiPorts.map(urlOf), parts);
  }

  get simulatorUrl(): string {
    return this.environment['ONEGATE_SIMULATOR_URL'] ?? '';
  }

  /** The API that a client turns to: the other one, where the first is away. */
  async openApi(preferred: number): Promise<number> {
    const { apis } = this.parts;
    return until('an API to be up', () => {
      const found = [preferred, ...apis.keys()].find((index) => apis[index]?.isUp);
      return found === undefined ? undefined : { found };
    }).then(({ found }) => found);
  }

  /** Fails where a process has ended that no fault was meant for. */
  requireNoOtherEnds(): void {
    const { apis, workers, simulator, redis, postgres } = this.parts;
    for (const part of [...apis, ...workers, simulator, redis, postgres]) part.requireNoOtherEnd();
  }

  get dataFolder(): string {
    return this.environment['ONEGATE_DATA_DIR'] ?? '';
  }

  /** Leaves nothing behind. */
  async close(): Promise<void> {
    const { apis, workers, simulator, redis, postgres } = this.parts;
    await Promise.all([...apis, ...workers].map((part) => part.stop()));
    await Promise.all([simulator, redis, postgres].map((part) => part.stop()));
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

export interface HouseParts {
  readonly postgres: Part;
  readonly redis: Part;
  readonly simulator: Part;
  readonly workers: readonly Part[];
  readonly apis: readonly Part[];
}

export interface Servers {
  readonly postgres: Part;
  readonly redis: Part;
  readonly databaseUrl: string;
  readonly redisUrl: string;
}

export async function startServers(folder: string, logs: Logs): Promise<Servers> {
  const common = { password, throwAway: false, orphanedMs };
  const database: PostgresOptions = {
    ...common,
    folder: path.join(folder, 'postgres'),
    port: await freePort(),
    passwordIsNew: false,
    stop: new AbortController().signal,
  };
  const memory = { ...common, folder: path.join(folder, 'redis'), port: await freePort() };
  const program = await redisProgram(() => {});
  const postgres = new Part(
    await preparePostgres(database),
    logs,
    path.join(database.folder, 'postmaster.pid'),
  );
  const redis = new Part(redisService({ ...memory, program }), logs, path.join(memory.folder, 'redis.pid'));
  await Promise.all([postgres.start(), redis.start()]);
  await ensureDatabase(database, 'onegate');
  return { postgres, redis, databaseUrl: postgresUrl(database, 'onegate'), redisUrl: redisUrl(memory) };
}

/** Waits are as short as they can be: a round should not take minutes. */
function environmentOf(
  folder: string,
  { databaseUrl, redisUrl }: Servers,
  simulatorPort: number,
): Record<string, string> {
  const dataDir = path.join(folder, 'data');
  mkdirSync(dataDir);
  return testEnvironment({
    ONEGATE_MODE: 'embedded',
    ONEGATE_LOG_LEVEL: 'info',
    DATABASE_URL: databaseUrl,
    REDIS_URL: redisUrl,
    ONEGATE_DATA_DIR: dataDir,
    ONEGATE_SIMULATOR_PORT: String(simulatorPort),
    ONEGATE_SIMULATOR_URL: urlOf(simulatorPort),
    ONEGATE_LEASE_SECONDS: '1',
    // What a set-back Redis has lost is told again after twice this.
    ONEGATE_ADMISSION_PATIENCE_MS: '1000',
    ONEGATE_MINIMUM_BALANCE_USD: '0.0001',
    ONEGATE_GATEWAY_RETRY_SECONDS: '1',
    ONEGATE_DRAIN_SECONDS: '3',
  });
}

interface StartedApp {
  readonly part: Part;
  readonly port: number;
}

function startedTwice(
  name: 'api' | 'worker',
  environment: Record<string, string>,
  logs: Logs,
): Promise<StartedApp[]> {
  const both = [0, 1].map(async (index) => {
    const port = await freePort();
    return { port, part: await started({ name, port }, environment, logs, `${name}-${index}`) };
  });
  return Promise.all(both);
}

function partsOf(apps: readonly StartedApp[]): Part[] {
  return apps.map(({ part }) => part);
}

async function started(
  { name, port }: Pick<App, 'name' | 'port'>,
  environment: Record<string, string>,
  logs: Logs,
  as: string = name,
): Promise<Part> {
  const health = name === 'simulator' ? '/health/live' : '/health/ready';
  const own = { PORT: String(port), ONEGATE_WORKER_PORT: String(port) };
  const service = appService({ name, title: as, port, health }, host, { ...environment, ...own });
  const part = new Part({ ...service, name: as }, logs);
  await part.start();
  return part;
}

function urlOf(port: number): string {
  return `http://${host}:${port}`;
}
