import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { streamedAnswer, wholeAnswer, UpstreamRefusal } from '@onegate/gateway';
import { renderFailure } from '@onegate/platform';
import { translationOf, type Asked } from './translating.js';

/** As little of a server as the clients need to be heard: what it says is all of the translation's making. */
export async function translatingServer(target: Omit<Asked, 'body'>) {
  const server = createServer((request, response) => {
    void answer(request, response, target).catch((error: unknown) => refuse(response, error));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    baseURL: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    stop: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  target: Omit<Asked, 'body'>,
): Promise<void> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece as Buffer);
  const body = JSON.parse(Buffer.concat(pieces).toString()) as Record<string, unknown>;
  const gone = new AbortController();
  response.on('close', () => gone.abort());
  const translation = await translationOf({ ...target, body, signal: gone.signal });
  if (body['stream'] === true) {
    const { events } = await streamedAnswer(translation);
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    Readable.from(events).pipe(response);
    return;
  }
  const whole = await wholeAnswer(translation);
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(whole.body));
}

function refuse(response: ServerResponse, error: unknown): void {
  if (!(error instanceof UpstreamRefusal)) {
    response.writeHead(500).end();
    return;
  }
  const asked = { method: 'POST', path: '/v1/chat/completions', requestId: 'req_1' };
  const { status, body } = renderFailure(error.upstream.failure, 'openai', asked);
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
