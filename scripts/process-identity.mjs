/**
 * Tells one process from a later one that was given the same number. A number alone proves nothing: numbers are
 * re-used, and a dead process that nobody has collected still answers `kill -0`. Runs under any Node from 18 on.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** What stays the same for as long as this process lives and is never given to another; undefined once it is dead. */
export function identityOf(pid) {
  if (!Number.isInteger(pid) || pid <= 0) return undefined;
  return process.platform === 'linux' ? identityFromProc(pid) : identityFromPs(pid);
}

/** Is the very process alive that was recorded, and not another one under its number? */
export function isAlive(recorded) {
  return recorded?.identity !== undefined && identityOf(recorded.pid) === recorded.identity;
}

export function recordOf(pid) {
  return { pid, identity: identityOf(pid) };
}

/** The number of the process that started this one; undefined when that cannot be told. */
export function parentOf(pid) {
  const parent = process.platform === 'linux' ? Number(statOf(pid)[1]) : Number(ps(pid, 'ppid='));
  return parent > 1 ? parent : undefined;
}

/** The command line of a process, as far as the system shows it; empty when there is none. */
export function commandOf(pid) {
  if (process.platform !== 'linux') return ps(pid, 'args=');
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
  } catch {
    return '';
  }
}

function identityFromProc(pid) {
  const fields = statOf(pid);
  const [state, ticksSinceBoot] = [fields[0], fields[19]];
  return !state || state === 'Z' || state === 'X' ? undefined : `${bootId()}:${ticksSinceBoot}`;
}

/** The fields behind the name, which may itself hold blanks and brackets: state, parent and so on. */
function statOf(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch {
    return [];
  }
}

function bootId() {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch {
    return '';
  }
}

function identityFromPs(pid) {
  const [state, ...started] = ps(pid, 'stat=,lstart=').split(/\s+/);
  return !state || state.startsWith('Z') ? undefined : started.join(' ');
}

function ps(pid, columns) {
  const env = { ...process.env, LC_ALL: 'C', TZ: 'UTC' };
  return spawnSync('ps', ['-o', columns, '-p', String(pid)], { encoding: 'utf8', env }).stdout?.trim() ?? '';
}
