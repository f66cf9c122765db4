import 'reflect-metadata';
import { createLogger, readConfiguration, runMain, stopInOrder } from '@onegate/platform';
import { createApi } from './create-api.js';

await runMain(async () => {
  const config = readConfiguration(process.env);
  const log = createLogger('api', config.runtime.logLevel);
  const app = await createApi(config, log);
  stopInOrder(app, { drainSeconds: config.http.drainSeconds, log });
  await app.listen(config.http.port, config.http.host);
  log.info({ host: config.http.host, port: config.http.port }, 'The API is listening');
});
