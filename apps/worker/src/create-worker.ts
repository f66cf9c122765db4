import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createHttpApp, JobRunner, serveMetrics, type Configuration, type Logger } from '@onegate/platform';
import { IngestLoop } from '@onegate/usage';
import { schedules } from './schedules.js';
import { processorTypes, WorkerModule } from './worker.module.js';

/** The worker with its jobs under way; its server only tells how it is. */
export async function createWorker(config: Configuration, log: Logger): Promise<NestFastifyApplication> {
  const app = await createHttpApp(WorkerModule.for(config, log), { config, log });
  serveMetrics(app, async () => false);
  const processors = processorTypes.map((type) => app.get(type));
  await app.get(JobRunner).start(processors, schedules);
  app.get(IngestLoop).start();
  return app;
}
