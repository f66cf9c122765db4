import { splitAmount } from '@onegate/platform';

export interface Stretch {
  readonly start: Date;
  readonly end: Date;
}

export interface Prorated {
  readonly used: number;
  readonly left: number;
}

/** An amount for a period, in the part for what has passed of it and the part for what is left: together all of it. */
export function prorate(amount: number, { start, end }: Stretch, at: Date): Prorated {
  const [from, to] = [start.getTime(), end.getTime()];
  const now = Math.min(Math.max(at.getTime(), from), to);
  const [used = 0n, left = 0n] = splitAmount(BigInt(amount), [BigInt(now - from), BigInt(to - now)]);
  return { used: Number(used), left: Number(left) };
}
