import 'reflect-metadata';
import {
  createLogger,
  KeptProcess,
  ProcessKeeper,
  processPlan,
  readConfiguration,
  runMain,
  tellUnheardFailures,
} from '@onegate/platform';

await runMain(async () => {
  const config = readConfiguration(process.env);
  const log = createLogger('api', config.runtime.logLevel);
  const plan = processPlan(config);
  if (plan.count > 1 && !KeptProcess.isOne()) return new ProcessKeeper(plan, log).run();
  // Only here: a keeper has no use for the API, and its memory.
  const { serveApi } = await import('./serve-api.js');
  tellUnheardFailures(log);
  await serveApi(config, log);
});
