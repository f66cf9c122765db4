import { Agent, request } from 'undici';
import type { RateJob, RateResult, Target } from './jobs.ts';

const warmUpMs = 500;
/** As many as the flood has. Requests that wait for one are late, which counts. */
const connections = 64;
/** Timers of Node are late by up to a millisecond: that is the driver's own doing, what is beyond it is not. */
const ownLatenessMs = 1.5;

/**
 * Sends at a fixed rate without waiting for answers, and measures from when a request was due: a server that stalls
 * makes all the requests late that were due meanwhile, not only the one that noticed.
 */
export async function fixedRate({ target, perSecond, seconds }: RateJob): Promise<RateResult> {
  const dispatcher = new Agent({ connections });
  const everyMs = 1_000 / perSecond;
  const total = Math.round(perSecond * (seconds + warmUpMs / 1_000));
  const begunAt = performance.now();
  const sent: Promise<Sample>[] = [];
  await new Promise<void>((resolve) => {
    const timer = setInterval(() => {
      while (sent.length < total && begunAt + sent.length * everyMs <= performance.now()) {
        sent.push(once(target, dispatcher, begunAt + sent.length * everyMs));
      }
      if (sent.length < total) return;
      clearInterval(timer);
      resolve();
    }, 1);
  });
  const samples = await Promise.all(sent);
  await dispatcher.close();
  const counted = samples.filter(({ dueAt }) => dueAt >= begunAt + warmUpMs);
  return {
    millis: counted.map(({ millis }) => millis),
    failed: samples.filter(({ isGood }) => !isGood).length,
  };
}

interface Sample {
  readonly dueAt: number;
  readonly millis: number;
  readonly isGood: boolean;
}

async function once({ url, headers, body }: Target, dispatcher: Agent, dueAt: number): Promise<Sample> {
  const sentAt = performance.now();
  const from = sentAt - dueAt < ownLatenessMs ? sentAt : dueAt;
  const sample = (isGood: boolean): Sample => ({ dueAt, millis: performance.now() - from, isGood });
  try {
    const answer = await request(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body,
      dispatcher,
    });
    await answer.body.dump({ limit: 1_000_000 });
    return sample(answer.statusCode === 200);
  } catch {
    return sample(false);
  }
}
