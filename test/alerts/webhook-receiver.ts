import { createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ReceivedCall {
  readonly headers: IncomingMessage['headers'];
  readonly text: string;
  readonly message: {
    readonly id: string;
    readonly type: string;
    readonly timestamp: string;
    readonly data: Readonly<Record<string, string | number | null>>;
  };
}

/** A receiver of webhooks that keeps what it is sent, and answers as it is told. */
export class WebhookReceiver {
  readonly calls: ReceivedCall[] = [];
  /** What it answers next; 204 when there is nothing more. */
  answers: number[] = [];

  private constructor(private readonly server: Server) {}

  static async start(): Promise<WebhookReceiver> {
    const server = createServer();
    const receiver = new WebhookReceiver(server);
    server.on('request', (request, response) => void receiver.take(request, response));
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    return receiver;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/hook`;
  }

  of(type: string): ReceivedCall[] {
    return this.calls.filter(({ message }) => message.type === type);
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString();
    this.calls.push({
      headers: request.headers,
      text,
      message: JSON.parse(text) as ReceivedCall['message'],
    });
    const status = this.answers.shift() ?? 204;
    const location = status >= 300 && status < 400 ? { location: `${this.url}/elsewhere` } : {};
    response.writeHead(status, location).end();
  }
}

/** As receivers check it, by the Standard Webhooks specification. */
export function isSignedWith(secret: string, { headers, text }: ReceivedCall): boolean {
  const signed = [headers['webhook-id'], headers['webhook-timestamp'], text].join('.');
  const key = Buffer.from(secret.replace('whsec_', ''), 'base64');
  const expected = `v1,${createHmac('sha256', key).update(signed).digest('base64')}`;
  return String(headers['webhook-signature']).split(' ').includes(expected);
}
