import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { RequestJournal } from './journal/request-journal.js';
import { SimulatorModule } from './simulator.module.js';
import { completeSettings, type SimulatorSettings } from './simulator.settings.js';

const largestBody = 64 * 1024 * 1024;
/** The paths of the pretended providers; the simulator's own are not worth remembering. */
const providerPath = /^\/(api\/)?v1\//u;

/**
 * The simulator, complete but not listening yet. Tests start it in their own process:
 * `const simulator = await createSimulator(); await simulator.listen(0);`
 */
export async function createSimulator(
  settings: Partial<SimulatorSettings> = {},
): Promise<NestFastifyApplication> {
  const adapter = new FastifyAdapter({ bodyLimit: largestBody, forceCloseConnections: 'idle' });
  const app = await NestFactory.create<NestFastifyApplication>(
    SimulatorModule.for(completeSettings(settings)),
    adapter,
    {
      logger: ['error'],
    },
  );
  adapter
    .getInstance()
    .addContentTypeParser('multipart/form-data', { parseAs: 'buffer' }, (_request, form, done) =>
      done(null, form),
    );
  const journal = app.get(RequestJournal);
  adapter.getInstance().addHook('onRequest', (request, reply, done) => {
    if (providerPath.test(request.url)) journal.open(request.raw, reply.raw);
    done();
  });
  return app;
}
