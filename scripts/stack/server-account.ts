/**
 * PostgreSQL refuses to run as root. Started by root, it runs as an account without rights; where that account
 * cannot reach the checkout or the data folder (/root is closed to others), it is lent the one right to pass.
 */
import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import path from 'node:path';
import { Problem } from './problem.ts';

export interface Account {
  uid: number;
  gid: number;
}

/** How to start a program: as it is, under an account, or through setpriv. */
interface Launch {
  command: string;
  args: string[];
  uid?: number;
  gid?: number;
}

export type LaunchAs = (command: string, args: string[]) => Launch;

/** The account servers run as; undefined when this user can run them. What exists belongs to who made it. */
export function serverAccount(clusterFolder: string): Account | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const owner = statSync(clusterFolder, { throwIfNoEntry: false });
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  for (const name of ['postgres', '_postgres', 'nobody']) {
    const [uid, gid] = [idOf('-u', name), idOf('-g', name)];
    if (uid && gid) return { uid, gid };
  }
  throw new Problem(
    'PostgreSQL does not run as root, and there is no account "postgres" or "nobody" to run it as. Start Onegate as an ordinary user, or set DATABASE_URL.',
  );
}

/** The way to run programs that need these paths. The first path is a program that can be tried with --version. */
export function launchAs(account: Account | undefined, program: string, paths: string[]): LaunchAs {
  if (!account) return (command, args) => ({ command, args });
  if ([program, ...paths].every((one) => canReach(account, one))) {
    return (command, args) => ({ command, args, ...account });
  }
  for (const right of ['dac_read_search', 'dac_override']) {
    const through = passingWith(account, right);
    const trial = through(program, ['--version']);
    if (spawnSync(trial.command, trial.args, { cwd: '/' }).status === 0) return through;
  }
  throw new Problem(
    `PostgreSQL does not run as root, and the account it runs as (${account.uid}) may not enter ${closedFolder(account, [program, ...paths])}. ` +
      'Move the checkout (or ONEGATE_DATA_DIR) to a folder that others may enter, start as an ordinary user, or set DATABASE_URL.',
  );
}

/**
 * Without `no_setuid_fixup` the kernel sets the right aside in access(2), by which initdb looks for its fellow
 * programs.
 */
function passingWith({ uid, gid }: Account, right: string): LaunchAs {
  const identity = [`--reuid=${uid}`, `--regid=${gid}`, '--clear-groups', '--securebits=+no_setuid_fixup'];
  const lent = [`--inh-caps=+${right}`, `--ambient-caps=+${right}`];
  return (command, args) => ({ command: 'setpriv', args: [...identity, ...lent, '--', command, ...args] });
}

/** Judged by owner, group and mode of the path and of every folder above it. */
function canReach(account: Account, target: string): boolean {
  return closedFolder(account, [target]) === undefined && allows(account, target, 4);
}

function closedFolder(account: Account, targets: string[]): string | undefined {
  return targets.flatMap(foldersAbove).find((folder) => !allows(account, folder, 1));
}

function foldersAbove(target: string): string[] {
  const above = path.dirname(target);
  return above === target ? [] : [...foldersAbove(above), above];
}

function allows({ uid, gid }: Account, target: string, right: 1 | 4): boolean {
  const found = statSync(target, { throwIfNoEntry: false });
  if (!found) return true;
  const shift = found.uid === uid ? 6 : found.gid === gid ? 3 : 0;
  return ((found.mode >> shift) & right) === right;
}

function idOf(flag: '-u' | '-g', name: string): number | undefined {
  const { status, stdout } = spawnSync('id', [flag, name], { encoding: 'utf8' });
  return status === 0 ? Number(stdout) : undefined;
}
