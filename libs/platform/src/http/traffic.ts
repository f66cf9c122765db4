import { Server } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import type { FastifyInstance, FastifyRequest } from 'fastify';

/** So long nobody must have asked anything before connections are closed: a client may just be sending. */
const quietMillis = 250;
const lookEveryMillis = 25;

/**
 * The requests under way. When the server closes they finish and then every connection goes: Node by itself would wait
 * a minute for a client's spare connection that never sent a request, because it does not count as idle.
 */
@Injectable()
export class Traffic {
  private inFlight = 0;
  private busyAt = 0;
  private isClosing = false;
  private isDismissing = false;
  private server: FastifyInstance | null = null;

  watch(server: FastifyInstance): void {
    this.server = server;
    server.addHook('onRequest', (request, reply, done) => {
      if (this.isDismissing) reply.raw.setHeader('connection', 'close');
      if (!isUpgrade(request)) this.count(1);
      // Not the hook `onResponse`: it is never called for an answer that the client did not wait for.
      reply.raw.once('close', () => {
        if (!isUpgrade(request)) this.count(-1);
        setImmediate(() => this.closeIfDrained());
      });
      done();
    });
    server.addHook('preClose', (done) => {
      this.isClosing = true;
      setImmediate(() => this.closeIfDrained());
      done();
    });
  }

  /** Serves whoever asks, and tells him to come by another connection next time. */
  dismiss(): void {
    this.isDismissing = true;
  }

  /** Connections that there are stay: the server's own `close` would end those between two requests. */
  acceptNoMore(): void {
    const http = this.server?.server;
    if (http?.listening) Server.prototype.close.call(http);
  }

  /** Until nothing is under way, and nothing has come for a moment. A WebSocket is no request: it is told to go by the close. */
  async quiet(withinMillis: number): Promise<void> {
    const deadline = performance.now() + withinMillis;
    this.busyAt = performance.now();
    while (performance.now() < deadline) {
      if (this.inFlight === 0 && performance.now() - this.busyAt > quietMillis) return;
      await pause(lookEveryMillis);
    }
  }

  private count(change: 1 | -1): void {
    this.inFlight += change;
    this.busyAt = performance.now();
  }

  private closeIfDrained(): void {
    if (this.isClosing && this.inFlight === 0) this.server?.server.closeAllConnections();
  }
}

function isUpgrade({ headers }: FastifyRequest): boolean {
  return headers.upgrade !== undefined;
}
