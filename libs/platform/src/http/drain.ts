import type { FastifyInstance } from 'fastify';

/**
 * When the server closes, requests in flight finish and then every connection goes. Node by itself would wait a minute
 * for a client's spare connection that never sent a request: it does not count as idle.
 */
export function closeConnectionsOnceDrained(server: FastifyInstance): void {
  let inFlight = 0;
  let closing = false;
  const closeIfDrained = (): void => {
    if (closing && inFlight === 0) server.server.closeAllConnections();
  };
  server.addHook('onRequest', (_request, reply, done) => {
    inFlight += 1;
    // Not the hook `onResponse`: it is never called for an answer that the client did not wait for.
    reply.raw.once('close', () => {
      inFlight -= 1;
      setImmediate(closeIfDrained);
    });
    done();
  });
  server.addHook('preClose', (done) => {
    closing = true;
    setImmediate(closeIfDrained);
    done();
  });
}
