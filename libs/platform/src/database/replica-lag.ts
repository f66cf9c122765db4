/** Where the log of the database was, and when. */
interface Mark {
  readonly at: number;
  readonly position: bigint;
}

/**
 * How far a replica is behind, told by what it is known to have: it has all that the database had written when it was
 * asked last for a position which the replica has reached since. The clocks of the servers, a quiet database and a
 * replica that hears nothing any more make no difference. Moments are milliseconds of a clock that never jumps.
 */
export class ReplicaLag {
  private marks: Mark[] = [];
  private knownTo = Number.NEGATIVE_INFINITY;

  constructor(private readonly boundMillis: number) {}

  /** The database was there at that moment. */
  written(at: number, position: bigint): void {
    this.marks = [...this.marks.filter((mark) => at - mark.at <= this.boundMillis), { at, position }];
  }

  /** The replica has reached this. */
  reached(position: bigint): void {
    const had = this.marks.filter((mark) => mark.position <= position);
    this.knownTo = Math.max(this.knownTo, ...had.map(({ at }) => at));
  }

  isWithin(now: number): boolean {
    return now - this.knownTo <= this.boundMillis;
  }
}
