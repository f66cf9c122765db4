import type { Lock } from '../lock.mjs';
import { Problem } from '../stack/problem.ts';
import { dataFolder, portProblem } from './claim.mjs';
import { Launcher } from './launcher.ts';
import { readSettings, type Settings } from './settings.ts';
import { StopRequest } from './stop-request.ts';
import { addressOf, summary } from './summary.ts';

/** Runs Onegate until it is told to stop; resolves to the exit code. The caller has claimed the data folder. */
export async function start(lock: Lock): Promise<number> {
  const stop = new StopRequest();
  stop.listen(lock.record.starters ?? []);
  outliveTheReader();
  try {
    await run(readSettings(process.env), lock, stop);
    return stop.problem ? tell(stop.problem) : 0;
  } catch (error) {
    return tell(error);
  } finally {
    process.disconnect?.();
  }
}

async function run(settings: Settings, lock: Lock, stop: StopRequest): Promise<void> {
  const checkPort = async (): Promise<void> => {
    const problem = await portProblem(settings.port, settings.host);
    if (problem) throw new Problem(problem);
  };
  const folderIsOurs = lock.record.made === true;
  const launcher = new Launcher({ settings, dataFolder, folderIsOurs, stop, say, checkPort });
  try {
    const secrets = await launcher.up();
    lock.describe({ url: addressOf(settings) });
    say(summary(settings, secrets, dataFolder));
    await untilAsked(stop);
  } catch (error) {
    if (!stop.wanted) throw error;
  } finally {
    await takeDown(launcher, lock, stop);
  }
}

async function takeDown(launcher: Launcher, lock: Lock, stop: StopRequest): Promise<void> {
  try {
    lock.describe({ state: 'stopping' });
  } catch {
    // Somebody removed the data folder. All the more reason to stop.
  }
  if (stop.wanted) say('\nStopping: finishing what is in flight …');
  await launcher.down();
  if (stop.wanted) say('Onegate has stopped.');
}

function untilAsked({ asked }: StopRequest): Promise<void> {
  return new Promise((resolve) => {
    if (asked.aborted) resolve();
    asked.addEventListener('abort', () => resolve());
  });
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

function tell(error: unknown): number {
  const text = error instanceof Problem ? error.message : `Onegate failed to start: ${stackOf(error)}`;
  process.stderr.write(`✗ ${text}\n`);
  return 1;
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

/** A pipe that nobody reads any more (`npm start | head`, a closed terminal) is no reason to fall over. */
function outliveTheReader(): void {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
}
