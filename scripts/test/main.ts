import { Problem } from '../stack/problem.ts';
import { starters } from '../starters.mjs';
import { ensureBuilt } from '../start/build.ts';
import { Progress } from '../start/progress.ts';
import { StopRequest } from '../start/stop-request.ts';
import { together } from '../start/together.ts';
import { chromiumPath } from './chromium.ts';
import { runJest } from './jest.ts';
import { ensurePgBouncer } from './pgbouncer.ts';
import { ThrowAwayStack } from './throw-away-stack.ts';

const say = (line: string): void => void process.stderr.write(`${line}\n`);

/** Runs Jest on a stack of its own and takes everything away again; resolves to the exit code. */
export async function runTests(args: string[]): Promise<number> {
  const stop = new StopRequest();
  stop.listen(starters());
  const stack = new ThrowAwayStack(stop);
  const progress = new Progress(say);
  try {
    const [env] = await together([servers(stack, progress), build(progress, stop.asked)] as const, () =>
      stop.fail(),
    );
    return await runJest(args, env, stop);
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
  await ensurePgBouncer(say);
  return { ...addresses, ...(chromium ? { CHROMIUM_PATH: chromium } : {}) };
}

function build(progress: Progress, stop: AbortSignal): Promise<boolean> {
  const done = (built: boolean): string | undefined => (built ? 'apps built' : undefined);
  return progress.step('building the apps', done, () => ensureBuilt(stop));
}

function tell(error: unknown): number {
  const text =
    error instanceof Problem ? error.message : String(error instanceof Error ? error.stack : error);
  say(`✗ ${text}`);
  return 1;
}
