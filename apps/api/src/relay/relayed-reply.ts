import type { RelayedAnswer } from '@onegate/gateway';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** Aborts when the client goes away before its answer is complete. */
export function goneSignal(request: FastifyRequest): AbortSignal {
  const gone = new AbortController();
  request.raw.socket.once('close', () => gone.abort());
  return gone.signal;
}

export function sendRelayed(reply: FastifyReply, answer: RelayedAnswer): void {
  void reply
    .status(answer.status)
    .headers({ 'content-type': answer.contentType, 'x-onegate-simulated': 'true' })
    .send(answer.body);
}
