import { until } from '../../setup/until.ts';
import type { StripeHouse } from '../stripe/stripe-house.ts';
import { releaseJobs } from './dead-worker.ts';
import { MortalProcess, patience } from './mortal-process.ts';
import type { Tale } from './mortal-tales.ts';
import { StepGate } from './step-gate.ts';

interface Killing {
  readonly house: StripeHouse;
  readonly app: 'api' | 'worker';
  /** So many tales can be held in one process. */
  readonly atOnce: number;
  readonly newTale: () => Promise<Tale>;
}

/**
 * Holds a tale before its first step, another one before its second, and so on, until one has no more of them, and
 * kills the process in which they are; each must end well. Answers the steps at which it died.
 */
export async function killAtEveryStep(killing: Killing): Promise<string[]> {
  const { house, app } = killing;
  const gate = new StepGate();
  gate.guardStripe(house.stripe);
  const deaths: string[] = [];
  let mortal = await MortalProcess.start(house, app, gate);
  for (;;) {
    const round = await holdSome(killing, { gate, mortal, from: deaths.length + 1 });
    await mortal.kill();
    await Promise.all(round.map(({ ending }) => ending));
    await releaseJobs(house);
    const held = round.flatMap(({ death }) => death ?? []);
    deaths.push(...held);
    const isLast = held.length < round.length;
    if (app === 'worker' || !isLast) mortal = await MortalProcess.start(house, app, gate);
    for (const { tale } of round) await tale.goOn();
    for (const { tale } of round) await tale.check();
    if (isLast) return deaths;
  }
}

interface Held {
  readonly tale: Tale;
  /** None where it had no such step: then its process dies right after it. */
  readonly death: string | null;
  readonly ending: Promise<unknown>;
}

interface Scene {
  readonly gate: StepGate;
  readonly mortal: MortalProcess;
  readonly from: number;
}

async function holdSome({ newTale, atOnce }: Killing, { gate, mortal, from }: Scene): Promise<Held[]> {
  const round: Held[] = [];
  for (const tale of await prepared(newTale, atOnce)) {
    if (round.at(-1)?.death === null) break;
    gate.holdAt(from + round.length);
    const ending = tale.begin(mortal.url).catch(() => null);
    await until('the step or the end', async () => gate.heldAt ?? (await tale.isOver()), patience / 2);
    round.push({ tale, death: gate.heldAt, ending });
  }
  return round;
}

/** Before any is held, because what is held keeps its locks. */
async function prepared(newTale: () => Promise<Tale>, count: number): Promise<Tale[]> {
  const tales: Tale[] = [];
  while (tales.length < count) tales.push(await newTale());
  return tales;
}
