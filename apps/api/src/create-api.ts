import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { SessionSignIn } from '@onegate/auth';
import {
  createHttpApp,
  serveMetrics,
  type Configuration,
  type Logger,
  type Permission,
} from '@onegate/platform';
import { mayAnywhere } from '@onegate/tenants';
import { JournalKeeper, ResendLoop } from '@onegate/usage';
import { serveEditorSignIn } from './account/editor-sign-in.routes.js';
import { ApiModule } from './api.module.js';
import { serveDocs } from './docs/api-docs.js';
import { serveUploads } from './files/upload-routes.js';
import { refuseOtherMethods } from './inference/other-methods.js';
import { signInFirst } from './inference/sign-in-first.js';
import { serveResponseSockets } from './openai/response-socket.routes.js';
import { serveJobBoard } from './operations/job-board.js';
import { servePaymentPages } from './payments/payment-pages.routes.js';

/** The API, complete but not listening yet. */
export async function createApi(config: Configuration, log: Logger): Promise<NestFastifyApplication> {
  const app = await createHttpApp(ApiModule.for(config, log), { config, log });
  serveMetrics(app, (token) => sessionMay(app, token, 'platform.metrics.read'));
  signInFirst(app);
  await serveUploads(app);
  await serveEditorSignIn(app);
  await servePaymentPages(app);
  refuseOtherMethods(app);
  serveResponseSockets(app, { config, log });
  await serveJobBoard(app);
  serveDocs(app);
  await app.get(JournalKeeper).start();
  app.get(ResendLoop).start();
  return app;
}

async function sessionMay(
  app: NestFastifyApplication,
  token: string,
  permission: Permission,
): Promise<boolean> {
  const principal = await app.get(SessionSignIn).principalOf(token);
  return principal !== null && mayAnywhere(principal, permission);
}
