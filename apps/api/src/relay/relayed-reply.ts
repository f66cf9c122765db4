import type { RelayedAnswer } from '@onegate/gateway';
import type { FastifyReply } from 'fastify';

/** Aborts when the client goes away before its answer is complete. */
export function goneSignal(reply: FastifyReply): AbortSignal {
  const gone = new AbortController();
  // The answer closes, not the socket: that one lives on for the next request of a keep-alive client.
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) gone.abort();
  });
  return gone.signal;
}

export function sendRelayed(reply: FastifyReply, answer: RelayedAnswer): void {
  void reply
    .status(answer.status)
    .headers({ 'content-type': answer.contentType, 'x-onegate-simulated': 'true' })
    .send(answer.body);
}
