import { Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { RecordingsService } from '../recordings/recordings.service.js';
import type { ClientConnection } from './client-connection.js';
import type { AnyBody, Dialect, Turn } from './dialect.js';
import { paddingOf, withPadding } from './frame.js';
import { interruptionOf } from './interruption.js';
import { OpenConnections } from './open-connections.js';
import { Outlet } from './outlet.js';
import { answerTime } from './pace.js';
import { rateLimitHeaders } from './rate-limit.headers.js';
import { requestIdHeaders } from './request-id.headers.js';
import { scriptedFailure } from './scripted-failure.js';
import { StreamPlayer } from './stream-player.js';

interface Outgoing<Body extends AnyBody> {
  readonly dialect: Dialect<Body>;
  readonly turn: Turn<Body>;
  readonly connection: ClientConnection;
  readonly headers: Record<string, string>;
}

/** Brings an answer to the client in the way that the script wants: late, in pieces, as a stream, as an error, or not at all. */
@Injectable()
export class DeliveryService {
  constructor(
    private readonly connections: OpenConnections,
    private readonly player: StreamPlayer,
    private readonly recordings: RecordingsService,
  ) {}

  async deliver<Body extends AnyBody>(
    dialect: Dialect<Body>,
    turn: Turn<Body>,
    reply: FastifyReply,
  ): Promise<void> {
    const headers = headersFor(dialect, turn);
    if (turn.body.stream !== true && Object.keys(turn.script).length === 0) {
      void reply
        .status(200)
        .headers(headers)
        .type('application/json; charset=utf-8')
        .send(JSON.stringify(dialect.answer(turn)));
      return;
    }
    const connection = this.connections.take(reply.raw);
    await this.deliverScripted({ dialect, turn, connection, headers }, reply);
  }

  private async deliverScripted<Body extends AnyBody>(
    outgoing: Outgoing<Body>,
    reply: FastifyReply,
  ): Promise<void> {
    const { turn, connection } = outgoing;
    const { latency = 0, replay } = turn.script;
    await connection.pause(latency);
    throwIfRefused(outgoing);
    const recording = replay === undefined ? undefined : await this.recordings.read(replay);
    reply.hijack();
    if (interruptionOf(turn.script)?.after === 0) return this.leaveUnanswered(outgoing);
    if (recording) return this.sendWhole(outgoing, recording.bytes, recording.contentType);
    if (turn.body.stream === true) return this.stream(outgoing);
    return this.sendWhole(outgoing, wholeAnswer(outgoing), 'application/json; charset=utf-8');
  }

  private async leaveUnanswered<Body extends AnyBody>({ turn, connection }: Outgoing<Body>): Promise<void> {
    const kind = interruptionOf(turn.script)?.kind;
    await (kind === 'cut' ? connection.cut() : this.connections.hang(connection));
  }

  private async stream<Body extends AnyBody>({
    dialect,
    turn,
    connection,
    headers,
  }: Outgoing<Body>): Promise<void> {
    const { script } = turn;
    connection.start(200, {
      ...headers,
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-cache',
    });
    if (script.ttft !== undefined) connection.response.flushHeaders();
    await this.player.play(connection, dialect.stream(turn), script);
  }

  /** Sends bytes as they are. They know no events, so that breaking off in the middle means after half of them. */
  private async sendWhole<Body extends AnyBody>(
    outgoing: Outgoing<Body>,
    bytes: Buffer,
    type: string,
  ): Promise<void> {
    const { turn, connection, headers } = outgoing;
    const { script } = turn;
    const interruption = interruptionOf(script);
    await connection.pause(
      script.replay === undefined ? answerTime(script, turn.usage.output) : (script.ttft ?? 0),
    );
    connection.start(200, { ...headers, 'content-type': type });
    const outlet = new Outlet(connection, script);
    if (interruption === undefined) return outlet.end(bytes);
    await outlet.write(bytes.subarray(0, bytes.length / 2));
    await (interruption.kind === 'hang' ? this.connections.hang(connection) : connection.cut());
  }
}

function headersFor<Body extends AnyBody>(
  { style }: Dialect<Body>,
  { script, usage, id }: Turn<Body>,
): Record<string, string> {
  return {
    ...requestIdHeaders(style, `req_${id}`),
    ...rateLimitHeaders(script, style, usage.input + usage.output),
  };
}

/** An answer in one piece can only fail before it begins, wherever in a stream the script would have it fail. */
function throwIfRefused<Body extends AnyBody>({ turn, headers }: Outgoing<Body>): void {
  const { script, body } = turn;
  const interruption = interruptionOf(script);
  if (script.fail === undefined || interruption?.kind !== 'fail') return;
  const whole = body.stream !== true || script.replay !== undefined;
  if (whole || interruption.after === 0) throw scriptedFailure(script.fail.status, script, headers);
}

function wholeAnswer<Body extends AnyBody>({ dialect, turn }: Outgoing<Body>): Buffer {
  const json = JSON.stringify(dialect.answer(turn));
  const padding = paddingOf(turn.script);
  return Buffer.from(padding === '' ? json : withPadding(json, padding));
}
