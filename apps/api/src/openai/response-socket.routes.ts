import { ServerResponse, type IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import {
  bearerOf,
  KeySignIn,
  looksLikeApiKey,
  notAuthenticated,
  notPermitted,
  SessionSignIn,
  tokenInvalid,
  type Principal,
} from '@onegate/auth';
import { StatefulResponses } from '@onegate/gateway';
import {
  answerFailure,
  defineFailure,
  requestContext,
  type Configuration,
  type Logger,
} from '@onegate/platform';
import { mayAnywhere } from '@onegate/tenants';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { WebSocketServer } from 'ws';
import { ResponseSocket } from './response-socket.js';

const socketOnly = defineFailure(
  'response.socket_only',
  'method_not_allowed',
  'Send a POST to create a response, or open a WebSocket here.',
);

/** How long a client may take to say goodbye. */
const farewellMs = 2_000;

interface Upgrade {
  readonly socket: Duplex;
  readonly head: Buffer;
}

/**
 * Responses over a WebSocket at the path of the others. The request for it goes through the server as any other does, so that
 * it has an id, an address and a line in the log, and is refused in the same words.
 */
export function serveResponseSockets(
  app: NestFastifyApplication,
  { config, log }: { config: Configuration; log: Logger },
): void {
  const server = app.getHttpAdapter().getInstance();
  const sockets = new WebSocketServer({ noServer: true, maxPayload: config.http.bodyLimitBytes });
  const upgrades = new WeakMap<IncomingMessage, Upgrade>();
  server.server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    upgrades.set(request, { socket, head });
    const response = new ServerResponse(request);
    response.assignSocket(socket as Parameters<ServerResponse['assignSocket']>[0]);
    // The answer to a refused upgrade is the last on its connection.
    response.shouldKeepAlive = false;
    response.once('finish', () => socket.end());
    server.routing(request, response);
  });
  server.addHook('preClose', (done) => {
    for (const client of sockets.clients) {
      client.close(1001, 'The server is stopping.');
      setTimeout(() => client.terminate(), farewellMs).unref();
    }
    done();
  });
  server.get('/v1/responses', async (request: FastifyRequest, reply: FastifyReply) => {
    const upgrade = upgrades.get(request.raw);
    try {
      if (!upgrade) throw socketOnly();
      await principalOf(app, request);
    } catch (thrown) {
      answerFailure(thrown, request, reply, log);
      return reply;
    }
    reply.hijack();
    reply.raw.statusCode = 101;
    const context = requestContext.getStore() ?? {};
    sockets.handleUpgrade(request.raw, upgrade.socket, upgrade.head, (socket) => {
      const asked = { ip: request.ip, headers: request.headers, signIn: () => principalOf(app, request) };
      new ResponseSocket(socket, app.get(StatefulResponses, { strict: false }), {
        ...asked,
        context,
      }).listen();
    });
    return reply;
  });
}

async function principalOf(app: NestFastifyApplication, request: FastifyRequest): Promise<Principal> {
  const token = bearerOf(request);
  if (!token) throw notAuthenticated();
  const principal = looksLikeApiKey(token)
    ? await app.get(KeySignIn).principalOf(token)
    : await app.get(SessionSignIn).principalOf(token);
  if (!principal) throw tokenInvalid();
  if (!mayAnywhere(principal, 'inference.use')) throw notPermitted({ permission: 'inference.use' });
  return principal;
}
