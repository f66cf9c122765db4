import { byteOrderMark, FrameFields } from './frame-fields.js';
import { LineEnds } from './line-ends.js';
import type { SseFrame } from './sse-frame.js';
import { UnfinishedFrame } from './unfinished-frame.js';

const lineFeed = 10;
const carriageReturn = 13;
/** More than any event of text; only pictures within events are longer. */
const longestFrame = 1024 * 1024;

/**
 * Looks at a stream of server-sent events in passing and tells its frames. The chunks are the relay's: they are neither
 * changed nor kept, and may end anywhere, inside a character or between the two bytes of a line's end too. A frame
 * longer than the limit is told with its middle left out.
 */
export class SseFrames {
  private readonly fields = new FrameFields();
  private readonly unfinished: UnfinishedFrame;
  private isFirst = true;
  /** The last chunk ended in a carriage return, so that a line feed now belongs to it. */
  private isAfterReturn = false;
  /** The line that the last chunk ended in has bytes already. */
  private isInLine = false;

  constructor(
    private readonly tell: (frame: SseFrame) => void,
    limit = longestFrame,
  ) {
    this.unfinished = new UnfinishedFrame(limit);
  }

  push(chunk: Buffer): void {
    if (chunk.length === 0) return;
    const ends = new LineEnds(chunk);
    let from = this.startOf(chunk);
    let frameStart = from;
    for (let end = ends.after(from); end < chunk.length; end = ends.after(from)) {
      const isBlank = end === from && !this.isInLine;
      if (!isBlank && this.unfinished.isEmpty) this.fields.line(chunk, from, end);
      if (isBlank) this.finish(chunk, frameStart, end);
      this.isInLine = false;
      from = ends.past(end);
      if (isBlank) frameStart = from;
    }
    this.isInLine ||= from < chunk.length;
    this.isAfterReturn = chunk[chunk.length - 1] === carriageReturn;
    this.keep(chunk, frameStart);
  }

  /** The stream is over: what has no blank line behind it is told all the same. */
  end(): void {
    if (!this.unfinished.isEmpty) this.finish(Buffer.alloc(0), 0, 0);
  }

  private startOf(chunk: Buffer): number {
    const hasMark = this.isFirst && chunk.indexOf(byteOrderMark) === 0;
    this.isFirst = false;
    if (hasMark) return byteOrderMark.length;
    return this.isAfterReturn && chunk[0] === lineFeed ? 1 : 0;
  }

  private keep(chunk: Buffer, from: number): void {
    this.fields.take();
    if (from < chunk.length) this.unfinished.append(chunk, from, chunk.length);
  }

  private finish(chunk: Buffer, from: number, end: number): void {
    const frame = this.unfinished.isEmpty ? this.fields.take() : this.finishKept(chunk, from, end);
    if (frame !== null) this.tell(frame);
  }

  private finishKept(chunk: Buffer, from: number, end: number): SseFrame | null {
    this.unfinished.append(chunk, from, end);
    const { bytes, isCut } = this.unfinished.take();
    this.fields.lines(bytes);
    const frame = this.fields.take();
    return isCut && frame ? { ...frame, data: bytes, isCut } : frame;
  }
}
