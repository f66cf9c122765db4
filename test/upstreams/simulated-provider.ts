import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createSimulator } from '../../apps/simulator/src/create-simulator.ts';
import { RequestJournal } from '../../apps/simulator/src/journal/request-journal.ts';
import type { Installation } from '../setup/installation.ts';

export interface SimulatedProvider {
  /** With the path under which OpenAI's API is. */
  readonly baseUrl: string;
  readonly journal: RequestJournal;
}

/** A provider that is not there, on a free port, for as long as the suite lasts. */
export async function simulatedProvider(installation: Installation): Promise<SimulatedProvider> {
  const app: NestFastifyApplication = await createSimulator();
  await app.listen(0, '127.0.0.1');
  installation.onClose(() => app.close());
  return { baseUrl: `${await app.getUrl()}/v1`, journal: app.get(RequestJournal) };
}
