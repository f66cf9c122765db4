import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { methodNotAllowed, pathOf, renderFailure, surfaceOf } from '@onegate/platform';
import type { FastifyReply, FastifyRequest, HTTPMethods } from 'fastify';

/** Where models are called, always by a POST. */
const inferencePaths = [
  '/api',
  '/api/v1/chat/completions',
  '/api/v1/embeddings',
  '/v1/audio/speech',
  '/v1/audio/transcriptions',
  '/v1/audio/translations',
  '/v1/chat/completions',
  '/v1/completions',
  '/v1/embeddings',
  '/v1/images/edits',
  '/v1/images/generations',
  '/v1/messages',
  '/v1/messages/count_tokens',
  '/v1/moderations',
  '/v1/quote',
  '/v1/rerank',
  '/v1/responses',
];

/** A GET there opens a WebSocket. */
const methodsAlsoAt: Readonly<Record<string, readonly HTTPMethods[]>> = { '/v1/responses': ['GET'] };

const otherMethods: readonly HTTPMethods[] = ['GET', 'PUT', 'PATCH', 'DELETE'];

/** A model is called in one way; whoever tries another is told so, in the style of the surface. */
export function refuseOtherMethods(app: NestFastifyApplication): void {
  const server = app.getHttpAdapter().getInstance();
  for (const url of inferencePaths)
    server.route({
      method: otherMethods.filter((method) => !methodsAlsoAt[url]?.includes(method)),
      url,
      // Before the body is read: whatever is in it, the method is wrong.
      onRequest: (request, reply) => void refuse(request, reply),
      handler: (request, reply) => refuse(request, reply),
    });
}

function refuse({ method, id, url, headers: told }: FastifyRequest, reply: FastifyReply): FastifyReply {
  const failure = methodNotAllowed({ method }, { headers: { allow: 'POST' } });
  const asked = { method, path: pathOf(url), requestId: id };
  const { status, headers, body } = renderFailure(failure, surfaceOf({ url, headers: told }), asked);
  return reply.status(status).headers(headers).send(body);
}
