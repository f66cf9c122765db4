import type { CapWindow } from '@onegate/billing';

/** The time up to now that a cap of a plan looks at. It moves along in steps, of which sums are kept. */
export interface CapPeriod {
  readonly window: CapWindow;
  readonly millis: number;
  readonly stepMillis: number;
}

type Steps = Pick<CapPeriod, 'millis' | 'stepMillis'>;

/** Steps are numbered since 1970. */
export function stepAt({ stepMillis }: Pick<Steps, 'stepMillis'>, moment: number): number {
  return Math.floor(moment / stepMillis);
}

/** So many count beside the one that is now: what was spent counts for the whole window, and a step longer at most. */
export function stepsBefore({ millis, stepMillis }: Steps): number {
  return Math.ceil(millis / stepMillis);
}

/** When what was spent in a step does not count any more. */
export function leavesAt(period: Steps, step: number): number {
  return (step + stepsBefore(period) + 1) * period.stepMillis;
}
