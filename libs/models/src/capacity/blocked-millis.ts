import type { Allowance, RateLimitReport } from './rate-limit-report.js';

/** A provider that counts wrong must not keep an account out of use for long. */
const longestMillis = 120_000;

/** How long calls are of no use because the provider says that nothing is left; 0 when something is. */
export function blockedMillis({ requests, tokens }: RateLimitReport, now: number): number | null {
  if (!requests && !tokens) return null;
  const waits = [requests, tokens].map((allowance) => waitFor(allowance, now));
  return Math.min(Math.max(...waits), longestMillis);
}

function waitFor(allowance: Allowance | null, now: number): number {
  if (allowance?.remaining !== 0 || allowance.resetsAt === null) return 0;
  return Math.max(0, allowance.resetsAt - now);
}
