import type { AutoTopUpSettings } from './auto-top-up-settings.entity.js';

const longestWait = 86_400_000;
const growth = 6;

/** How a wallet stands when somebody asks whether it is to be topped up. */
export interface Standing {
  readonly balanceNano: bigint;
  /** What was paid in this month, or is on its way. */
  readonly usedCents: number;
}

export type Verdict = 'due' | 'off' | 'enough' | 'waiting' | 'limit';

const nanoPerCent = 10_000_000n;

type Terms = Pick<
  AutoTopUpSettings,
  'isEnabled' | 'thresholdCents' | 'amountCents' | 'monthlyLimitCents' | 'nextTryAt'
>;

export function verdictOn(terms: Terms, { balanceNano, usedCents }: Standing, now: Date): Verdict {
  if (!terms.isEnabled) return 'off';
  if (balanceNano >= BigInt(terms.thresholdCents) * nanoPerCent) return 'enough';
  if (terms.nextTryAt && now < terms.nextTryAt) return 'waiting';
  const { amountCents, monthlyLimitCents: limit } = terms;
  return limit !== null && usedCents + amountCents > limit ? 'limit' : 'due';
}

/** How long to wait after so many failures in a row. */
export function waitAfter(failures: number, firstSeconds: number): number {
  return Math.min(firstSeconds * 1000 * growth ** (failures - 1), longestWait);
}

/** Of UTC. */
export function monthOf(now: Date): Date {
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), 1));
}
