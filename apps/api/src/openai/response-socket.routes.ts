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
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { WebSocketServer, type WebSocket } from 'ws';
import { ResponseSocket, type SocketFacts } from './response-socket.js';

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
  const upgrades = routedUpgrades(server);
  server.addHook('preClose', (done) => {
    for (const client of sockets.clients) sayGoodbye(client);
    done();
  });
  server.get('/v1/responses', async (request: FastifyRequest, reply: FastifyReply) => {
    try {
      const upgrade = upgrades.get(request.raw);
      if (!upgrade) throw socketOnly({ headers: { allow: 'POST' } });
      await principalOf(app, request);
      reply.hijack();
      reply.raw.statusCode = 101;
      const facts = factsOf(app, request);
      sockets.handleUpgrade(request.raw, upgrade.socket, upgrade.head, (socket) =>
        new ResponseSocket(socket, app.get(StatefulResponses, { strict: false }), facts).listen(),
      );
    } catch (thrown) {
      answerFailure(thrown, request, reply, log);
    }
    return reply;
  });
}

/** Leads requests for an upgrade to the routes, and keeps what belongs to them. */
function routedUpgrades(server: FastifyInstance): WeakMap<IncomingMessage, Upgrade> {
  const upgrades = new WeakMap<IncomingMessage, Upgrade>();
  server.server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    upgrades.set(request, { socket, head });
    socket.on('error', () => socket.destroy());
    const response = new ServerResponse(request);
    response.assignSocket(socket as Parameters<ServerResponse['assignSocket']>[0]);
    // The answer to a refused upgrade is the last on its connection.
    response.shouldKeepAlive = false;
    response.once('finish', () => socket.end());
    server.routing(request, response);
  });
  return upgrades;
}

function sayGoodbye(client: WebSocket): void {
  client.close(1001, 'The server is stopping.');
  setTimeout(() => client.terminate(), farewellMs).unref();
}

function factsOf(app: NestFastifyApplication, request: FastifyRequest): SocketFacts {
  return {
    ip: request.ip,
    headers: request.headers,
    context: requestContext.getStore() ?? {},
    signIn: () => principalOf(app, request),
  };
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
