import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { pathOf } from '../errors/surface.js';
import { withoutRedaction, type Logger } from '../logging/logger.js';
import { requestContext, type RequestContext } from '../logging/request-context.js';
import type { Metrics } from '../metrics/metrics.js';

/** Probes come every few seconds and say nothing worth a line. */
const quietRoutes = new Set(['/health/live', '/health/ready', '/health/serving', '/metrics']);

/** It is kept with a session; what is longer is no browser's. */
const maxUserAgentLength = 300;

/** Gives each request its id (in the answer under every name that clients look for), a log line and a metric. */
export function observeRequests(server: FastifyInstance, metrics: Metrics, log: Logger): void {
  const requestLog = withoutRedaction(log);
  server.addHook('onRequest', (request, reply, done) => {
    void reply.headers({
      'x-request-id': request.id,
      'request-id': request.id,
      'x-oneapi-request-id': request.id,
    });
    // Not the hook `onResponse`: it is never called for an answer that the client did not wait for.
    reply.raw.once('close', () => record(request, reply, metrics, requestLog));
    requestContext.run(contextOf(request), done);
  });
}

function contextOf({ id, ip, headers }: FastifyRequest): RequestContext {
  return { requestId: id, ip, userAgent: headers['user-agent']?.slice(0, maxUserAgentLength) };
}

function record(request: FastifyRequest, reply: FastifyReply, metrics: Metrics, log: Logger): void {
  const route = request.routeOptions.url ?? 'unknown';
  const { method } = request;
  const status = reply.statusCode;
  metrics.requestEnded({ method, route, status }, reply.elapsedTime / 1000);
  if (quietRoutes.has(route)) return;
  const millis = Math.round(reply.elapsedTime);
  const gone = reply.raw.writableFinished ? undefined : true;
  log.info({ requestId: request.id, method, path: pathOf(request.url), status, millis, gone }, 'request');
}
