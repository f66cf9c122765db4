import { createRequire } from 'node:module';
import path from 'node:path';
import type { FloodJob, FloodResult, Target } from './jobs.ts';

interface Shot {
  readonly method: 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

interface Options {
  readonly url: string;
  readonly connections: number;
  readonly duration?: number;
  readonly amount?: number;
  readonly requests: readonly Shot[];
}

interface Outcome {
  readonly '2xx': number;
  readonly non2xx: number;
  readonly errors: number;
  readonly duration: number;
}

/** From the packages of the benchmark, which are not there before its first run. */
const require = createRequire(path.join(import.meta.dirname, '..', 'package.json'));

export async function flood({ target, connections, seconds, amount }: FloodJob): Promise<FloodResult> {
  const autocannon = require('autocannon') as (options: Options) => Promise<Outcome>;
  const outcome = await autocannon({
    url: target.url,
    connections,
    ...(amount === undefined ? { duration: seconds } : { amount }),
    requests: shotsAt(target),
  });
  return {
    answered: outcome['2xx'],
    failed: outcome.non2xx + outcome.errors,
    seconds: outcome.duration,
  };
}

function shotsAt({ headers, authorizations, body }: Target): Shot[] {
  const each = authorizations ?? [headers['authorization'] ?? ''];
  return each.map((authorization) => ({
    method: 'POST' as const,
    headers: { 'content-type': 'application/json', ...headers, authorization },
    body,
  }));
}
