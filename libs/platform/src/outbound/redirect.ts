import { Headers, type Response } from 'undici';
import { redirectRefused, urlMalformed } from './outbound.errors.js';
import { type OutboundPolicy, checkOutboundUrl } from './outbound-policy.js';

/** One request of a call that may be redirected. The body is kept whole, because a redirect may ask for it again. */
export interface Hop {
  readonly url: URL;
  readonly method: string;
  readonly headers: Headers;
  readonly body?: string | Uint8Array;
}

const redirectStatuses = new Set([301, 302, 303, 307, 308]);
/** All that another origin is told. Not a list of secrets to drop: any header may be one (`x-api-key`, `cookie`, …). */
const tellable = new Set(['accept', 'accept-language', 'content-type', 'user-agent']);

/** Where a response sends the call next, checked like the first address; `undefined` where it sends it nowhere. */
export function redirectOf(policy: OutboundPolicy, hop: Hop, response: Response): Hop | undefined {
  const location = redirectStatuses.has(response.status) ? response.headers.get('location') : null;
  if (location === null) return undefined;
  const url = checkOutboundUrl(policy, absolute(location, hop.url));
  if (hop.url.protocol === 'https:' && url.protocol === 'http:') {
    throw redirectRefused({ host: hop.url.host });
  }
  const kept = becomesGet(hop.method, response.status) ? asGet(hop) : hop;
  return { ...kept, url, headers: headersFor(url, hop.url, kept.headers) };
}

function absolute(location: string, base: URL): URL {
  const url = URL.parse(location, base.href);
  if (!url) throw urlMalformed();
  return url;
}

/** As browsers do: "see other" always, and a moved POST by long custom. */
function becomesGet(method: string, status: number): boolean {
  if (status === 303) return method !== 'HEAD';
  return method === 'POST' && (status === 301 || status === 302);
}

function asGet({ url, headers }: Hop): Hop {
  const kept = [...headers].filter(([name]) => !name.startsWith('content-'));
  return { url, method: 'GET', headers: new Headers(kept) };
}

function headersFor(next: URL, previous: URL, headers: Headers): Headers {
  if (next.origin === previous.origin) return headers;
  return new Headers([...headers].filter(([name]) => tellable.has(name)));
}
