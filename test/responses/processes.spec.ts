import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { StateRetention } from '@onegate/gateway';
import { Database } from '@onegate/platform';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { freePort } from '../../scripts/stack/ports.ts';
import { nodeFlags } from '../../scripts/start/node-flags.ts';
import type { Caller } from '../setup/caller.ts';
import { simulated, type Simulated } from '../setup/simulated.ts';
import { databaseUrl, testEnvironment } from '../setup/test-environment.ts';
import { until } from '../setup/until.ts';

const model = 'gpt-4o-mini';
const main = path.join(import.meta.dirname, '../../dist/apps/api/src/main.js');

let house: Simulated;
let worker: NestFastifyApplication;
/** Of the process that stays. */
let here: Caller;
const processes: ChildProcess[] = [];

beforeAll(async () => {
  house = await simulated();
  worker = await house.installation.worker();
  here = house.call.signedIn(house.apiKey);
});
afterAll(async () => {
  for (const child of processes) {
    child.kill('SIGKILL');
    await over(child);
  }
  await house.installation.close();
});

async function over(child: ChildProcess): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
}

/** An API process of its own on the same database. */
async function started(): Promise<{ child: ChildProcess; there: Caller }> {
  const { installation } = house;
  const port = await freePort();
  const env = testEnvironment({
    ONEGATE_MODE: 'embedded',
    ONEGATE_SIMULATOR_URL: installation.config.simulator.url ?? '',
    DATABASE_URL: databaseUrl(installation.name),
    ONEGATE_REDIS_PREFIX: installation.name,
    ONEGATE_DATA_DIR: path.join(installation.config.runtime.dataDir, String(port)),
    ONEGATE_DRAIN_SECONDS: '6',
    PORT: String(port),
  });
  const { PATH = '' } = process.env;
  const child = spawn(process.execPath, [...nodeFlags, main], { env: { PATH, ...env }, stdio: 'ignore' });
  processes.push(child);
  const url = `http://127.0.0.1:${port}`;
  const isLive = async () => (await fetch(`${url}/health/live`).catch(() => undefined))?.status === 200;
  await until('the process to listen', isLive);
  return { child, there: here.at(url) };
}

interface Made {
  readonly id: string;
  readonly status: string;
  readonly error: { readonly code: string } | null;
}

const shown = async (id: string) => (await here.get<Made>(`/v1/responses/${id}`)).body;

/** Is being worked on when this returns. */
async function running(there: Caller, script: string): Promise<string> {
  const scripted = there.with({ 'x-simulate': script });
  const { body } = await scripted.post<Made>('/v1/responses', { model, input: 'x', background: true });
  await until('the provider to be asked', () =>
    house.journal.list().some(({ headers }) => Object.values(headers).includes(script)),
  );
  expect((await shown(body.id)).status).toBe('in_progress');
  return body.id;
}

const slow = (tag: string) => `out=3000,tps=50,tag=${tag}`;

describe('a response in the background whose process', () => {
  it('is told to stop is completed where that takes little, has failed where it does not, and is never stuck', async () => {
    const { child, there } = await started();
    const [long, short] = [
      await running(there, slow('term')),
      await running(there, 'out=20,tps=20,tag=soon'),
    ];
    child.kill('SIGTERM');
    await over(child);
    expect(await shown(short)).toMatchObject({ status: 'completed', error: null });
    expect(await shown(long)).toMatchObject({ status: 'failed', error: { code: 'server_error' } });
    const stopped = ({ headers, abortedAt }: { headers: object; abortedAt?: unknown }) =>
      Object.values(headers).includes(slow('term')) && Boolean(abortedAt);
    await until('the provider to be stopped', () => house.journal.list().some(stopped));
  });

  it('is killed has failed as soon as its lease has run out', async () => {
    const { child, there } = await started();
    const id = await running(there, slow('kill'));
    child.kill('SIGKILL');
    await over(child);
    const sweep = () => worker.get(StateRetention, { strict: false }).sweep();
    await sweep();
    expect((await shown(id)).status).toBe('in_progress');
    const lapsed = `update stored_responses set lease_until = lease_until - interval '1 hour' where response_id = $1`;
    await house.app.get(Database).query(lapsed, [id]);
    await sweep();
    expect(await shown(id)).toMatchObject({ status: 'failed', error: { code: 'server_error' } });
  });
});

it('what one process stored is there for the others when it is gone', async () => {
  const { child, there } = await started();
  const { body: made } = await there.post<Made>('/v1/responses', { model, input: 'My name is Ada' });
  const { body: talk } = await there.post<Made>('/v1/conversations', {
    items: [{ role: 'user', content: 'I live in Paris' }],
  });
  await there.post('/v1/responses', { model, input: 'Where?', conversation: talk.id });
  child.kill('SIGTERM');
  await over(child);
  expect(await shown(made.id)).toMatchObject({ id: made.id, status: 'completed' });
  const asked = { model, input: 'Who am I?', previous_response_id: made.id };
  expect((await here.post('/v1/responses', asked)).status).toBe(200);
  expect(JSON.stringify(house.journal.list().at(-1)?.body)).toContain('My name is Ada');
  const { body: items } = await here.get<{ data: unknown[] }>(`/v1/conversations/${talk.id}/items`);
  expect(items.data).toHaveLength(3);
});
