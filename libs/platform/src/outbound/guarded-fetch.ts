import { type Agent, Headers, type HeadersInit, type Response, fetch } from 'undici';
import { limitBody } from './limited-body.js';
import { outboundAgent } from './outbound-agent.js';
import { type OutboundPolicy, checkOutboundUrl } from './outbound-policy.js';
import { asOutboundFailure, redirectsExhausted } from './outbound.errors.js';
import { type Hop, redirectOf } from './redirect.js';

export interface GuardedRequest {
  readonly method?: string;
  readonly headers?: HeadersInit;
  /** No streams: a redirect may ask for the body a second time. */
  readonly body?: string | Uint8Array;
  readonly signal?: AbortSignal;
  /** For the whole call, redirects and body included. */
  readonly totalTimeoutMs?: number;
  readonly maxResponseBytes?: number;
  readonly maxRedirects?: number;
  /** From `outboundAgent`, where other connect or header time-outs are wanted. */
  readonly agent?: Agent;
}

const defaults = { totalTimeoutMs: 30_000, maxResponseBytes: 10 * 1024 * 1024, maxRedirects: 5 };

/**
 * fetch, for addresses that someone else chose. Every hop is checked against the policy, every connection against the
 * address it really goes to; time and size are bounded. Throws a Failure `outbound.…`, and the caller's own abort reason.
 * Read or cancel the body: it holds a connection until then, or until the time is up.
 */
export async function guardedFetch(
  policy: OutboundPolicy,
  url: string | URL,
  request: GuardedRequest = {},
): Promise<Response> {
  const first = {
    url: checkOutboundUrl(policy, url),
    method: (request.method ?? 'GET').toUpperCase(),
    headers: new Headers(request.headers),
    body: request.body,
  };
  const { hop, response } = await follow(policy, first, request);
  const maxBytes = request.maxResponseBytes ?? defaults.maxResponseBytes;
  return limitBody(response, { host: hop.url.host, maxBytes, blame: blamer(request) });
}

async function follow(
  policy: OutboundPolicy,
  first: Hop,
  request: GuardedRequest,
): Promise<{ hop: Hop; response: Response }> {
  const maxRedirects = request.maxRedirects ?? defaults.maxRedirects;
  const call = callerOf(policy, request);
  let hop = first;
  for (let redirects = 0; redirects <= maxRedirects; redirects += 1) {
    const response = await call(hop);
    const next = await nextHop(policy, hop, response);
    if (!next) return { hop, response };
    hop = next;
  }
  throw redirectsExhausted({ host: first.url.host, limit: maxRedirects });
}

/** Frees the connection of a response that is left for another, whether or not the other may be called. */
async function nextHop(policy: OutboundPolicy, hop: Hop, response: Response): Promise<Hop | undefined> {
  try {
    const next = redirectOf(policy, hop, response);
    if (next) await response.body?.cancel();
    return next;
  } catch (refusal) {
    await response.body?.cancel();
    throw refusal;
  }
}

function callerOf(policy: OutboundPolicy, request: GuardedRequest): (hop: Hop) => Promise<Response> {
  const dispatcher = request.agent ?? sharedAgent(policy);
  const deadline = AbortSignal.timeout(request.totalTimeoutMs ?? defaults.totalTimeoutMs);
  const signal = request.signal ? AbortSignal.any([request.signal, deadline]) : deadline;
  const blame = blamer(request);
  return async ({ url, method, headers, body }) => {
    try {
      return await fetch(url, { method, headers, body, redirect: 'manual', dispatcher, signal });
    } catch (error) {
      throw blame(error, url.host);
    }
  };
}

/** What the caller himself broke off is told to him as it is. */
function blamer({ signal }: GuardedRequest): (error: unknown, host: string) => unknown {
  return (error, host) => (signal?.aborted ? error : asOutboundFailure(error, host));
}

/** One agent per policy object, so that connections are reused; it goes when the policy does. */
const agents = new WeakMap<OutboundPolicy, Agent>();

function sharedAgent(policy: OutboundPolicy): Agent {
  const known = agents.get(policy);
  if (known) return known;
  const agent = outboundAgent(policy);
  agents.set(policy, agent);
  return agent;
}
