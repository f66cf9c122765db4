import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createSimulator } from '../../apps/simulator/src/create-simulator.ts';
import { given } from '../setup/given.ts';
import { Installation } from '../setup/installation.ts';
import { signedIn } from './catalog-bench.ts';

let installation: Installation;

beforeAll(async () => {
  const simulator = await createSimulator();
  await simulator.listen(0, '127.0.0.1');
  const url = `${await simulator.getUrl()}/api/v1`;
  installation = await Installation.create({ env: { ONEGATE_OPENROUTER_URL: url } });
  installation.onClose(() => simulator.close());
});
afterAll(() => installation.close());

it('the catalog of the simulator imports as OpenRouter’s does', async () => {
  const { app, call } = await installation.api();
  await installation.worker();
  const admin = await signedIn(call, (await given(app).superAdmin()).email);
  const { status, body } = await admin.post<Record<string, unknown>>('/api/llm-models/sync');
  expect({ status, body }).toMatchObject({ status: 200, body: { skipped: 0, vanished: 0 } });
  expect(body.received).toBeGreaterThan(10);
  expect(await call.get('/api/v1/models/google/gemini-2.5-pro')).toMatchObject({
    body: { data: { pricing: { overrides: [{ min_prompt_tokens: 200_000, prompt: '0.0000025' }] } } },
  });
});
