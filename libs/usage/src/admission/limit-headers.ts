import type { RateLimits } from '../holds/hold-ask.js';

interface Left {
  readonly requestsLeft: number | null;
  readonly tokensLeft: number | null;
  readonly resetMillis: number;
}

/** What is left of the limits per minute, as clients of the big providers know it. */
export function limitHeaders(rates: RateLimits | null, left: Left): Record<string, string> {
  const reset = `${Math.ceil(left.resetMillis / 1000)}s`;
  return {
    ...headersOf('requests', rates?.requestsPerMinute ?? null, left.requestsLeft, reset),
    ...headersOf('tokens', rates?.tokensPerMinute ?? null, left.tokensLeft, reset),
  };
}

function headersOf(
  what: 'requests' | 'tokens',
  limit: number | null,
  left: number | null,
  reset: string,
): Record<string, string> {
  if (limit === null) return {};
  return {
    [`x-ratelimit-limit-${what}`]: String(limit),
    [`x-ratelimit-remaining-${what}`]: String(left ?? 0),
    [`x-ratelimit-reset-${what}`]: reset,
  };
}

/** Whole seconds, never too few. */
export function retryAfter(millis: number): Record<string, string> {
  return { 'retry-after': String(Math.max(1, Math.ceil(millis / 1000))) };
}
