import type { AnswerTap } from '../calls/gateway-call.js';

/** Longer ones are cut off: whoever keeps contents wants to read them, and streams must not fill the memory. */
export const longestContent = 262_144;

/** What an answer said, as far as it is kept. */
export interface HeardAnswer {
  readonly text: string | null;
  readonly isCut: boolean;
}

/** Listens to an answer behind everybody else who words it anew, and changes nothing of it. */
export class ContentTap implements AnswerTap {
  private readonly pieces: Buffer[] = [];
  private bytes = 0;
  private isCut = false;

  constructor(
    private readonly inner: AnswerTap | undefined,
    private readonly heard: (answer: HeardAnswer) => void,
  ) {}

  async whole(body: Buffer | string): Promise<Buffer | string> {
    const said = this.inner ? await this.inner.whole(body) : body;
    this.listen(said);
    this.tell();
    return said;
  }

  async piece(piece: Buffer | string): Promise<Buffer | string> {
    const said = this.inner ? await this.inner.piece(piece) : piece;
    this.listen(said);
    return said;
  }

  async ended(): Promise<void> {
    await this.inner?.ended();
    this.tell();
  }

  private listen(said: Buffer | string): void {
    const room = longestContent - this.bytes;
    const bytes = Buffer.from(said);
    if (bytes.length > room) this.isCut = true;
    if (room <= 0) return;
    this.pieces.push(bytes.subarray(0, room));
    this.bytes += Math.min(bytes.length, room);
  }

  /** A NUL is in every sound and picture, and in no text of a protocol. */
  private tell(): void {
    const bytes = Buffer.concat(this.pieces);
    this.heard({ text: bytes.includes(0) ? null : bytes.toString(), isCut: this.isCut });
  }
}
