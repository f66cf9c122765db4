import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { freePort } from '../../scripts/stack/ports.ts';
import { launchAs, serverAccount } from '../../scripts/stack/server-account.ts';
import { databaseUrl } from '../setup/test-environment.ts';
import { until } from '../setup/until.ts';

/** PgBouncer before the database of the tests, which gives a connection away at the end of each transaction. */
export class Pooler {
  private constructor(
    private readonly child: ChildProcess,
    private readonly port: number,
    private readonly folder: string,
  ) {}

  static async start(program: string, connections: number): Promise<Pooler> {
    const folder = mkdtempSync(path.join(tmpdir(), 'onegate-pooler-'));
    chmodSync(folder, 0o755);
    const port = await freePort();
    const file = path.join(folder, 'pgbouncer.ini');
    writeFileSync(file, settings(port, connections));
    const log = openSync(path.join(folder, 'log'), 'w');
    // It does not run as root, and must be able to read its settings.
    const account = serverAccount(path.join(folder, 'none'));
    const { command, args, ...rights } = launchAs(account, program, [file])(program, [file]);
    const child = spawn(command, args, { stdio: ['ignore', log, log], ...rights });
    await until('the pooler', () => answers(port));
    return new Pooler(child, port, folder);
  }

  url(database: string): string {
    return `postgres://somebody@127.0.0.1:${this.port}/${database}`;
  }

  async close(): Promise<void> {
    this.child.kill('SIGKILL');
    await once(this.child, 'exit');
    rmSync(this.folder, { recursive: true, force: true });
  }
}

function settings(port: number, connections: number): string {
  const { hostname, port: behind, username, password } = new URL(databaseUrl('postgres'));
  const secret = password ? ` password=${password}` : '';
  return [
    '[databases]',
    `* = host=${hostname} port=${behind} user=${username}${secret}`,
    '[pgbouncer]',
    'listen_addr = 127.0.0.1',
    `listen_port = ${port}`,
    'unix_socket_dir =',
    'auth_type = any',
    'pool_mode = transaction',
    `default_pool_size = ${connections}`,
    'max_client_conn = 200',
    '',
  ].join('\n');
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    const end = (isThere: boolean): void => {
      socket.destroy();
      resolve(isThere);
    };
    socket.once('connect', () => end(true)).once('error', () => end(false));
  });
}
