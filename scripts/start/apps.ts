import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import { root } from '../pinned-node.mjs';
import type { Service } from '../stack/service.ts';
import { nodeFlags } from './node-flags.ts';
import { addressOf } from './summary.ts';

/** Long enough for an app's own limits on settling and finishing calls, twenty seconds in production mode, to come first. */
const stopWithinMs = 25_000;

export interface App {
  name: 'api' | 'worker' | 'simulator';
  title: string;
  port: number;
  /** The path that answers 200 once it is ready. */
  health: string;
}

export function appService(app: App, host: string, environment: NodeJS.ProcessEnv): Service {
  const url = `${addressOf({ host: app.name === 'api' ? host : '127.0.0.1', port: app.port })}${app.health}`;
  const script = path.join('dist', 'apps', app.name, 'src', 'main.js');
  return {
    name: app.name,
    title: app.title,
    stopWithinMs,
    isReady: () => answersOk(url),
    spawn: (log) => spawnApp(script, environment, log),
  };
}

/** In a group of its own, away from the terminal's Ctrl-C; the channel tells it when the launcher is gone. */
export function spawnApp(script: string, environment: NodeJS.ProcessEnv, log: number): ChildProcess {
  return spawn(process.execPath, [...nodeFlags, path.join(root, script)], {
    cwd: root,
    env: environment,
    stdio: ['ignore', log, log, 'ipc'],
    detached: true,
  });
}

async function answersOk(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(2000) });
    await response.arrayBuffer();
    return response.ok;
  } catch {
    return false;
  }
}
