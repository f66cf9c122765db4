import type { Script } from '../script/script.schema.js';
import type { ClientConnection } from './client-connection.js';

/** Writes bytes in the chunk sizes that the script asks for; each chunk is an HTTP chunk, so the client sees the same boundaries. */
export class Outlet {
  private next = 0;

  constructor(
    private readonly connection: ClientConnection,
    private readonly script: Script,
  ) {}

  async write(text: string | Buffer): Promise<void> {
    const { chunk, gap } = this.script;
    if (chunk === undefined && gap === undefined) return this.connection.write(text);
    const bytes = typeof text === 'string' ? Buffer.from(text) : text;
    for (let from = 0; from < bytes.length && !this.connection.closed;) {
      const to = from + this.nextSize(bytes.length);
      await this.connection.write(bytes.subarray(from, to));
      if (gap !== undefined) await this.connection.pause(gap);
      from = to;
    }
  }

  private nextSize(whole: number): number {
    const sizes = this.script.chunk;
    const size = sizes?.[this.next % sizes.length] ?? whole;
    this.next += 1;
    return size;
  }
}
