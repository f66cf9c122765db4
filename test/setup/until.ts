import { setTimeout as pause } from 'node:timers/promises';

/** Waits for a condition, not for a time: asks again every few milliseconds and gives up loudly. */
export async function until<Result>(
  what: string,
  ask: () => Promise<Result | undefined | false> | Result | undefined | false,
  withinMillis = 20_000,
): Promise<Result> {
  const deadline = Date.now() + withinMillis;
  for (;;) {
    const answer = await ask();
    if (answer) return answer;
    if (Date.now() > deadline) throw new Error(`Waited ${withinMillis} ms in vain: ${what}`);
    await pause(10);
  }
}
