import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { styleOf, toErrorBody } from './error-shapes.js';
import { ProviderError } from './provider-error.js';
import { requestIdHeaders } from './request-id.headers.js';
import { uniqueId } from './unique-id.js';

const withStatus = z.object({ statusCode: z.number().int().min(400).max(599), message: z.string() });

/** Answers every problem, our own or the framework's, in the form of the provider that the client believes to talk to. */
@Catch()
export class ProviderErrorFilter implements ExceptionFilter {
  catch(problem: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();
    const error = toProviderError(problem, request);
    const style = styleOf(request.raw);
    const requestId = `req_${uniqueId()}`;
    void reply
      .status(error.status)
      .headers({ ...requestIdHeaders(style, requestId), ...error.headers })
      .type('application/json; charset=utf-8')
      .send(JSON.stringify(toErrorBody(error, style, requestId)));
  }
}

function toProviderError(problem: unknown, request: FastifyRequest): ProviderError {
  if (problem instanceof ProviderError) return problem;
  const framework = withStatus.safeParse(problem);
  const status = problem instanceof HttpException ? problem.getStatus() : framework.data?.statusCode;
  if (status === 404)
    return new ProviderError(404, `Invalid URL (${request.method} ${request.url})`, { code: 'unknown_url' });
  if (status === 400)
    return new ProviderError(400, 'We could not parse the JSON body of your request.', {
      code: 'invalid_json',
    });
  if (status !== undefined)
    return new ProviderError(status, framework.data?.message ?? 'The request could not be served.');
  process.stderr.write(
    `${problem instanceof Error ? (problem.stack ?? problem.message) : String(problem)}\n`,
  );
  return new ProviderError(500, 'The simulator itself has failed; its log says how.');
}
