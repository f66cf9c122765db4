import { setTimeout as pause } from 'node:timers/promises';

/** Waits for a condition, not for a time: asks again every few milliseconds and gives up loudly. */
export async function until<Result>(
  what: string,
  ask: () => Promise<Result | undefined | false> | Result | undefined | false,
  withinMillis = 60_000,
): Promise<Result> {
  const deadline = Date.now() + withinMillis;
  for (;;) {
    const answer = await inTime(what, ask(), withinMillis);
    if (answer) return answer;
    if (Date.now() > deadline) throw new Error(`Waited ${withinMillis} ms in vain: ${what}`);
    await pause(10);
  }
}

/** A question without an answer would wait for longer than anybody looks. */
async function inTime<Answer>(
  what: string,
  answer: Promise<Answer> | Answer,
  withinMillis: number,
): Promise<Answer> {
  if (!(answer instanceof Promise)) return answer;
  const answered = new AbortController();
  const late = pause(withinMillis, undefined, { signal: answered.signal }).then(() => {
    throw new Error(`Had no answer within ${withinMillis} ms: ${what}`);
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    answered.abort();
  }
}
