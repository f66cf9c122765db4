import { once } from 'node:events';
import type { Logs } from '../stack/log-file.ts';
import { Problem } from '../stack/problem.ts';
import { spawnApp } from './apps.ts';

const script = 'dist/apps/api/src/setup.js';

export interface SetUpOptions {
  environment: NodeJS.ProcessEnv;
  logs: Logs;
  record: (name: string, pid: number) => void;
  stop: AbortSignal;
}

/** Migrates the database and creates what the first administrator needs. Running it again changes nothing. */
export async function setUp({ environment, logs, record, stop }: SetUpOptions): Promise<void> {
  const child = await logs.with('setup', (log) => spawnApp(script, environment, log));
  if (child.pid !== undefined) record('setup', child.pid);
  const end = (): boolean => child.kill('SIGTERM');
  stop.addEventListener('abort', end);
  const [code, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null];
  stop.removeEventListener('abort', end);
  if (code === 0) return;
  throw new Problem(
    `The database could not be set up (${signal ?? `exit code ${code}`}). The end of ${logs.path('setup')}:\n${logs.tail('setup')}`,
  );
}
