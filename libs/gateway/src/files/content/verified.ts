import { createHash } from 'node:crypto';
import { Transform, type TransformCallback } from 'node:stream';
import type { Failure } from '@onegate/platform';

/**
 * Passes content on and keeps its last piece back until the hash of the whole is right, so that damaged content never
 * arrives complete: its reader sees the stream break.
 */
export class Verified extends Transform {
  private readonly hash = createHash('sha256');
  private held: Buffer | undefined;

  constructor(
    private readonly sha256: string,
    private readonly damaged: () => Failure,
  ) {
    super();
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.hash.update(chunk);
    const ready = this.held;
    this.held = chunk;
    done(null, ready);
  }

  override _flush(done: TransformCallback): void {
    if (this.hash.digest('hex') === this.sha256) done(null, this.held);
    else done(this.damaged());
  }
}
