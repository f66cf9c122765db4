const lineFeed = 10;
const carriageReturn = 13;

/** Finds where lines end in some bytes, by LF, CR or CRLF, looking at each byte once. */
export class LineEnds {
  private nextFeed: number;
  private nextReturn: number;

  constructor(private readonly bytes: Buffer) {
    this.nextFeed = find(bytes, lineFeed, 0);
    this.nextReturn = find(bytes, carriageReturn, 0);
  }

  /** The end of the line that begins here; the length of the bytes where they end before it. */
  after(from: number): number {
    if (this.nextFeed < from) this.nextFeed = find(this.bytes, lineFeed, from);
    if (this.nextReturn < from) this.nextReturn = find(this.bytes, carriageReturn, from);
    return Math.min(this.nextFeed, this.nextReturn);
  }

  /** Where the next line begins. */
  past(end: number): number {
    const isPair = this.bytes[end] === carriageReturn && this.bytes[end + 1] === lineFeed;
    return isPair ? end + 2 : end + 1;
  }
}

function find(bytes: Buffer, byte: number, from: number): number {
  const found = bytes.indexOf(byte, from);
  return found < 0 ? bytes.length : found;
}
