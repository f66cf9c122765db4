import type { Readable } from 'node:stream';

/** Bytes from one place to another, both included. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

export interface StoredBytes {
  readonly name: string;
  readonly writtenAt: Date;
}

/** Thrown by `read` for a name under which there is nothing. */
export class BytesMissing extends Error {
  constructor(options?: ErrorOptions) {
    super('The storage has nothing under this name', options);
    this.name = 'BytesMissing';
  }
}

/**
 * Where the bytes of files are. It knows nothing of accounts or of what the bytes mean; names are slash-separated
 * letters and digits that the caller makes up, and are written once.
 */
export abstract class FileStorage {
  /** All or nothing: what fails on the way, the body included, leaves nothing under the name. */
  abstract write(name: string, body: Readable): Promise<void>;
  abstract read(name: string, range?: ByteRange): Promise<Readable>;
  abstract has(name: string): Promise<boolean>;
  /** What is not there counts as removed. */
  abstract remove(name: string): Promise<void>;
  /** Everything whose name begins so, in the order of the names, some hundreds at a time. */
  abstract list(prefix: string): AsyncIterable<readonly StoredBytes[]>;
  /** Takes away what was begun before that moment and never ended. Answers how many. */
  abstract clearUnfinished(before: Date): Promise<number>;
}
