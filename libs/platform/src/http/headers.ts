import cors from '@fastify/cors';
import helmet from '@fastify/helmet';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
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

export async function secureHeaders(app: NestFastifyApplication): Promise<void> {
  await app.register(helmet, {
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
  });
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
