import path from 'node:path';
import pg from 'pg';
import { startKept } from './keeper-order.ts';
import { stopLeftoverServer } from './leftover-server.ts';
import { postgresBinaries } from './postgres-binaries.ts';
import {
  type Cluster,
  ensureCluster,
  resetPassword,
  serverEnvironment,
  superuser,
} from './postgres-cluster.ts';
import { Problem } from './problem.ts';
import { launchAs, serverAccount } from './server-account.ts';
import type { Service } from './service.ts';

export interface PostgresOptions {
  folder: string;
  port: number;
  password: string;
  /** The password on record is lost, so an existing cluster is given this one. */
  passwordIsNew: boolean;
  /** For tests: as fast as can be, nothing outlives it. */
  throwAway: boolean;
  orphanedMs: number;
  stop: AbortSignal;
}

/** The embedded PostgreSQL: makes its cluster when there is none, and describes how to run it. */
export async function preparePostgres(options: PostgresOptions): Promise<Service> {
  const cluster = describeCluster(options);
  await stopLeftoverPostgres(options.folder);
  const state = await ensureCluster(cluster);
  if (state === 'kept' && options.passwordIsNew) await resetPassword(cluster);
  return {
    name: 'postgres',
    title: 'PostgreSQL',
    stopWithinMs: 40_000,
    keepsData: true,
    isReady: () => accepts(postgresUrl(options, 'postgres')),
    spawn: async (log) => {
      await stopLeftoverPostgres(options.folder);
      return startServer(options, cluster, log);
    },
  };
}

export function stopLeftoverPostgres(folder: string): Promise<void> {
  return stopLeftoverServer({
    title: 'PostgreSQL',
    pidFile: path.join(folder, 'postmaster.pid'),
    isServer: (command) => command.includes(folder) && /postgres/.test(command),
    stopSignal: 'SIGINT',
  });
}

export function postgresUrl(
  { port, password }: Pick<PostgresOptions, 'port' | 'password'>,
  database: string,
): string {
  return `postgres://${superuser}:${password}@127.0.0.1:${port}/${database}`;
}

export async function ensureDatabase(options: PostgresOptions, name: string): Promise<void> {
  const client = new pg.Client({ connectionString: postgresUrl(options, 'postgres') });
  await client.connect();
  try {
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [name]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${client.escapeIdentifier(name)}`);
  } finally {
    await client.end();
  }
}

function describeCluster(options: PostgresOptions): Cluster {
  const binaries = postgresBinaries();
  const account = serverAccount(options.folder);
  const launch = launchAs(account, binaries.initdb, [binaries.postgres, binaries.share, options.folder]);
  return { ...options, binaries, account, launch };
}

function startServer(options: PostgresOptions, cluster: Cluster, log: number): ReturnType<typeof startKept> {
  const launch = cluster.launch(cluster.binaries.postgres, ['-D', options.folder, ...settings(options)]);
  return startKept(
    {
      ...launch,
      folder: options.folder,
      env: serverEnvironment(),
      stopSignal: 'SIGINT',
      forceSignal: 'SIGQUIT',
      orphanedMs: options.orphanedMs,
      throwAway: options.throwAway,
    },
    log,
  );
}

/** Statements stay out of the log: they can carry what people wrote. */
function settings({ port, throwAway }: PostgresOptions): string[] {
  const always = [
    `port=${port}`,
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    'max_connections=200',
  ];
  const log = ['log_destination=stderr', 'logging_collector=off', 'log_min_error_statement=panic', 'jit=off'];
  const careless = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'max_wal_size=4GB'];
  return [...always, ...log, ...(throwAway ? careless : [])].flatMap((setting) => ['-c', setting]);
}

async function accepts(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2000 });
  client.on('error', () => {});
  try {
    await client.connect();
    return true;
  } catch (error) {
    if ((error as { code?: string }).code === '28P01') {
      throw new Problem(
        'The embedded PostgreSQL refuses the password that secrets.json has for it. Put the right one back.',
      );
    }
    return false;
  } finally {
    await client.end().catch(() => {});
  }
}
