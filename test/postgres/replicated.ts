import { execFile } from 'node:child_process';
import { chmodSync, cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { Logs } from '../../scripts/stack/log-file.ts';
import { freePort } from '../../scripts/stack/ports.ts';
import {
  ensureDatabase,
  postgresUrl,
  preparePostgres,
  type PostgresOptions,
} from '../../scripts/stack/postgres.ts';
import { Part } from '../faults/part.ts';
import { testEnvironment } from '../setup/test-environment.ts';

const database = 'onegate';

/** A PostgreSQL with a replica that streams from it, both ready for Onegate. */
export class Replicated {
  private constructor(
    private readonly folder: string,
    private readonly primary: Part,
    readonly replica: Part,
    readonly urls: { readonly primary: string; readonly replica: string },
  ) {}

  static async start(): Promise<Replicated> {
    const folder = mkdtempSync(path.join(tmpdir(), 'onegate-replicated-'));
    chmodSync(folder, 0o711);
    const logs = new Logs(path.join(folder, 'logs'));
    const first = optionsIn(folder, 'primary', await freePort());
    const second = optionsIn(folder, 'replica', await freePort());
    const primary = await partOf(first, logs, 'primary');
    await primary.start();
    await ensureDatabase(first, database);
    const urls = { primary: postgresUrl(first, database), replica: postgresUrl(second, database) };
    await setUp(urls.primary);
    await copyWhileRunning(urls.primary, first, second);
    const replica = await partOf(second, logs, 'replica');
    await replica.start();
    return new Replicated(folder, primary, replica, urls);
  }

  /** On the replica itself. */
  async ask(sql: string): Promise<void> {
    await on(this.urls.replica, (client) => client.query(sql));
  }

  async close(): Promise<void> {
    await this.replica.kill();
    await this.primary.stop();
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

function optionsIn(folder: string, name: string, port: number): PostgresOptions {
  return {
    folder: path.join(folder, name),
    port,
    password: 'only-for-this-run',
    passwordIsNew: false,
    throwAway: false,
    orphanedMs: 500,
    stop: new AbortController().signal,
  };
}

async function partOf(options: PostgresOptions, logs: Logs, name: string): Promise<Part> {
  const service = { ...(await preparePostgres(options)), name };
  return new Part(service, logs, path.join(options.folder, 'postmaster.pid'));
}

async function setUp(url: string): Promise<void> {
  const setup = path.join(import.meta.dirname, '../../dist/apps/api/src/setup.js');
  const env = testEnvironment({ DATABASE_URL: url, ONEGATE_LOG_LEVEL: 'error' });
  await promisify(execFile)(process.execPath, [setup], { env });
}

/** What pg_basebackup does, which the embedded PostgreSQL does not bring. */
async function copyWhileRunning(url: string, from: PostgresOptions, to: PostgresOptions): Promise<void> {
  await on(url, async (client) => {
    await client.query(`select pg_backup_start('replica', true)`);
    const isNeeded = (file: string): boolean => !/postmaster\.(pid|opts)$/.test(file);
    cpSync(from.folder, to.folder, { recursive: true, filter: isNeeded });
    const { rows } = await client.query<{ labelfile: string }>('select labelfile from pg_backup_stop(false)');
    writeFileSync(path.join(to.folder, 'backup_label'), rows[0]?.labelfile ?? '');
  });
  const { port, username, password } = new URL(url);
  const master = `host=127.0.0.1 port=${port} user=${username} password=${password}`;
  writeFileSync(path.join(to.folder, 'postgresql.auto.conf'), `primary_conninfo = '${master}'\n`);
  writeFileSync(path.join(to.folder, 'standby.signal'), '');
  chmodSync(to.folder, 0o700);
}

async function on<Result>(url: string, work: (client: pg.Client) => Promise<Result>): Promise<Result> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
