import { setTimeout as pause } from 'node:timers/promises';
import { until } from '../setup/until.ts';
import type { Books } from './books.ts';
import { complaintsAbout, type Round } from './call-checks.ts';
import { make } from './client.ts';
import type { FaultHouse } from './fault-house.ts';
import type { Fault } from './faults.ts';
import type { PlannedCall } from './planned-call.ts';

const restWithinMs = 25_000;
const sweepEveryMillis = 1_500;

/** All calls and all faults at their moments; over once every call has ended; apps may still be on their way back. */
export async function play(
  house: FaultHouse,
  calls: readonly PlannedCall[],
  faults: readonly Fault[],
): Promise<Round> {
  const happenings = faults.map(async ({ atMillis, forMillis, happen }) => {
    await pause(atMillis);
    await happen(forMillis);
  });
  const made = calls.map(async (call) => {
    await pause(call.atMillis);
    const api = await house.openApi(call.api);
    return make({ ...call, api }, house.apiUrls[api] ?? '');
  });
  const [records] = await Promise.all([Promise.all(made), Promise.all(happenings)]);
  house.requireNoOtherEnds();
  return { records, endedApis: new Set(faults.flatMap(({ endsApi }) => endsApi ?? [])) };
}

/** Waits until everything that was charged is in the books and nothing is held; then all must agree to the nano-dollar. */
export async function reconcile(books: Books, round: Round, prefix: string): Promise<void> {
  let complaints: string[] = [];
  let sweptAt = 0;
  const isWell = async (): Promise<boolean> => {
    if (performance.now() - sweptAt > sweepEveryMillis) {
      sweptAt = performance.now();
      await books.sweep();
    }
    complaints = await complaintsIn(books, round, prefix).catch((error: unknown) => [String(error)]);
    return complaints.length === 0;
  };
  await until('the books to be right', isWell, restWithinMs).catch((error: unknown) => {
    throw new Error(`The books are not right:\n${complaints.join('\n')}`, { cause: error });
  });
}

async function complaintsIn(books: Books, round: Round, prefix: string): Promise<string[]> {
  const unrest = await books.complaints();
  if (unrest.length > 0) return unrest;
  return complaintsAbout(round, await books.booked(prefix), await books.served());
}
