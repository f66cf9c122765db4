import {
  lchownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { syncFolder } from './durable-file.ts';
import type { PostgresBinaries } from './postgres-binaries.ts';
import { Problem } from './problem.ts';
import type { Account, LaunchAs } from './server-account.ts';
import { runTool } from './tool.ts';

export const superuser = 'onegate';

export interface Cluster {
  folder: string;
  binaries: PostgresBinaries;
  account: Account | undefined;
  launch: LaunchAs;
  password: string;
  throwAway: boolean;
  stop: AbortSignal;
}

/** Sees that there is a database cluster. It is made aside and moved into place whole, so a half-made one is never met. */
export async function ensureCluster(cluster: Cluster): Promise<'made' | 'kept'> {
  removeHalfMade(cluster.folder);
  if (existsSync(path.join(cluster.folder, 'PG_VERSION'))) {
    adopt(cluster);
    return 'kept';
  }
  const aside = mkdtempSync(`${cluster.folder}.new-`);
  give(aside, cluster.account);
  await initialise(cluster, aside);
  renameSync(path.join(aside, 'data'), cluster.folder);
  rmSync(aside, { recursive: true });
  if (!cluster.throwAway) syncFolder(path.dirname(cluster.folder));
  return 'made';
}

async function initialise(cluster: Cluster, aside: string): Promise<void> {
  const passwordFile = path.join(aside, 'password');
  writeFileSync(passwordFile, `${cluster.password}\n`, { mode: 0o600 });
  give(passwordFile, cluster.account);
  const { command, args, ...identity } = cluster.launch(cluster.binaries.initdb, [
    `--pgdata=${path.join(aside, 'data')}`,
    `--username=${superuser}`,
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    ...(cluster.throwAway ? ['--no-sync'] : []),
  ]);
  const options = { cwd: aside, env: serverEnvironment(), signal: cluster.stop, detached: true, ...identity };
  const { code, output } = await runTool(command, args, options);
  if (code !== 0) throw new Problem(`PostgreSQL could not make its data folder:\n${output.trimEnd()}`);
}

/** Sets the password anew in a cluster whose old one is lost, while no server runs. */
export async function resetPassword(cluster: Cluster): Promise<void> {
  const single = ['--single', '-D', cluster.folder, 'postgres'];
  const { command, args, ...identity } = cluster.launch(cluster.binaries.postgres, single);
  const input = `ALTER ROLE ${superuser} PASSWORD '${cluster.password}'\n`;
  const options = { cwd: cluster.folder, env: serverEnvironment(), input, ...identity };
  const { code, output } = await runTool(command, args, options);
  if (code !== 0) throw new Problem(`PostgreSQL could not be given a new password:\n${output.trimEnd()}`);
}

function removeHalfMade(folder: string): void {
  const prefix = `${path.basename(folder)}.new-`;
  const parent = path.dirname(folder);
  mkdirSync(parent, { recursive: true, mode: 0o700 });
  for (const entry of readdirSync(parent).filter((name) => name.startsWith(prefix))) {
    rmSync(path.join(parent, entry), { recursive: true, force: true });
  }
}

/** A cluster that root restored from somewhere goes to the account; one of another PostgreSQL is left alone. */
function adopt({ folder, account, binaries }: Cluster): void {
  const made = readFileSync(path.join(folder, 'PG_VERSION'), 'utf8').trim();
  const expected = bundledMajor(binaries);
  if (made !== expected) {
    throw new Problem(
      `${folder} was made by PostgreSQL ${made}, and this is PostgreSQL ${expected}. Move the data with pg_dumpall, or use another ONEGATE_DATA_DIR.`,
    );
  }
  if (account && statSync(folder).uid !== account.uid) giveAll(folder, account);
}

function bundledMajor({ share }: PostgresBinaries): string {
  return (
    readFileSync(share, 'utf8')
      .slice(0, 40)
      .match(/PostgreSQL (\d+)/)?.[1] ?? 'of an unknown version'
  );
}

function giveAll(folder: string, account: Account): void {
  give(folder, account);
  for (const entry of readdirSync(folder, { recursive: true, encoding: 'utf8' }))
    give(path.join(folder, entry), account);
}

function give(target: string, account: Account | undefined): void {
  if (account) lchownSync(target, account.uid, account.gid);
}

/** The servers get no setting of the user's: PGPORT or PGOPTIONS of another database would only harm. */
export function serverEnvironment(): Record<string, string> {
  return { PATH: process.env.PATH ?? '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };
}
