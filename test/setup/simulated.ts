import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { ConfiguredAccounts } from '@onegate/models';
import { createSimulator } from '../../apps/simulator/src/create-simulator.ts';
import { RequestJournal } from '../../apps/simulator/src/journal/request-journal.ts';
import type { Caller } from './caller.ts';
import { given } from './given.ts';
import { Installation } from './installation.ts';

/** An Onegate whose models are all answered by a simulated provider, as `npm start` makes it. */
export interface Simulated {
  readonly installation: Installation;
  readonly app: NestFastifyApplication;
  readonly call: Caller;
  /** Of a person with nothing but this key. */
  readonly apiKey: string;
  /** What reached the provider. */
  readonly journal: RequestJournal;
}

interface SimulatedOptions {
  readonly env?: Record<string, string>;
  /** A folder of recorded streams that a call can ask for. */
  readonly recordings?: string;
}

export async function simulated({ env, recordings }: SimulatedOptions = {}): Promise<Simulated> {
  const simulator = await createSimulator(recordings === undefined ? {} : { recordings });
  await simulator.listen(0, '127.0.0.1');
  const installation = await Installation.create({
    env: { ONEGATE_MODE: 'embedded', ONEGATE_SIMULATOR_URL: await simulator.getUrl(), ...env },
  });
  installation.onClose(() => simulator.close());
  const { app, call } = await installation.api();
  await app.get(ConfiguredAccounts).ensure();
  const apiKey = await given(app).payingKey();
  return { installation, app, call, apiKey, journal: simulator.get(RequestJournal) };
}
