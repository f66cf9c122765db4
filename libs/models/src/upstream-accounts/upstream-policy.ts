import type { Configuration, OutboundPolicy } from '@onegate/platform';

/** Where accounts and the source of models may be; without encryption only on a network of one's own. */
export function upstreamPolicy({ upstreams }: Pick<Configuration, 'upstreams'>): OutboundPolicy {
  return Object.freeze({
    allowPrivate: upstreams.allowPrivate,
    allowedSchemes: upstreams.allowPrivate ? (['https', 'http'] as const) : (['https'] as const),
  });
}
