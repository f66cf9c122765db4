import { createSimulator } from './create-simulator.js';
import { settingsFrom } from './simulator.settings.js';
import { stopInOrder } from './stop-in-order.js';

try {
  const settings = settingsFrom(process.env);
  const app = await createSimulator(settings);
  stopInOrder(app, settings.drainSeconds);
  await app.listen(settings.port, settings.host);
  process.stdout.write(`The simulator is listening on ${await app.getUrl()}\n`);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
