import { publicHttpsOnly, type Configuration, type OutboundPolicy } from '@onegate/platform';

/** Where accounts may have themselves called; on a network of one's own also within it, and without encryption. */
const anywhere: OutboundPolicy = Object.freeze({
  allowPrivate: true,
  allowedSchemes: ['https', 'http'] as const,
});

export function webhookPolicy({ upstreams }: Pick<Configuration, 'upstreams'>): OutboundPolicy {
  return upstreams.allowPrivate ? anywhere : publicHttpsOnly;
}
