/** Longer events are let through in pieces, so that a stream never needs more memory than this. */
const longestHeld = 256 * 1024;

const ends = [Buffer.from('\n\n'), Buffer.from('\r\n\r\n'), Buffer.from('\r\r')];

/**
 * Cuts a stream of bytes where events end. A chunk that ends with an event passes as it is; the beginning of an event is
 * held until its end is there, so that a stream which breaks off never leaves half an event behind.
 */
export class WholeFrames {
  private held: Buffer | null = null;

  /** Everything that is complete now; `null` for nothing. */
  push(chunk: Buffer): Buffer | null {
    const bytes = this.held === null ? chunk : Buffer.concat([this.held, chunk]);
    const end = lastEnd(bytes);
    if (end === bytes.length) {
      this.held = null;
      return bytes;
    }
    if (end === 0) return this.hold(bytes);
    this.held = bytes.subarray(end);
    return bytes.subarray(0, end);
  }

  /** What is left when the provider has ended its answer. */
  rest(): Buffer | null {
    const rest = this.held;
    this.held = null;
    return rest;
  }

  private hold(bytes: Buffer): Buffer | null {
    const isTooLong = bytes.length > longestHeld;
    this.held = isTooLong ? null : bytes;
    return isTooLong ? bytes : null;
  }
}

/** Whether something else may follow these bytes without falling into the midst of an event. */
export function endsEvent(bytes: Buffer): boolean {
  return lastEnd(bytes) === bytes.length;
}

function lastEnd(bytes: Buffer): number {
  return Math.max(
    0,
    ...ends
      .map((end) => bytes.lastIndexOf(end) + end.length)
      .filter((at, index) => at >= (ends[index]?.length ?? 0)),
  );
}
