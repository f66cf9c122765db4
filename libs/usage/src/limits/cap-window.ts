import type { CapWindow } from '@onegate/billing';

/** Stretches of one length that follow each other from a moment on. */
export interface CapPeriod {
  readonly window: CapWindow;
  readonly since: number;
  readonly millis: number;
}

/** The one that a moment falls into; before the first it is the first. */
export function windowAt(
  { since, millis }: Pick<CapPeriod, 'since' | 'millis'>,
  moment: number,
): { start: number; end: number } {
  const index = Math.max(0, Math.floor((moment - since) / millis));
  const start = since + index * millis;
  return { start, end: start + millis };
}
