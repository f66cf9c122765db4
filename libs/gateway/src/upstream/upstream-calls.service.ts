import { Injectable } from '@nestjs/common';
import { addressOf, factsOf, UpstreamConnections, type Protocol, type Route } from '@onegate/models';
import { request, type Dispatcher } from 'undici';
import { ReadingAgents } from './reading-agents.js';
import { troubleOfAnswer, troubleOfThrown } from './trouble.js';

type AnswerHeaders = Readonly<Record<string, string | string[] | undefined>>;

export interface UpstreamCall {
  readonly route: Route;
  readonly protocol: Protocol;
  readonly body: Buffer;
  readonly contentType: string;
  /** Those of the client that the provider should see. */
  readonly headers: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

export interface UpstreamAnswer {
  readonly status: number;
  readonly headers: AnswerHeaders;
  readonly body: Dispatcher.ResponseData['body'];
}

/** A provider's complaint is a few lines; what is longer is no complaint. */
const longestComplaint = 64 * 1024;

/** Calls a provider with the account's sign-in, guard and time-outs. Whatever is no good answer is thrown as `Trouble`. */
@Injectable()
export class UpstreamCalls {
  constructor(
    private readonly connections: UpstreamConnections,
    private readonly agents: ReadingAgents,
  ) {}

  async send(call: UpstreamCall): Promise<UpstreamAnswer> {
    const answer = await this.answerTo(call).catch((thrown: unknown) => {
      throw troubleOfThrown(thrown);
    });
    if (answer.statusCode >= 200 && answer.statusCode < 300)
      return { status: answer.statusCode, headers: answer.headers, body: answer.body };
    const text = await complaintIn(answer.body);
    throw troubleOfAnswer(answer.statusCode, text, answer.headers);
  }

  private async answerTo(call: UpstreamCall): Promise<Dispatcher.ResponseData> {
    const { account } = call.route;
    const url = urlOf(call.route, call.protocol);
    const { body } = call;
    const signed = await this.connections.headersFor(account, { method: 'POST', url, body });
    return request(url, {
      method: 'POST',
      headers: {
        accept: '*/*',
        ...signed,
        ...call.headers,
        'content-type': call.contentType,
      },
      body,
      dispatcher: this.agents.for(call.route),
      signal: call.signal,
    });
  }
}

function urlOf({ account, upstreamName }: Route, protocol: Protocol): string {
  const path = factsOf(account.kind).protocols[protocol];
  if (path === undefined) throw new Error(`${account.kind} does not speak ${protocol}`);
  return addressOf(account.baseUrl, path.replace('{model}', encodeURIComponent(upstreamName)));
}

async function complaintIn(body: Dispatcher.ResponseData['body']): Promise<string> {
  const pieces: Buffer[] = [];
  let length = 0;
  try {
    for await (const piece of body as AsyncIterable<Buffer>) {
      pieces.push(piece);
      length += piece.length;
      if (length >= longestComplaint) break;
    }
  } catch {
    // The status alone says enough.
  }
  return Buffer.concat(pieces).toString('utf8');
}
