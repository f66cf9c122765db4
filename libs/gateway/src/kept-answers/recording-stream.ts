import { Readable } from 'node:stream';

export interface RecordingTerms {
  /** A longer answer is not recorded, and costs no more memory than any other. */
  readonly mostBytes: number;
  /** Whether a recording goes on when the client has left, so that a repeat finds it whole. */
  readonly outlivesClient: boolean;
  /** Once, before the client sees the end. It must not fail. */
  readonly ended: (recording: Recording) => Promise<void>;
}

/** All bytes; or why there is no recording. */
export type Recording = Buffer | 'too_large' | 'broken_off';

/** A stream that keeps what passes through it. The client sets the pace, as without it. */
export class RecordingStream extends Readable {
  private pieces: Buffer[] | null = [];
  private bytes = 0;
  private isOver = false;

  constructor(
    private readonly source: Readable,
    private readonly terms: RecordingTerms,
  ) {
    super({ highWaterMark: 64 * 1024 });
    source.on('data', (piece: Buffer) => this.pass(piece));
    source.pause();
    source.once('end', () => void this.end());
    source.once('error', (error) => void this.breakOff(error));
    source.once('close', () => void this.breakOff(null));
  }

  override _read(): void {
    this.source.resume();
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    done(error);
    if (this.isOver) return;
    if (this.terms.outlivesClient && this.pieces !== null) this.source.resume();
    else this.source.destroy();
  }

  private pass(piece: Buffer): void {
    this.record(piece);
    if (this.destroyed) {
      if (this.pieces === null) this.source.destroy();
      return;
    }
    if (!this.push(piece)) this.source.pause();
  }

  private record(piece: Buffer): void {
    this.bytes += piece.length;
    if (this.bytes > this.terms.mostBytes) this.pieces = null;
    this.pieces?.push(piece);
  }

  private async end(): Promise<void> {
    if (this.isOver) return;
    this.isOver = true;
    await this.terms.ended(this.pieces === null ? 'too_large' : Buffer.concat(this.pieces));
    this.pieces = null;
    if (!this.destroyed) this.push(null);
  }

  private async breakOff(error: Error | null): Promise<void> {
    if (this.isOver) return;
    this.isOver = true;
    // A client that left too long an answer has seen some of it: that is not to be charged twice.
    const isTooLarge = this.pieces === null && error === null;
    this.pieces = null;
    await this.terms.ended(isTooLarge ? 'too_large' : 'broken_off');
    this.destroy(error ?? undefined);
  }
}
