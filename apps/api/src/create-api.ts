import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createHttpApp, type Configuration, type Logger } from '@onegate/platform';
import { ApiModule } from './api.module.js';
import { serveDocs } from './docs/api-docs.js';
import { serveJobBoard } from './operations/job-board.js';

/** The API, complete but not listening yet. */
export async function createApi(config: Configuration, log: Logger): Promise<NestFastifyApplication> {
  const app = await createHttpApp(ApiModule.for(config, log), { config, log });
  await serveJobBoard(app);
  serveDocs(app);
  return app;
}
