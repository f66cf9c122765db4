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
  readonly setupClient?: (client: Client) => void;
}

interface Client {
  setRequests(requests: readonly Shot[]): void;
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
    ...shotsAt(target, connections),
  });
  return {
    answered: outcome['2xx'],
    failed: outcome.non2xx + outcome.errors,
    seconds: outcome.duration,
  };
}

/** Callers are shared out: with all of them on every connection, these would ask for one after another in step. */
function shotsAt(
  { headers, authorizations, body }: Target,
  connections: number,
): Pick<Options, 'requests' | 'setupClient'> {
  const shotOf = (authorization: string): Shot => ({
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers, authorization },
    body,
  });
  if (!authorizations) return { requests: [shotOf(headers['authorization'] ?? '')] };
  const all = authorizations.map(shotOf);
  const shares = Array.from({ length: connections }, (_, share) =>
    all.filter((_shot, index) => index % connections === share),
  ).filter((share) => share.length > 0);
  let client = 0;
  return {
    requests: all.slice(0, 1),
    setupClient: (one) => {
      one.setRequests(shares[client % shares.length] ?? all);
      client += 1;
    },
  };
}
