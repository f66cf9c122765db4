import { isIP } from 'node:net';
import { mayConnectTo } from './address-rules.js';
import { addressRefused, credentialsInUrl, schemeRefused, urlMalformed } from './outbound.errors.js';

export type OutboundScheme = 'http' | 'https';

/** What the server may call on someone's behalf: directories, webhooks, upstreams. */
export interface OutboundPolicy {
  /** Whether loopback and private networks may be called. Metadata services and the like never may. */
  readonly allowPrivate: boolean;
  readonly allowedSchemes: readonly OutboundScheme[];
}

/** The policy for addresses that tenants set. */
export const publicHttpsOnly: OutboundPolicy = Object.freeze({
  allowPrivate: false,
  allowedSchemes: ['https'] as const,
});

/**
 * Reads a URL and refuses what can be refused without asking the DNS; for checking a setting when it is saved. Parsing
 * has by then turned hosts such as `2130706433` and `0x7f.1` into plain addresses. Names are judged at each connect.
 */
export function checkOutboundUrl(policy: OutboundPolicy, text: string | URL): URL {
  const url = parse(text);
  if (!policy.allowedSchemes.some((scheme) => url.protocol === `${scheme}:`)) {
    throw schemeRefused({ schemes: policy.allowedSchemes.join(' and ') });
  }
  if (url.username !== '' || url.password !== '') {
    throw credentialsInUrl();
  }
  checkLiteralHost(policy, url.hostname);
  return url;
}

/** Refuses a host that is an address and not an allowed one; a name passes. */
export function checkLiteralHost(policy: OutboundPolicy, host: string): void {
  const address = host.startsWith('[') ? host.slice(1, -1) : host;
  const literal = isIP(address) !== 0 || host.startsWith('[');
  if (literal && !mayConnectTo(address, policy.allowPrivate)) throw addressRefused({ host });
}

function parse(text: string | URL): URL {
  const url = URL.parse(String(text));
  if (!url) throw urlMalformed();
  return url;
}
