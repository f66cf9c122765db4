import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Principal } from '@onegate/auth';
import type { GatewayAnswer, GatewayCall } from '@onegate/gateway';
import { sentBodyOf } from '@onegate/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** A call to a model as it came in, all but the protocol that it is in. */
export type IncomingCall = Omit<GatewayCall, 'protocol'>;

/** The call that a request makes, for a controller of a model surface. */
export const Incoming = createParamDecorator((_data: unknown, context: ExecutionContext): IncomingCall => {
  const http = context.switchToHttp();
  const request = http.getRequest<FastifyRequest & { principal: Principal }>();
  return {
    requestId: request.id,
    principal: request.principal,
    ip: request.ip,
    body: (request.body ?? {}) as GatewayCall['body'],
    sent: sentBodyOf(request),
    headers: request.headers,
    gone: goneSignal(http.getResponse<FastifyReply>()),
  };
});

/** Aborts when the client goes away before its answer is complete. */
function goneSignal(reply: FastifyReply): AbortSignal {
  const gone = new AbortController();
  // The answer closes, not the socket: that one lives on for the next request of a keep-alive client.
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) gone.abort();
  });
  return gone.signal;
}

export function sendAnswer(reply: FastifyReply, answer: GatewayAnswer): void {
  void reply.status(answer.status).headers(answer.headers).send(answer.body);
}
