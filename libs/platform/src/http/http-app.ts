import type { DynamicModule, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { refuseUnguardedRoutes } from '../access/route-access.js';
import { type Configuration } from '../config/configuration.js';
import { answerFailure, FailureFilter } from '../errors/failure.filter.js';
import { newRequestId } from '../ids/request-id.js';
import type { Logger } from '../logging/logger.js';
import { NestLogger } from '../logging/nest-logger.js';
import { Metrics } from '../metrics/metrics.js';
import { useFieldComplaints } from './complaints.js';
import { limitBodies, parseBodies } from './body.js';
import { allowOrigins, secureHeaders } from './headers.js';
import { serveHealth } from './health-routes.js';
import { refuseConnection } from './late-requests.js';
import { observeRequests } from './observe-requests.js';
import { ParseInputPipe } from './parse-input.pipe.js';
import { Traffic } from './traffic.js';

interface HttpAppOptions {
  readonly config: Configuration;
  readonly log: Logger;
}

/** A Nest application on Fastify with everything that each of our servers has: limits, headers, errors, health. */
export async function createHttpApp(
  module: Type | DynamicModule,
  { config, log }: HttpAppOptions,
): Promise<NestFastifyApplication> {
  useFieldComplaints();
  const app = await NestFactory.create<NestFastifyApplication>(module, adapterFor(config, log), {
    logger: new NestLogger(log),
    bodyParser: false,
    abortOnError: false,
    routeConflictPolicy: { duplicate: 'error', shadow: 'error' },
  });
  const server = app.getHttpAdapter().getInstance();
  observeRequests(server, app.get(Metrics), log);
  app.get(Traffic).watch(server);
  limitBodies(server, config.http);
  parseBodies(server);
  await secureHeaders(app);
  await allowOrigins(app, config.http.corsOrigins);
  serveHealth(app);
  app.useGlobalFilters(new FailureFilter(log));
  app.useGlobalPipes(new ParseInputPipe());
  refuseUnguardedRoutes(app);
  return app;
}

function adapterFor({ http }: Configuration, log: Logger): FastifyAdapter {
  return new FastifyAdapter({
    bodyLimit: http.bodyLimitBytes,
    requestTimeout: http.requestTimeoutSeconds * 1000,
    http: arrivalChecks(http.requestTimeoutSeconds * 1000),
    clientErrorHandler: refuseConnection,
    trustProxy: http.trustedProxies.length > 0 ? [...http.trustedProxies] : false,
    frameworkErrors: (error: Error, request: FastifyRequest, reply: FastifyReply) =>
      answerFailure(error, request, reply, log),
    genReqId: () => newRequestId(),
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 500 },
    forceCloseConnections: 'idle',
    return503OnClosing: false,
  });
}

/** Node holds a request to its time only where the headers have no longer time than the whole, and when it looks. */
function arrivalChecks(requestTimeout: number) {
  return {
    headersTimeout: Math.min(60_000, requestTimeout || 60_000),
    connectionsCheckingInterval: Math.min(30_000, requestTimeout || 30_000),
  };
}
