import { setTimeout as pause } from 'node:timers/promises';
import { Agent, request } from 'undici';
import { quantile } from '../measuring/statistics.ts';
import type { StreamsJob, StreamsResult } from './jobs.ts';

interface Heard {
  readonly firstMillis: number;
  readonly isWhole: boolean;
}

/** Streams at once; each is read to its end, or left where the job says so. */
export async function streams(job: StreamsJob): Promise<StreamsResult> {
  const dispatcher = new Agent({ connections: job.atOnce, bodyTimeout: 60_000 });
  const gaps: number[] = [];
  const heard: Heard[] = [];
  let begun = 0;
  let failed = 0;
  const oneAfterTheOther = async (_: unknown, place: number): Promise<void> => {
    await pause(((job.spreadMs ?? 0) * place) / job.atOnce);
    while (begun < job.total) {
      begun += 1;
      await listen(job, dispatcher, gaps).then(
        (one) => heard.push(one),
        () => (failed += 1),
      );
    }
  };
  await Promise.all(Array.from({ length: job.atOnce }, oneAfterTheOther));
  await dispatcher.destroy();
  return {
    firstMillis: heard.map(({ firstMillis }) => firstMillis),
    gapMillis: { median: quantile(gaps, 0.5), p99: quantile(gaps, 0.99) },
    whole: heard.filter(({ isWhole }) => isWhole).length,
    failed,
  };
}

async function listen({ target, chunks, leaveAfter }: StreamsJob, dispatcher: Agent, gaps: number[]) {
  const sentAt = performance.now();
  const left = new AbortController();
  const { statusCode, body } = await request(target.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...target.headers },
    body: target.body,
    dispatcher,
    signal: left.signal,
  });
  const times: number[] = [];
  let events = 0;
  let tail = '';
  try {
    for await (const piece of body as AsyncIterable<Buffer>) {
      times.push(performance.now());
      const text = piece.toString('latin1');
      events += text.split('"choices":[{').length - 1;
      tail = text.slice(-40);
      if (times.length === leaveAfter) left.abort();
    }
  } catch (error) {
    if (!left.signal.aborted) throw error;
  }
  for (let at = 1; at < times.length; at += 1) gaps.push((times[at] ?? 0) - (times[at - 1] ?? 0));
  const isWhole = statusCode === 200 && events === chunks && tail.endsWith('data: [DONE]\n\n');
  return { firstMillis: (times[0] ?? Number.NaN) - sentAt, isWhole };
}
