import { LineEnds } from './line-ends.js';
import type { SseFrame } from './sse-frame.js';

const colon = 58;
const space = 32;
const letterD = 100;
const letterE = 101;
const dataName = Buffer.from('data');
const eventName = Buffer.from('event');
const lineFeed = Buffer.from('\n');
export const byteOrderMark = Buffer.from([0xef, 0xbb, 0xbf]);

/** The fields of a frame, line by line. */
export class FrameFields {
  private event = '';
  private data: Buffer | null = null;

  /** One line without its end. Fields that say nothing about the answer, and comments, are passed over. */
  line(bytes: Buffer, from: number, end: number): void {
    const first = bytes[from];
    if (first === letterD && isNamed(dataName, bytes, from, end)) {
      this.addData(valueOf(bytes, from + dataName.length, end));
    } else if (first === letterE && isNamed(eventName, bytes, from, end)) {
      this.event = valueOf(bytes, from + eventName.length, end).toString();
    }
  }

  lines(bytes: Buffer): void {
    const ends = new LineEnds(bytes);
    let from = bytes.indexOf(byteOrderMark) === 0 ? byteOrderMark.length : 0;
    while (from < bytes.length) {
      const end = ends.after(from);
      this.line(bytes, from, end);
      from = ends.past(end);
    }
  }

  /** The frame that they make, none where it has no data; and starts over. */
  take(): SseFrame | null {
    const { event, data } = this;
    this.event = '';
    this.data = null;
    return data === null ? null : { event, data, isCut: false };
  }

  private addData(value: Buffer): void {
    this.data = this.data === null ? value : Buffer.concat([this.data, lineFeed, value]);
  }
}

/** Byte by byte: for names this short that is cheaper than a call out of the language. */
function isNamed(name: Buffer, bytes: Buffer, from: number, end: number): boolean {
  const after = from + name.length;
  if (after > end || (after < end && bytes[after] !== colon)) return false;
  for (let at = 0; at < name.length; at += 1) if (bytes[from + at] !== name[at]) return false;
  return true;
}

/** What stands behind the colon, without the one space that may follow it. */
function valueOf(bytes: Buffer, nameEnd: number, end: number): Buffer {
  const start = bytes[nameEnd + 1] === space ? nameEnd + 2 : nameEnd + 1;
  return bytes.subarray(Math.min(start, end), end);
}
