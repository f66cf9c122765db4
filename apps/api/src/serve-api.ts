import 'reflect-metadata';
import { processPlan, stopServing, type Configuration, type Logger } from '@onegate/platform';
import { createApi } from './create-api.js';

/** The API in this process, alone or as one of those that share the port. */
export async function serveApi(config: Configuration, log: Logger): Promise<void> {
  const app = await createApi(config, log);
  stopServing(app, processPlan(config), log);
  await app.listen(config.http.port, config.http.host);
  log.info({ host: config.http.host, port: config.http.port }, 'The API is listening');
}
