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

type Headers = Record<string, string>;

/** Brings an answer to the client in the way that the script wants: late, in pieces, as a stream, as an error, or not at all. */
@Injectable()
export class DeliveryService {
  constructor(
    private readonly connections: OpenConnections,
    private readonly player: StreamPlayer,
    private readonly recordings: RecordingsService,
  ) {}

  async deliver<Body extends AnyBody>(dialect: Dialect<Body>, turn: Turn<Body>, reply: FastifyReply): Promise<void> {
    const { script, usage } = turn;
    const headers = {
      ...requestIdHeaders(dialect.style, `req_${turn.id}`),
      ...rateLimitHeaders(script, dialect.style, usage.input + usage.output),
    };
    const streams = turn.body.stream === true;
    if (!streams && Object.keys(script).length === 0) {
      void reply.headers(headers).type('application/json; charset=utf-8').send(JSON.stringify(dialect.answer(turn)));
      return;
    }
    const connection = this.connections.take(reply.raw);
    await connection.pause(script.latency ?? 0);
    if (await this.refused(turn, connection, { headers, streams })) return;
    reply.hijack();
    if (script.replay !== undefined) return this.replay(turn, connection, headers);
    if (streams) return this.stream(dialect, turn, connection, headers);
    return this.sendWhole(dialect, turn, connection, headers);
  }

  /** Whether the script breaks the exchange before anything was answered; an answer in one piece can only fail here. */
  private async refused(turn: Turn, connection: ClientConnection, { headers, streams }: { headers: Headers; streams: boolean }): Promise<boolean> {
    const { script } = turn;
    const interruption = interruptionOf(script);
    if (interruption === undefined) return false;
    if (script.fail !== undefined && interruption.kind === 'fail' && (interruption.after === 0 || !streams)) {
      throw scriptedFailure(script.fail.status, script, headers);
    }
    if (interruption.after > 0) return false;
    await (interruption.kind === 'cut' ? connection.cut() : this.connections.hang(connection));
    return true;
  }

  private async stream<Body extends AnyBody>(dialect: Dialect<Body>, turn: Turn<Body>, connection: ClientConnection, headers: Headers): Promise<void> {
    const { script } = turn;
    connection.start(200, { ...headers, 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-cache' });
    connection.response.flushHeaders();
    const failure = scriptedFailure(script.fail?.status ?? 500, script, {});
    await this.player.play(connection, { events: dialect.events(turn), failure: () => dialect.failure(turn, failure), script });
  }

  private async sendWhole<Body extends AnyBody>(dialect: Dialect<Body>, turn: Turn<Body>, connection: ClientConnection, headers: Headers): Promise<void> {
    const { script } = turn;
    const padding = paddingOf(script);
    const json = JSON.stringify(dialect.answer(turn));
    const body = Buffer.from(padding === '' ? json : withPadding(json, padding));
    await connection.pause(answerTime(script, turn.usage.output));
    connection.start(200, { ...headers, 'content-type': 'application/json; charset=utf-8', 'content-length': body.length });
    await this.sendBytes(body, turn, connection);
  }

  private async replay(turn: Turn, connection: ClientConnection, headers: Headers): Promise<void> {
    const { bytes, contentType } = await this.recordings.read(turn.script.replay ?? '');
    await connection.pause(turn.script.ttft ?? 0);
    connection.start(200, { ...headers, 'content-type': contentType });
    await this.sendBytes(bytes, turn, connection);
  }

  /** Bytes know no events, so that breaking off in the middle means after half of them. */
  private async sendBytes(bytes: Buffer, { script }: Turn, connection: ClientConnection): Promise<void> {
    const outlet = new Outlet(connection, script);
    const interruption = interruptionOf(script);
    await outlet.write(interruption ? bytes.subarray(0, bytes.length / 2) : bytes);
    if (interruption === undefined) return connection.end();
    return interruption.kind === 'hang' ? this.connections.hang(connection) : connection.cut();
  }
}
