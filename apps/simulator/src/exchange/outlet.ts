import type { Script } from '../script/script.schema.js';
import type { ClientConnection } from './client-connection.js';

/** Writes bytes in the chunk sizes that the script asks for; each chunk is an HTTP chunk, so the client sees the same boundaries. */
export class Outlet {
  private readonly cuts: boolean;
  private next = 0;

  constructor(
    private readonly connection: ClientConnection,
    private readonly script: Script,
  ) {
    this.cuts = script.chunk !== undefined || script.gap !== undefined;
  }

  async write(text: string | Buffer): Promise<void> {
    if (!this.cuts) return this.connection.write(text);
    const bytes = typeof text === 'string' ? Buffer.from(text) : text;
    for (let from = 0; from < bytes.length && !this.connection.closed;) {
      const to = from + this.nextSize(bytes.length);
      await this.connection.write(bytes.subarray(from, to));
      await this.connection.pause(this.script.gap ?? 0);
      from = to;
    }
  }

  /** The last bytes, which leave together with the end where that is possible. */
  async end(text: string | Buffer): Promise<void> {
    if (!this.cuts) return this.connection.end(text);
    await this.write(text);
    this.connection.end('');
  }

  private nextSize(whole: number): number {
    const sizes = this.script.chunk;
    const size = sizes?.[this.next % sizes.length] ?? whole;
    this.next += 1;
    return size;
  }
}
