/** What is left of one quantity, as somebody counts it. Moments are epoch milliseconds. */
export interface Allowance {
  readonly limit: number | null;
  readonly remaining: number | null;
  readonly resetsAt: number | null;
}

/** A longer window of a subscription, of which only the share is told. */
export interface UsedShare {
  /** From 0 to 1. */
  readonly used: number;
  readonly resetsAt: number | null;
}

/** What one answer of a provider told about its limits. */
export interface RateLimitReport {
  readonly requests: Allowance | null;
  readonly tokens: Allowance | null;
  readonly fiveHour: UsedShare | null;
  readonly weekly: UsedShare | null;
}

/** How much is left, from 0 to 1; `null` where it cannot be told. */
export function shareLeft({ limit, remaining }: Allowance): number | null {
  if (remaining === null) return null;
  if (remaining === 0) return 0;
  return limit === null || limit === 0 ? null : Math.min(remaining / limit, 1);
}

/** The one that runs out first. */
export function tightest<Known extends Allowance>(allowances: readonly Known[]): Known | null {
  return allowances.toSorted((a, b) => (shareLeft(a) ?? 2) - (shareLeft(b) ?? 2)).at(0) ?? null;
}
