import { Injectable } from '@nestjs/common';
import { UpstreamConnections, type Route } from '@onegate/models';
import { request, type Dispatcher } from 'undici';
import type { ProviderFetch } from '../translation/providers/provider-fetch.js';
import { ReadingAgents } from './reading-agents.js';

type Answer = Dispatcher.ResponseData;

/** Statuses that a `Response` may have no body with. */
const withoutBody: ReadonlySet<number> = new Set([204, 205, 304]);

/**
 * A `fetch` that calls as an account does: signed in, guarded, within its time-outs, and never led elsewhere. Made of
 * `request`, because undici's own `fetch` takes three times as long: 0.2 ms of a call.
 */
@Injectable()
export class AccountFetch {
  constructor(
    private readonly connections: UpstreamConnections,
    private readonly agents: ReadingAgents,
  ) {}

  for(route: Route, further: Readonly<Record<string, string>> = {}): ProviderFetch {
    return async (input, init = {}) => {
      const url = input instanceof Request ? input.url : String(input);
      const method = init.method ?? 'GET';
      const body = typeof init.body === 'string' ? { body: init.body } : {};
      const signed = await this.connections.headersFor(route.account, { method, url, ...body });
      const answer = await request(url, {
        method,
        headers: { accept: '*/*', ...(init.headers as Record<string, string>), ...further, ...signed },
        ...body,
        ...(init.signal ? { signal: init.signal } : {}),
        dispatcher: this.agents.for(route),
      });
      return responseOf(answer);
    };
  }
}

function responseOf({ statusCode, headers, body }: Answer): Response {
  const told = Object.entries(headers).flatMap(([name, value]) =>
    [value ?? []].flat().map((one): [string, string] => [name, one]),
  );
  // Whoever reads it hears of it; who left before is not to be told.
  body.on('error', () => undefined);
  if (withoutBody.has(statusCode)) body.resume();
  return new Response(withoutBody.has(statusCode) ? null : streamOf(body), {
    status: statusCode,
    headers: told,
  });
}

function streamOf(body: Answer['body']): ReadableStream<Uint8Array> {
  const pieces: AsyncIterator<Uint8Array> = body[Symbol.asyncIterator]();
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { done, value } = await pieces.next();
        if (done) controller.close();
        else controller.enqueue(value);
      },
      cancel() {
        body.destroy();
      },
    },
    { highWaterMark: 0 },
  );
}
