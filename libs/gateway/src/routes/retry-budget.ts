import { readRetryAfter } from '@onegate/models';
import type { Trouble } from '../upstream/trouble.js';

const firstWaitMs = 250;
const longestWaitMs = 8_000;

/** How many tries a call has, and how long it may spend on those that fail. */
export class RetryBudget {
  private tries = 0;
  private readonly endsAt: number;

  constructor(
    private readonly mostTries: number,
    millis: number,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.endsAt = now() + millis;
  }

  get used(): number {
    return this.tries;
  }

  /** Counts a try that is about to be made. */
  take(): void {
    this.tries += 1;
  }

  get isSpent(): boolean {
    return this.tries >= this.mostTries || this.now() >= this.endsAt;
  }

  /** How long to wait before the same account is tried again; `null` where that is longer than there is time. */
  waitAfter({ headers }: Pick<Trouble, 'headers'>): number | null {
    if (this.isSpent) return null;
    const backOff = firstWaitMs * 2 ** Math.max(0, this.tries - 1) * (0.75 + Math.random() / 2);
    const asked = readRetryAfter(headers, Date.now());
    const wait = Math.max(asked ?? 0, Math.min(backOff, longestWaitMs));
    return this.now() + wait < this.endsAt ? wait : null;
  }
}
