import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface SeenCall {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Record<string, unknown>;
}

type Play = (response: ServerResponse, call: SeenCall) => void;

/** A provider that answers every call with what it was told to, and remembers what it was asked. */
export class PlayingProvider {
  readonly calls: SeenCall[] = [];
  private play: Play = (response) => response.writeHead(500).end();

  private constructor(private readonly server: Server) {}

  static async start(): Promise<PlayingProvider> {
    const server = createServer();
    const provider = new PlayingProvider(server);
    server.on('request', (request, response) => {
      const pieces: Buffer[] = [];
      request.on('data', (piece: Buffer) => pieces.push(piece));
      request.on('end', () => {
        const body = JSON.parse(Buffer.concat(pieces).toString() || '{}') as Record<string, unknown>;
        const call = { path: request.url ?? '', headers: request.headers, body };
        provider.calls.push(call);
        provider.play(response, call);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return provider;
  }

  get address(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/v1`;
  }

  get lastCall(): SeenCall {
    const call = this.calls.at(-1);
    if (!call) throw new Error('The provider was not called.');
    return call;
  }

  /** From now on: a stream in pieces of these sizes, so that they end anywhere. */
  streams(content: string | Buffer, { type = 'text/event-stream', pieceSize = 97 } = {}): void {
    const bytes = Buffer.from(content);
    this.play = (response) => {
      response.writeHead(200, { 'content-type': type });
      for (let at = 0; at < bytes.length; at += pieceSize) response.write(bytes.subarray(at, at + pieceSize));
      response.end();
    };
  }

  answers(body: unknown, status = 200, headers: Record<string, string> = {}): void {
    this.play = (response) =>
      response
        .writeHead(status, { 'content-type': 'application/json', ...headers })
        .end(typeof body === 'string' ? body : JSON.stringify(body));
  }

  does(play: Play): void {
    this.play = play;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise<void>((resolve) => {
      this.server.close(() => resolve());
    });
  }
}
