import { Readable } from 'node:stream';
import { endsEvent } from '../answers/whole-frames.js';

export interface KeepAlive {
  /** Zero for never. */
  readonly everyMs: number;
  /** What is sent while the provider is silent. */
  readonly text: string;
}

/**
 * The pieces of an answer as a stream that asks for the next one when the client has taken the last, and shows a sign of
 * life while there is none. When the client goes, the pieces are told that no more are wanted.
 */
export class AnswerReadable extends Readable {
  private isWaiting = false;
  private isBegun = false;
  private isBetweenEvents = true;
  private readonly timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly pieces: AsyncGenerator<Buffer | string>,
    private readonly keepAlive: KeepAlive,
  ) {
    super({ highWaterMark: 64 * 1024 });
    if (keepAlive.everyMs > 0 && keepAlive.text !== '')
      this.timer = setInterval(() => this.showLife(), keepAlive.everyMs).unref();
  }

  /** The last piece is out, though the end may take a while: nothing may follow a `[DONE]`. */
  saysNoMore(): void {
    clearInterval(this.timer);
  }

  override _read(): void {
    if (this.isWaiting) return;
    this.isWaiting = true;
    void this.next();
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    clearInterval(this.timer);
    done(error);
    void this.endUnheard();
  }

  /**
   * It settles the call: that outlives the connection. A generator that never began has no end to settle it in. There is
   * nobody left to tell of a failure, and one that is not taken would end the process with all its other calls.
   */
  private async endUnheard(): Promise<void> {
    const begun = this.isBegun ? [] : [this.pieces.next()];
    await Promise.allSettled([...begun, this.pieces.return(undefined)]);
  }

  private async next(): Promise<void> {
    try {
      this.isBegun = true;
      const { value, done } = await this.pieces.next();
      this.isWaiting = false;
      if (this.destroyed) return;
      if (!done) this.timer?.refresh();
      this.isBetweenEvents = done || typeof value === 'string' || endsEvent(value);
      this.push(done ? null : value);
    } catch (error) {
      this.destroy(error instanceof Error ? error : new Error(String(error)));
    }
  }

  private showLife(): void {
    if (this.isWaiting && this.isBetweenEvents && !this.destroyed) this.push(this.keepAlive.text);
  }
}
