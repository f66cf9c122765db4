import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { ConfiguredAccounts } from '@onegate/models';
import { Agent, fetch } from 'undici';
import { freePort } from '../../scripts/stack/ports.ts';
import { nodeFlags } from '../../scripts/start/node-flags.ts';
import { given } from '../setup/given.ts';
import { Installation } from '../setup/installation.ts';
import { databaseUrl, testEnvironment } from '../setup/test-environment.ts';
import { until } from '../setup/until.ts';

const streams = 1_000;
const mostMegabytes = 400;
const dist = path.join(import.meta.dirname, '../../dist/apps');

const processes: ChildProcess[] = [];
let installation: Installation;
let apiKey: string;
let url: string;
let api: ChildProcess;

async function started(main: string, port: number, env: Record<string, string>): Promise<ChildProcess> {
  const { PATH = '' } = process.env;
  const child = spawn(process.execPath, [...nodeFlags, path.join(dist, main)], {
    env: { PATH, ...env },
    stdio: 'ignore',
  });
  processes.push(child);
  const isLive = async () =>
    (await fetch(`http://127.0.0.1:${port}/health/live`).catch(() => undefined))?.status === 200;
  await until(`${main} to listen`, isLive);
  return child;
}

beforeAll(async () => {
  const [simulatorPort, port] = [await freePort(), await freePort()];
  const simulator = { ONEGATE_SIMULATOR_PORT: String(simulatorPort) };
  await started('simulator/src/main.js', simulatorPort, simulator);
  const gateway = { ONEGATE_MODE: 'embedded', ONEGATE_SIMULATOR_URL: `http://127.0.0.1:${simulatorPort}` };
  installation = await Installation.create({ env: gateway });
  const { app } = await installation.api();
  await app.get(ConfiguredAccounts).ensure();
  apiKey = await given(app).payingKey();
  url = `http://127.0.0.1:${port}`;
  api = await started(
    'api/src/main.js',
    port,
    testEnvironment({
      ...gateway,
      DATABASE_URL: databaseUrl(installation.name),
      ONEGATE_REDIS_PREFIX: installation.name,
      ONEGATE_DATA_DIR: installation.config.runtime.dataDir,
      PORT: String(port),
    }),
  );
});

afterAll(async () => {
  for (const child of processes) {
    child.kill('SIGKILL');
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  }
  await installation.close();
});

/** Of the process now, and the most that it ever had. */
function memory({ pid }: ChildProcess): { now: number; most: number } {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const megabytes = (name: string) =>
    Math.round(Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1] ?? 0) / 1_024);
  return { now: megabytes('VmRSS'), most: megabytes('VmHWM') };
}

it(`${streams} streams at once are all correct, in less than ${mostMegabytes} MB`, async () => {
  const dispatcher = new Agent({ connections: streams });
  const before = memory(api).now;
  let open = 0;
  let mostOpen = 0;
  const ask = async (nth: number): Promise<string> => {
    const answer = await fetch(`${url}/v1/chat/completions`, {
      dispatcher,
      method: 'POST',
      headers: {
        authorization: `Bearer ${apiKey}`,
        'content-type': 'application/json',
        'x-simulate': 'ttft=1000,out=90,tps=2',
      },
      body: JSON.stringify({
        model: 'gpt-4o-mini',
        stream: true,
        messages: [{ role: 'user', content: `Number${nth} please` }],
      }),
    });
    open += 1;
    mostOpen = Math.max(mostOpen, open);
    const text = await answer.text();
    open -= 1;
    return text;
  };
  const answers = await Promise.all(Array.from({ length: streams }, (_, nth) => ask(nth)));
  const { now, most } = memory(api);
  process.stdout.write(
    `${mostOpen} streams open at once; ${before} MB before, ${now} MB after, ${most} MB at most\n`,
  );
  expect(answers.filter((text) => !text.endsWith('data: [DONE]\n\n'))).toEqual([]);
  for (const [nth, text] of answers.entries()) {
    const events = text.split('\n\n').filter((event) => event.startsWith('data: {'));
    const said = events
      .map((event) => JSON.parse(event.slice(6)) as Chunk)
      .map(({ choices }) => choices[0]?.delta.content ?? '')
      .join('');
    expect(said).toContain(`Number${nth}`);
  }
  expect(mostOpen).toBe(streams);
  expect(most).toBeLessThan(mostMegabytes);
  await dispatcher.close();
});

interface Chunk {
  readonly choices: { readonly delta: { readonly content?: string } }[];
}
