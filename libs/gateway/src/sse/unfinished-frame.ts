const keptHead = 4 * 1024;
const keptTail = 60 * 1024;
const smallest = 1024;
/** What is held on to between frames, so that a stream of many parts does not allocate for each. */
const heldOnTo = 16 * 1024;

/**
 * The bytes of a frame that did not end in the chunk it began in: the only ones that are copied. Beyond the limit it keeps
 * its beginning and end only; what a reader looks for (the kind of event, the usage) stands there.
 */
export class UnfinishedFrame {
  private kept = Buffer.alloc(0);
  private length = 0;
  private isCut = false;

  constructor(private readonly limit: number) {}

  get isEmpty(): boolean {
    return this.length === 0;
  }

  append(chunk: Buffer, from: number, end: number): void {
    if (this.length + (end - from) <= this.limit) return this.copy(chunk, from, end);
    const headEnd = Math.min(end, from + Math.max(0, keptHead - this.length));
    this.copy(chunk, from, headEnd);
    this.leaveOutMiddle();
    this.copy(chunk, Math.max(headEnd, end - keptTail), end);
  }

  /** All that is kept, until the next `append`. */
  take(): { readonly bytes: Buffer; readonly isCut: boolean } {
    const taken = { bytes: this.kept.subarray(0, this.length), isCut: this.isCut };
    this.length = 0;
    this.isCut = false;
    if (this.kept.length > heldOnTo) this.kept = Buffer.alloc(0);
    return taken;
  }

  private copy(chunk: Buffer, from: number, end: number): void {
    this.makeRoom(end - from);
    this.length += chunk.copy(this.kept, this.length, from, end);
  }

  private leaveOutMiddle(): void {
    this.isCut = true;
    if (this.length <= keptHead + keptTail) return;
    this.kept.copyWithin(keptHead, this.length - keptTail, this.length);
    this.length = keptHead + keptTail;
  }

  private makeRoom(more: number): void {
    const needed = this.length + more;
    if (needed <= this.kept.length) return;
    const roomier = Buffer.allocUnsafe(Math.max(smallest, this.kept.length * 2, needed));
    this.kept.copy(roomier, 0, 0, this.length);
    this.kept = roomier;
  }
}
