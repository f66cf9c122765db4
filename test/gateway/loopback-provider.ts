import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Installation } from '../setup/installation.ts';

export interface ReceivedCall {
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  /** As it came, byte for byte. */
  readonly text: string;
}

type Reply = (response: ServerResponse, call: ReceivedCall) => void;

/** A provider that answers exactly what a test tells it to, and keeps exactly what it was sent. */
export class LoopbackProvider {
  readonly calls: ReceivedCall[] = [];
  /** Answers of which the client went away before their end. */
  abandoned = 0;
  private reply: Reply = (response) => response.writeHead(500).end();
  private readonly server = createServer((request, response) => {
    const pieces: Buffer[] = [];
    request.on('data', (piece: Buffer) => pieces.push(piece));
    request.on('end', () => {
      const text = Buffer.concat(pieces).toString();
      const call = { path: request.url ?? '', headers: request.headers, text };
      this.calls.push(call);
      response.once('close', () => (this.abandoned += response.writableFinished ? 0 : 1));
      this.reply(response, call);
    });
  });

  static async start(installation: Installation): Promise<LoopbackProvider> {
    const provider = new LoopbackProvider();
    await new Promise<void>((resolve) => provider.server.listen(0, '127.0.0.1', resolve));
    installation.onClose(async () => {
      provider.server.closeAllConnections();
      provider.server.close();
    });
    return provider;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/v1`;
  }

  get last(): ReceivedCall {
    const last = this.calls.at(-1);
    if (!last) throw new Error('Nobody has asked the provider');
    return last;
  }

  does(reply: Reply): void {
    this.reply = reply;
  }

  answers(status: number, body: unknown, headers: Record<string, string> = {}): void {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    this.does((response) => {
      response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(text);
    });
  }

  /** A stream of these events, ended in order. */
  streams(...pieces: string[]): void {
    this.does((response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      for (const piece of pieces) response.write(piece);
      response.end();
    });
  }
}
