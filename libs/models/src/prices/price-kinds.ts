/**
 * What can have a price, and which price stands in where it has none of its own. A cached token without a price costs
 * what an uncached one does: a catalog that forgets a price must not give anything away. What ends in `null` is free
 * then, because sources leave out what they do not charge for.
 *
 * Tokens, but for `image` (each picture that is sent), `request` (each call) and `web_search` (each search).
 */
export const priceKinds = {
  input: null,
  cached_read: 'input',
  /** Kept for five minutes. */
  cache_write: 'input',
  cache_write_1h: 'cache_write',
  output: null,
  reasoning: 'output',
  image: null,
  image_token: 'input',
  /** Of pictures that a model draws: many times dearer than text where they have a price, and never free. */
  image_output: 'output',
  audio: 'input',
  audio_output: 'output',
  cached_audio: 'cached_read',
  request: null,
  web_search: null,
} as const;

export type PriceKind = keyof typeof priceKinds;

export const priceKindNames = Object.keys(priceKinds) as PriceKind[];

/** Without these a call cannot be charged. */
export const neededKinds: readonly PriceKind[] = ['input', 'output'];
