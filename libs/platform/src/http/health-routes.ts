import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { HealthService } from '../health/health.service.js';

/** The questions of orchestrators and load balancers, on every server of ours. Plain routes: they must work when little else does. */
export function serveHealth(app: NestFastifyApplication): void {
  const health = app.get(HealthService);
  const server = app.getHttpAdapter().getInstance();
  server.get('/health/live', async () => ({ status: 'ok' }));
  server.get('/health/ready', async (_request, reply) => {
    const { ready, checks } = await health.readiness();
    return reply.status(ready ? 200 : 503).send({ status: ready ? 'ok' : 'unavailable', checks });
  });
  server.get('/health/serving', async (_request, reply) => {
    const isServing = await health.isServing();
    return reply.status(isServing ? 200 : 503).send({ status: isServing ? 'ok' : 'unavailable' });
  });
}
