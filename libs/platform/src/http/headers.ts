import cors from '@fastify/cors';
import helmet, { type FastifyHelmetOptions } from '@fastify/helmet';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { fastify, type FastifyInstance } from 'fastify';
import { surfaceOf } from '../errors/surface.js';

/** Every call to these carries its own key and no cookie, so any page may make it. */
const openSurfaces = new Set(['openai', 'anthropic', 'native', 'account-chat']);

const exposedHeaders = [
  'x-request-id',
  'request-id',
  'retry-after',
  'x-ratelimit-limit',
  'x-ratelimit-remaining',
  'x-ratelimit-limit-requests',
  'x-ratelimit-remaining-requests',
  'x-ratelimit-limit-tokens',
  'x-ratelimit-remaining-tokens',
  'x-onegate-dropped',
  'x-onegate-event',
  'x-onegate-model',
  'x-onegate-provider',
  'x-onegate-receipt',
  'x-onegate-simulated',
  'x-onegate-translated',
  'x-onegate-tries',
];

const secured: FastifyHelmetOptions = {
  contentSecurityPolicy: {
    directives: {
      defaultSrc: ["'self'"],
      styleSrc: ["'self'", "'unsafe-inline'"],
      imgSrc: ["'self'", 'data:'],
      frameAncestors: ["'none'"],
      // The embedded start speaks plain HTTP; a proxy that speaks TLS upgrades by itself.
      upgradeInsecureRequests: null,
    },
  },
  crossOriginResourcePolicy: { policy: 'cross-origin' },
};

/** What helmet puts on answers. It is the same for all, and helmet itself would make it anew for each: 2 % of a call. */
export async function secureHeaders(app: NestFastifyApplication): Promise<void> {
  const headers = await headersOfHelmet();
  const server = app.getHttpAdapter().getInstance();
  server.addHook('onRequest', (_request, reply, done) => {
    void reply.headers(headers);
    done();
  });
}

let made: Promise<Record<string, string>> | undefined;

/** The same for every server of a process. */
function headersOfHelmet(): Promise<Record<string, string>> {
  return (made ??= addedByHelmet());
}

/** Those of an answer that has them, without those that any answer has. */
async function addedByHelmet(): Promise<Record<string, string>> {
  const plain = await headersAt(fastify());
  const secure = fastify();
  await secure.register(helmet, secured);
  const added = Object.entries(await headersAt(secure)).filter(([name]) => !(name in plain));
  return Object.fromEntries(added.map(([name, value]) => [name, String(value)]));
}

async function headersAt(server: FastifyInstance) {
  server.get('/', () => '');
  const { headers } = await server.inject('/');
  await server.close();
  return headers;
}

export async function allowOrigins(app: NestFastifyApplication, origins: readonly string[]): Promise<void> {
  const listed = origins.includes('*') ? true : [...origins];
  await app.register(cors, {
    hook: 'onRequest',
    delegator: (request, done) =>
      done(null, {
        origin: openSurfaces.has(surfaceOf(request)) ? true : listed,
        methods: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'],
        exposedHeaders,
        maxAge: 600,
      }),
  });
}
