import { drive } from '../driver/drive.ts';
import { residentMegabytes } from '../measuring/process-meter.ts';
import { fixed, goal, whole } from '../measuring/wording.ts';
import type { Scenario } from '../scenario.ts';
import type { Contender, Stage } from '../stage.ts';
import { chunksOfStream } from '../servers/upstream-answers.ts';
import { shortCall, streamedCall } from './prompts.ts';

const steps = 5;
const calls = 200_000;
const streams = 10_000;
/** What the second half may grow by: the first fills caches, connections and the space for young objects. */
const mostGrowth = 1.1;

export const memory: Scenario = {
  name: 'memory',
  about: `Resident memory over ${whole(calls)} calls and ${whole(streams)} streams that their clients leave`,
  isByNameOnly: true,
  needsPackages: true,
  async run(stage, { share }) {
    const onegate = await stage.freshOnegate();
    const afterCalls = await inSteps(onegate, () => someCalls(onegate, (calls * share) / steps));
    const afterStreams = await inSteps(onegate, () => someStreams(onegate, (streams * share) / steps));
    const row = (what: string, megabytes: readonly number[]) => ({ what, figures: megabytes.map(whole) });
    return [
      {
        columns: [
          'at first',
          ...Array.from({ length: steps }, (_, step) => `${((step + 1) * 100) / steps} %`),
        ],
        rows: [row('calls, MB', afterCalls), row('streams, MB', afterStreams)],
        notes: [verdict('calls', afterCalls), verdict('streams', afterStreams), await openHolds(stage)],
      },
    ];
  },
};

async function inSteps({ pid }: Contender, work: () => Promise<unknown>): Promise<number[]> {
  const megabytes = [residentMegabytes(pid)];
  for (let step = 0; step < steps; step += 1) {
    await work();
    megabytes.push(residentMegabytes(pid));
  }
  return megabytes;
}

function someCalls(onegate: Contender, amount: number): Promise<unknown> {
  const target = onegate.target('short', shortCall);
  return drive<'flood'>({ kind: 'flood', target, connections: 64, seconds: 0, amount });
}

function someStreams(onegate: Contender, total: number): Promise<unknown> {
  const target = onegate.target('stream', streamedCall);
  return drive<'streams'>({
    kind: 'streams',
    target,
    atOnce: 50,
    total,
    chunks: chunksOfStream,
    leaveAfter: 3,
  });
}

function verdict(of: string, megabytes: readonly number[]): string {
  const [middle = 0, end = 0] = [megabytes[Math.ceil(steps / 2)], megabytes.at(-1)];
  const growth = end / middle;
  return goal(`${of}: the second half grew to ${fixed(growth, 2)} of the first`, growth <= mostGrowth);
}

/** Money that is still held when nobody calls any more would be lost to its account. */
async function openHolds(stage: Stage): Promise<string> {
  const held = await stage.heldNano();
  return goal(`${held} nano-dollars are still held`, held === 0);
}
