import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Installation } from '../setup/installation.ts';

interface RecordedCall {
  readonly line: string;
  readonly headers: IncomingMessage['headers'];
}

/** A provider of any kind: answers what it is told to, and keeps what it was asked. */
export class RecordedProvider {
  readonly calls: RecordedCall[] = [];
  private reply: { readonly status: number; readonly body: unknown } = { status: 200, body: {} };
  private readonly server = createServer((request, response) => {
    this.calls.push({ line: `${request.method} ${request.url}`, headers: request.headers });
    response.writeHead(this.reply.status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(this.reply.body));
  });

  static async start(installation: Installation): Promise<RecordedProvider> {
    const provider = new RecordedProvider();
    await new Promise<void>((resolve) => provider.server.listen(0, '127.0.0.1', resolve));
    installation.onClose(async () => {
      provider.server.closeAllConnections();
      provider.server.close();
    });
    return provider;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  answers(status: number, body: unknown): void {
    this.reply = { status, body };
  }

  get lastCall(): RecordedCall {
    const last = this.calls.at(-1);
    if (!last) throw new Error('Nobody has asked the provider');
    return last;
  }
}
