import type { Principal } from '@onegate/auth';
import {
  jsonBytes,
  SseFrames,
  TurnMemory,
  type GatewayAnswer,
  type ResponseCall,
  type StatefulResponses,
} from '@onegate/gateway';
import {
  badRequest,
  bodyTooDeep,
  deepestJson,
  failureOf,
  isNestedTooDeep,
  jsonOrNothing,
  malformedBody,
  newRequestId,
  renderFailure,
  requestContext,
  type RequestContext,
} from '@onegate/platform';
import type { RawData, WebSocket } from 'ws';
import { responseRequest } from './response.schema.js';

export interface SocketFacts {
  readonly ip: string;
  readonly headers: ResponseCall['headers'];
  readonly context: RequestContext;
  /** Asked before every call: a key may be revoked while its connection is open. */
  signIn(): Promise<Principal>;
}

/** More are not kept waiting on one connection. */
const mostWaiting = 16;
const path = '/v1/responses';

/** One connection: responses one after the other, each told in the events of a stream. */
export class ResponseSocket {
  private readonly gone = new AbortController();
  private readonly memory = new TurnMemory();
  private last: Promise<void> = Promise.resolve();
  private waiting = 0;

  constructor(
    private readonly socket: WebSocket,
    private readonly responses: StatefulResponses,
    private readonly facts: SocketFacts,
  ) {}

  listen(): void {
    this.socket.on('close', () => this.gone.abort());
    this.socket.on('error', () => this.socket.terminate());
    this.socket.on('message', (data) => this.take(data));
  }

  private take(data: RawData): void {
    this.waiting += 1;
    if (this.waiting > mostWaiting)
      return this.socket.close(1008, 'Too many responses are asked for at once.');
    const requestId = newRequestId();
    this.last = this.last.then(() =>
      requestContext.run({ ...this.facts.context, requestId }, () => this.answer(data, requestId)),
    );
  }

  /** Never fails: what goes wrong is told to the client. */
  private async answer(data: RawData, requestId: string): Promise<void> {
    try {
      if (this.gone.signal.aborted) return;
      const body = bodyIn(data);
      const principal = await this.facts.signIn();
      const { ip, headers } = this.facts;
      const call = { requestId, principal, ip, headers, body, sent: jsonBytes(body) };
      const { memory } = this;
      await this.tell(await this.responses.create({ ...call, memory, gone: this.gone.signal }));
    } catch (thrown) {
      await this.send(errorEvent(thrown, requestId));
    } finally {
      this.waiting -= 1;
    }
  }

  private async tell({ body }: GatewayAnswer): Promise<void> {
    // A provider that does not stream says all at once.
    if (typeof body === 'string' || Buffer.isBuffer(body)) {
      const response: unknown = JSON.parse(body.toString());
      return this.send(JSON.stringify({ type: 'response.completed', sequence_number: 0, response }));
    }
    let events: string[] = [];
    const frames = new SseFrames(({ data }) => events.push(data.toString()), Infinity);
    for await (const piece of body) {
      frames.push(Buffer.from(piece as Buffer));
      for (const event of events) if (event.startsWith('{')) await this.send(event);
      events = [];
    }
  }

  /** Waits until the client has taken it, so that a slow one slows the provider down. */
  private send(event: string): Promise<void> {
    return new Promise((done) => this.socket.send(event, () => done()));
  }
}

function bodyIn(data: RawData): ResponseCall['body'] {
  const { type, ...fields } = objectIn(data);
  if (type !== 'response.create')
    throw badRequest({ message: 'A message must be an object whose `type` is `response.create`.' });
  const parsed = responseRequest.safeParse(fields);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw badRequest({ message: `${issue?.path.join('.') ?? 'body'}: ${issue?.message ?? 'is not valid'}` });
  }
  if (fields['background'] === true)
    throw badRequest({ message: 'A response over a WebSocket cannot run in the background.' });
  return { ...fields, stream: true };
}

function objectIn(data: RawData): Record<string, unknown> {
  const text = textOf(data);
  if (isNestedTooDeep(text)) throw bodyTooDeep({ most: deepestJson });
  const value = jsonOrNothing(text);
  if (typeof value === 'object' && value !== null) return value as Record<string, unknown>;
  throw malformedBody();
}

function textOf(data: RawData): string {
  if (Array.isArray(data)) return Buffer.concat(data).toString();
  return (data instanceof ArrayBuffer ? Buffer.from(data) : data).toString();
}

function errorEvent(thrown: unknown, requestId: string): string {
  const asked = { method: 'POST', path, requestId };
  const { status, body } = renderFailure(failureOf(thrown, asked), 'openai', asked);
  return JSON.stringify({ type: 'error', status, error: body['error'] });
}
