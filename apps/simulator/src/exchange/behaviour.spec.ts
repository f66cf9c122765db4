import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Client } from 'undici';
import { z } from 'zod';
import { createSimulator } from '../create-simulator.js';
import { RequestJournal } from '../journal/request-journal.js';

const recorded = 'data: {"text":"emoji 🙂 and\r\n\r\n: comment\n\ndata: [DONE]';
let directory: string;
let simulator: NestFastifyApplication;
let journal: RequestJournal;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'simulator-'));
  await writeFile(join(directory, 'short.sse'), recorded);
  await symlink('/etc/hostname', join(directory, 'link.sse'));
  simulator = await createSimulator({ recordings: directory, drainSeconds: 1 });
  await simulator.listen(0);
  journal = simulator.get(RequestJournal);
});
afterAll(async () => {
  await simulator.close();
  await rm(directory, { recursive: true });
});

const journalView = z.object({ data: z.array(z.unknown()) });

interface Told {
  readonly status: number;
  readonly headers: Record<string, string | string[] | undefined>;
  readonly chunks: Buffer[];
  readonly broken: boolean;
}

async function ask(model: string, { stream = true, header = '' } = {}): Promise<Told> {
  const client = new Client(await simulator.getUrl());
  const answer = await client.request(requestFor(model, stream, header));
  const chunks: Buffer[] = [];
  answer.body.on('data', (chunk: Buffer) => chunks.push(chunk));
  const broken = await finished(answer.body).then(
    () => false,
    () => true,
  );
  await client.destroy();
  return { status: answer.statusCode, headers: answer.headers, chunks, broken };
}

function requestFor(model: string, stream: boolean, header: string) {
  return {
    path: '/v1/chat/completions',
    method: 'POST' as const,
    headers: {
      authorization: 'Bearer top-secret',
      'content-type': 'application/json',
      ...(header ? { 'x-simulate': header } : {}),
    },
    body: JSON.stringify({ model, stream, messages: [{ role: 'user', content: 'Tell me' }] }),
  };
}

const textOf = (told: Told): string => Buffer.concat(told.chunks).toString();
const eventsOf = (told: Told): string[] =>
  textOf(told)
    .split('\n\n')
    .filter((event) => event !== '');
const withoutIds = (text: string): string => text.replaceAll(/"(id|created)":("[^"]*"|\d+)/gu, '');

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise(setImmediate);
}

describe('a scripted failure', () => {
  it('before the answer has its status and Retry-After, streamed or not', async () => {
    for (const stream of [true, false]) {
      const told = await ask('m+fail=503,retry=2', { stream });
      expect(told).toMatchObject({ status: 503, headers: { 'retry-after': '2' } });
      expect(JSON.parse(textOf(told))).toMatchObject({ error: { type: 'server_error' } });
    }
  });

  it('in mid-stream comes after that many events, in OpenAI’s form, and ends the stream', async () => {
    const told = await ask('m+fail=500@3');
    const events = eventsOf(told);
    expect(told).toMatchObject({ status: 200, broken: false });
    expect(events).toHaveLength(4);
    expect(JSON.parse(events[3]?.slice(6) ?? '')).toMatchObject({
      error: { type: 'server_error', message: expect.any(String) },
    });
  });

  it('is over after the first requests', async () => {
    const statuses = [];
    for (let call = 0; call < 3; call += 1)
      statuses.push((await ask('m', { header: 'fail=500,first=2' })).status);
    expect(statuses).toEqual([500, 500, 200]);
  });

  it('resets the connection, or cuts it after that many events', async () => {
    await expect(ask('m+cut')).rejects.toMatchObject({
      code: expect.stringMatching(/ECONNRESET|UND_ERR_SOCKET/u),
    });
    const told = await ask('m+cut=3');
    expect(told.broken).toBe(true);
    expect(eventsOf(told)).toHaveLength(3);
    const whole = await ask('m+cut=1', { stream: false });
    expect(whole.broken).toBe(true);
    expect(whole.chunks.length).toBeGreaterThan(0);
  });
});

