/**
 * The npm that runs this command, and the shell between them. Told to stop, npm tells only the shell, and killed
 * it tells nobody; so the command ends when either is gone. A command without npm belongs to nobody: the shell it
 * was typed in may go.
 */
import path from 'node:path';
import { commandOf, isAlive, parentOf, recordOf } from './process-identity.mjs';

export function starters() {
  const script = process.env.npm_lifecycle_script ?? '';
  if (!script.includes(path.basename(process.argv[1] ?? '?'))) return [];
  const isShell = /^(\S*\/)?(sh|bash|dash|zsh|ash) -c /.test(commandOf(process.ppid));
  const npm = isShell ? parentOf(process.ppid) : undefined;
  return [process.ppid, npm].filter((pid) => pid > 1).map(recordOf);
}

/** Calls back once when one of them is gone. Does not keep the process alive. */
export function onceGone(those, callback) {
  const watch = setInterval(() => {
    if (those.every(isAlive)) return;
    clearInterval(watch);
    callback();
  }, 250);
  watch.unref();
}
