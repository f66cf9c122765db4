/** Well below the second within which a revocation must be known everywhere. */
const currentForMillis = 700;

/** A question that is under way: when it was asked, and what had arrived by then. */
export interface ArrivalQuestion {
  readonly askedAt: number;
  readonly arrivedBefore: ReadonlyMap<string, number>;
}

interface Expected {
  readonly askedAt: number;
  readonly sent: ReadonlyMap<string, number>;
}

/**
 * Which numbered messages have arrived, next to how many were sent. Knows no Redis: moments and numbers come in, and
 * out comes until when memory can be trusted. Moments are milliseconds of a clock that never jumps.
 */
export class NewsArrivals {
  private readonly arrivedUpTo = new Map<string, number>();
  private confirmedAt = Number.NEGATIVE_INFINITY;
  private expected: Expected | null = null;

  areCurrent(now: number): boolean {
    return now - this.confirmedAt < currentForMillis;
  }

  arrived(channel: string, number: number): void {
    this.arrivedUpTo.set(channel, Math.max(number, this.arrivedUpTo.get(channel) ?? 0));
    if (this.expected && this.haveAll(this.expected.sent)) this.confirm(this.expected.askedAt);
  }

  ask(now: number): ArrivalQuestion {
    return { askedAt: now, arrivedBefore: new Map(this.arrivedUpTo) };
  }

  /**
   * What had been sent when the question was asked. Messages may still be on their way; when they have not come by the
   * time that memory is no longer trusted, or the counting started anew, they are given up as missed.
   */
  compare(question: ArrivalQuestion, sent: ReadonlyMap<string, number>): 'fine' | 'waiting' | 'missed' {
    if (this.startedAnew(question, sent) || this.waitedTooLong(question, sent)) {
      for (const [channel, count] of sent) this.arrivedUpTo.set(channel, count);
      this.confirm(question.askedAt);
      return 'missed';
    }
    if (this.haveAll(sent)) {
      this.confirm(question.askedAt);
      return 'fine';
    }
    this.expected ??= { askedAt: question.askedAt, sent };
    return 'waiting';
  }

  private startedAnew({ arrivedBefore }: ArrivalQuestion, sent: ReadonlyMap<string, number>): boolean {
    return [...sent].some(([channel, count]) => count < (arrivedBefore.get(channel) ?? 0));
  }

  private waitedTooLong({ askedAt }: ArrivalQuestion, sent: ReadonlyMap<string, number>): boolean {
    return !this.haveAll(sent) && !this.areCurrent(askedAt);
  }

  private haveAll(sent: ReadonlyMap<string, number>): boolean {
    return [...sent].every(([channel, count]) => (this.arrivedUpTo.get(channel) ?? 0) >= count);
  }

  private confirm(askedAt: number): void {
    this.confirmedAt = Math.max(this.confirmedAt, askedAt);
    this.expected = null;
  }
}
