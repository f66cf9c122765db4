import { hinting, type CacheHint, type PartHints } from '../neutral/hints.js';

type CacheControl = { readonly ttl?: '5m' | '1h' | undefined } | undefined;

export function cacheHint(control: CacheControl): CacheHint | undefined {
  if (!control) return undefined;
  return control.ttl ? { ttl: control.ttl } : {};
}

/** What a block says of itself besides its content. */
export function blockHints(control: CacheControl, others: PartHints = {}): ReturnType<typeof hinting> {
  const cache = cacheHint(control);
  return hinting({ ...others, ...(cache && { cache }) });
}
