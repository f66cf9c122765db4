import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { methodNotAllowed, renderFailure } from '@onegate/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** The native API is one path with one method; its document promises a 405 for the others. */
export function refuseOtherMethods(app: NestFastifyApplication): void {
  app
    .getHttpAdapter()
    .getInstance()
    .route({
      method: ['GET', 'PUT', 'PATCH', 'DELETE'],
      url: '/api',
      // Before the body is read: whatever is in it, the method is wrong.
      onRequest: (request, reply) => void refuse(request, reply),
      handler: (request, reply) => refuse(request, reply),
    });
}

function refuse({ method, id }: FastifyRequest, reply: FastifyReply): FastifyReply {
  const failure = methodNotAllowed({ method }, { headers: { allow: 'POST' } });
  const { status, headers, body } = renderFailure(failure, 'native', { method, path: '/api', requestId: id });
  return reply.status(status).headers(headers).send(body);
}