describe('the journal', () => {
  it('tells what came and how it ended, but no secret', async () => {
    await ask('m+tag=seen');
    const entry = journal.list().find((one) => one.model === 'm+tag=seen');
    expect(entry).toMatchObject({
      method: 'POST',
      path: '/v1/chat/completions',
      credential: 'bearer',
      status: 200,
      abortedAt: null,
    });
    expect(entry).toMatchObject({ finishedAt: expect.any(Number), body: { stream: true } });
    expect(JSON.stringify(journal.list())).not.toContain('top-secret');
    const listed = await fetch(`${await simulator.getUrl()}/simulator/requests?contains=tag%3Dseen`);
    expect(journalView.parse(await listed.json()).data).toHaveLength(1);
  });

  it.each(['hang', 'hang=2', 'tps=1', 'latency=60000'])(
    'sees that the client has left: %s',
    async (script) => {
      const model = `m+${script},tag=left`;
      const client = new Client(await simulator.getUrl());
      const asked = client.request(requestFor(model, true, '')).catch(() => undefined);
      const entry = () => journal.list().find((one) => one.model === model);
      await until(() => entry() !== undefined);
      await client.destroy();
      await asked;
      await until(() => entry()?.abortedAt !== null);
      expect(entry()?.finishedAt).toBeNull();
    },
  );
});

describe('the form of a stream', () => {
  it('can be cut into pieces of any size, inside a character too', async () => {
    const plain = await ask('m+out=60');
    const split = await ask('m+out=60,chunk=1');
    expect(split.chunks.every((chunk) => chunk.length === 1)).toBe(true);
    expect(withoutIds(textOf(split))).toBe(withoutIds(textOf(plain)));
    const cycled = await ask('m+replay=short.sse,chunk=3:1');
    expect(cycled.chunks.slice(0, 4).map((chunk) => chunk.length)).toEqual([3, 1, 3, 1]);
  });

  it('can have other line ends, comments, no [DONE], and a huge line', async () => {
    const told = await ask('m+out=2,crlf,comments,nodone,huge=100000');
    const events = textOf(told)
      .split('\r\n\r\n')
      .filter((event) => event !== '');
    expect(textOf(told)).not.toContain('[DONE]');
    expect(textOf(told).replaceAll('\r\n', '')).not.toContain('\n');
    expect(events.filter((event) => event.startsWith(':'))).toHaveLength(4);
    const data = events
      .filter((event) => event.startsWith('data: '))
      .map((event) => JSON.parse(event.slice(6)));
    expect(data.map((chunk) => chunk.obfuscation?.length)).toEqual([
      100_000,
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('keeps the scripted pace', async () => {
    const startedAt = performance.now();
    await ask('m+out=5,ttft=40,tps=100');
    const took = performance.now() - startedAt;
    expect(took).toBeGreaterThanOrEqual(79);
    await ask('m+out=5,ttft=40,tps=100', { stream: false });
    expect(performance.now() - startedAt - took).toBeGreaterThanOrEqual(85);
  });

  it('has the provider’s rate-limit headers', async () => {
    const told = await ask('m+remaining=12,reset=6');
    expect(told.headers).toMatchObject({
      'x-ratelimit-remaining-requests': '12',
      'x-ratelimit-reset-requests': '6s',
    });
    expect((await ask('m+limits=off')).headers).not.toHaveProperty('x-ratelimit-limit-requests');
  });

  it('survives a client that reads slowly', async () => {
    const client = new Client(await simulator.getUrl());
    const { body } = await client.request(requestFor('m+huge=8000000,tag=slow', true, ''));
    let received = 0;
    for await (const chunk of body) received += chunk.length;
    expect(received).toBeGreaterThan(8_000_000);
    await client.close();
  });
});

describe('a replayed recording', () => {
  it('has exactly the recorded bytes', async () => {
    const told = await ask('m+replay=short.sse,chunk=1');
    expect(told.headers['content-type']).toContain('text/event-stream');
    expect(textOf(told)).toBe(recorded);
    expect(told.chunks).toHaveLength(Buffer.byteLength(recorded));
  });

  it.each(['../../etc/hostname', '/etc/hostname', 'link.sse', 'missing.sse', '.', ''])(
    'is never read from elsewhere: %j',
    async (name) => {
      const told = await ask('m', { header: `replay=${name}` });
      expect([400, 404]).toContain(told.status);
    },
  );
});

describe('stopping', () => {
  it('lets a stream finish, and ends what hangs', async () => {
    const own = await createSimulator({ drainSeconds: 5 });
    await own.listen(0);
    const url = `${await own.getUrl()}/v1/chat/completions`;
    const call = (model: string) => {
      return fetch(url, requestFor(model, true, ''));
    };
    const running = await call('m+out=20,tps=100');
    const hanging = await call('m+hang=1');
    const closed = own.close();
    expect(await running.text()).toContain('[DONE]');
    await expect(hanging.text()).rejects.toThrow();
    await closed;
  });
});
