import { createHash, timingSafeEqual } from 'node:crypto';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { CONFIGURATION, type Configuration } from '../config/configuration.js';
import { defineFailure } from '../errors/failure.js';
import { LOGGER, type Logger } from '../logging/logger.js';
import { answerFailure } from '../errors/failure.filter.js';
import { Metrics } from '../metrics/metrics.js';

const metricsClosed = defineFailure(
  'metrics.closed',
  'unauthenticated',
  'Metrics are read with the bearer token of ONEGATE_METRICS_TOKEN, or with the session of a super-admin.',
);

/** Whether a person with this session token may read the metrics. */
export type SessionMayRead = (token: string) => Promise<boolean>;

/** Serves `/metrics` to whoever has the configured token; an app that knows sessions can let people in as well. */
export function serveMetrics(app: NestFastifyApplication, sessionMayRead: SessionMayRead): void {
  const { token: expected } = app.get<Configuration>(CONFIGURATION).metrics;
  const log = app.get<Logger>(LOGGER);
  const metrics = app.get(Metrics);
  const server = app.getHttpAdapter().getInstance();
  server.get('/metrics', async (request, reply) => {
    const token = request.headers.authorization?.replace(/^bearer\s+/i, '') ?? '';
    const mayRead = (expected && sameText(token, expected)) || (token && (await sessionMayRead(token)));
    if (!mayRead) return answerFailure(metricsClosed(), request, reply, log);
    return reply.type(metrics.registry.contentType).send(await metrics.text());
  });
}

/** In constant time: the digests have one length whatever was sent. */
function sameText(one: string, other: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(one), digest(other));
}
