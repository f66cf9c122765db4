import { parsed } from './wire-values.js';

/** Enough to tell how many tokens a text of this kind has to the byte; of longer answers the rest is scaled. */
const keptBytes = 16 * 1024;
const smallest = 512;

/**
 * The text of an answer as it passes, for the case that its provider never tells how many tokens it had. Takes the inside
 * of JSON strings as they are on the wire, escapes and all, and looks at them only when asked.
 */
export class OutputTally {
  private kept = Buffer.alloc(0);
  private length = 0;
  private passed = 0;
  /** Of tools: what is around their arguments costs some tokens that are not to be seen. */
  calls = 0;

  constructor(private readonly mostKept = keptBytes) {}

  /** Bytes as Latin-1 text, each character one byte. */
  add(wire: string): void {
    this.passed += wire.length;
    const room = this.mostKept - this.length;
    if (room <= 0) return;
    this.makeRoom(Math.min(wire.length, room));
    this.length += this.kept.write(wire, this.length, 'latin1');
  }

  addCall(name: string): void {
    this.calls += 1;
    this.add(name);
  }

  addText(text: string): void {
    if (text !== '') this.add(Buffer.from(JSON.stringify(text).slice(1, -1)).toString('latin1'));
  }

  /** All that came, as it is on the wire. */
  get bytes(): number {
    return this.passed;
  }

  /** The beginning of the answer's text: all of it, but of very long answers. */
  get text(): string {
    return unescaped(this.kept.subarray(0, this.length).toString());
  }

  /** How many times longer than `text` all of it was. */
  get scale(): number {
    return this.length === 0 ? 0 : this.passed / this.length;
  }

  /** Of the text, in UTF-8. */
  get textBytes(): number {
    return Math.round(Buffer.byteLength(this.text) * this.scale);
  }

  private makeRoom(more: number): void {
    const needed = this.length + more;
    if (needed <= this.kept.length) return;
    const size = Math.min(this.mostKept, Math.max(smallest, this.kept.length * 2, needed));
    const roomier = Buffer.allocUnsafe(size);
    this.kept.copy(roomier, 0, 0, this.length);
    this.kept = roomier;
  }
}

/** Escapes may be broken where the keeping stopped; then they stay as they are. */
function unescaped(wire: string): string {
  const text = parsed(`{"text":"${wire.replace(/\\[^"\\]{0,5}$/, '')}"}`)?.text;
  return typeof text === 'string' ? text : wire;
}
