import type { ServerResponse } from 'node:http';

/**
 * The way back to one client. It notices when the client leaves, waits for a slow one, and holds at most one timer, which
 * ends with the connection.
 */
export class ClientConnection {
  closed = false;
  private wake: (() => void) | undefined;

  constructor(readonly response: ServerResponse) {
    response.once('close', () => {
      this.closed = true;
      this.wake?.();
    });
  }

  start(status: number, headers: Readonly<Record<string, string | number>>): void {
    if (!this.closed) this.response.writeHead(status, headers);
  }

  /** Waits that long, or until the client has left. */
  async pause(milliseconds: number): Promise<void> {
    if (this.closed || milliseconds <= 0) return;
    let timer: NodeJS.Timeout | undefined;
    await new Promise<void>((resolve) => {
      this.wake = resolve;
      timer = setTimeout(resolve, milliseconds);
    });
    clearTimeout(timer);
    this.wake = undefined;
  }

  /** Says nothing until the client has left, or the simulator stops. */
  async hang(): Promise<void> {
    if (this.closed) return;
    await new Promise<void>((resolve) => {
      this.wake = resolve;
    });
  }

  /** Resolves at once while the client keeps up, and otherwise when it has caught up. */
  async write(bytes: string | Buffer): Promise<void> {
    if (this.closed || this.response.write(bytes)) return;
    await new Promise<void>((resolve) => {
      this.wake = resolve;
      this.response.once('drain', resolve);
    });
    this.wake = undefined;
  }

  end(last: string | Buffer): void {
    if (!this.closed) this.response.end(last);
  }

  /** Breaks the connection after what was written has left; before anything was written, with a reset. */
  async cut(): Promise<void> {
    const { socket } = this.response;
    if (this.closed || !socket) return;
    if (!this.response.headersSent) {
      socket.resetAndDestroy();
      return;
    }
    await new Promise<void>((resolve) => {
      this.wake = resolve;
      this.response.write('', () => resolve());
    });
    socket.destroy();
  }
}
