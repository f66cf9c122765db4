import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { root } from '../pinned-node.mjs';
import { Problem } from '../stack/problem.ts';
import { ensureBuilt } from '../start/build.ts';
import { Progress } from '../start/progress.ts';
import { StopRequest } from '../start/stop-request.ts';
import { together } from '../start/together.ts';
import { chromiumPath } from './chromium.ts';
import { ThrowAwayStack } from './throw-away-stack.ts';

const say = (line: string): void => void process.stderr.write(`${line}\n`);

/** Runs Jest on a stack of its own and takes everything away again; resolves to the exit code. */
export async function runTests(args: string[]): Promise<number> {
  const stop = new StopRequest();
  stop.listen([]);
  const stack = new ThrowAwayStack(stop);
  const progress = new Progress(say);
  try {
    const [env] = await together([servers(stack, progress), build(progress, stop.asked)] as const, () =>
      stop.fail(),
    );
    return await jest(args, env, stop.asked);
  } catch (error) {
    return stop.wanted ? 130 : tell(error);
  } finally {
    await stack.down();
    process.disconnect?.();
  }
}

/** One after the other: both may have to install a package, and only one can at a time. */
async function servers(stack: ThrowAwayStack, progress: Progress): Promise<NodeJS.ProcessEnv> {
  const doing = 'starting PostgreSQL and Redis for the tests';
  const addresses = await progress.step(doing, 'servers for the tests ready', () => stack.up());
  const chromium = await chromiumPath(say);
  return { ...addresses, ...(chromium ? { CHROMIUM_PATH: chromium } : {}) };
}

function build(progress: Progress, stop: AbortSignal): Promise<boolean> {
  const done = (built: boolean): string | undefined => (built ? 'apps built' : undefined);
  return progress.step('building the apps', done, () => ensureBuilt(stop));
}

/** Jest's summary goes to its standard error, as ever; what it was asked to run is passed on as it is. */
async function jest(args: string[], env: NodeJS.ProcessEnv, stop: AbortSignal): Promise<number> {
  if (stop.aborted) return 130;
  const program = path.join(root, 'node_modules', 'jest', 'bin', 'jest.js');
  const flags = ['--experimental-vm-modules', '--no-warnings'];
  const child = spawn(process.execPath, [...flags, program, ...args], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, ...env },
  });
  const end = (): boolean => child.kill('SIGTERM');
  stop.addEventListener('abort', end);
  const [code] = (await once(child, 'exit')) as [number | null];
  stop.removeEventListener('abort', end);
  return stop.aborted ? 130 : (code ?? 1);
}

function tell(error: unknown): number {
  const text =
    error instanceof Problem ? error.message : String(error instanceof Error ? error.stack : error);
  say(`✗ ${text}`);
  return 1;
}
