import { createHash } from 'node:crypto';
import { Transform, type TransformCallback } from 'node:stream';
import type { Failure } from '@onegate/platform';

/** How many bytes may come, and what is wrong when more do. */
export interface ByteLimit {
  readonly bytes: number;
  readonly exceeded: () => Failure;
}

/** Counts and hashes what passes, and breaks the stream off as soon as it is too long. */
export class Measure extends Transform {
  bytes = 0;
  private readonly hash = createHash('sha256');

  constructor(private readonly limit: ByteLimit) {
    super();
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.bytes += chunk.length;
    if (this.bytes > this.limit.bytes) return done(this.limit.exceeded());
    this.hash.update(chunk);
    return done(null, chunk);
  }

  /** Once everything has passed. */
  digest(): string {
    return this.hash.digest('hex');
  }
}
