import 'reflect-metadata';
import {
  createLogger,
  readConfiguration,
  runMain,
  stopInOrder,
  tellUnheardFailures,
} from '@onegate/platform';
import { createWorker } from './create-worker.js';

await runMain(async () => {
  const config = readConfiguration(process.env);
  const log = createLogger('worker', config.runtime.logLevel);
  tellUnheardFailures(log);
  const app = await createWorker(config, log);
  stopInOrder(app, { drainSeconds: config.http.drainSeconds, log });
  await app.listen(config.http.workerPort, config.http.host);
  log.info({ host: config.http.host, port: config.http.workerPort }, 'The worker is running');
});
