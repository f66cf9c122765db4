import { Catch, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { failureOf } from './failure-of.js';
import { renderFailure } from './render.js';
import { pathOf, surfaceOf } from './surface.js';

/** The one place where an exception becomes an answer. */
@Catch()
export class FailureFilter implements ExceptionFilter {
  constructor(private readonly log: Logger) {}

  catch(thrown: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    answerFailure(thrown, http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>(), this.log);
  }
}

export function answerFailure(
  thrown: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
  log: Logger,
): void {
  const asked = { method: request.method, path: pathOf(request.url), requestId: request.id };
  const failure = failureOf(thrown, asked);
  if (failure.status >= 500)
    log.error({ err: failure.cause ?? failure, code: failure.code }, failure.message);
  if (reply.sent) return;
  const rendered = renderFailure(failure, surfaceOf(request), asked);
  void reply.status(rendered.status).headers(rendered.headers).type('application/json').send(rendered.body);
}
