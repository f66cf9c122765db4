import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Redis } from 'ioredis';
import OpenAI from 'openai';
import type { Caller } from '../setup/caller.ts';
import { given } from '../setup/given.ts';
import { simulated, type Simulated } from '../setup/simulated.ts';
import { testEnvironment } from '../setup/test-environment.ts';
import { until } from '../setup/until.ts';
import { chat, chats, isReplay, named, timesAsked } from './repeating.ts';

let world: Simulated;
let here: Caller;
let there: Caller;

const mostBytes = 60_000;

beforeAll(async () => {
  world = await simulated({
    env: {
      ONEGATE_IDEMPOTENCY_SECONDS: '600',
      ONEGATE_KEPT_ANSWER_BYTES: `${mostBytes}`,
      ONEGATE_GATEWAY_KEEP_ALIVE_SECONDS: '1',
    },
  });
  here = world.call.signedIn(world.apiKey);
  const { call } = await world.installation.api();
  there = here.at(call.url);
});
afterAll(() => world.installation.close());

const tale = [{ role: 'user', content: 'Tell me a tale of repeats.' }];
const surfaces: [name: string, path: string, body: object][] = [
  ['chat', chats, { model: 'gpt-4o-mini', messages: tale }],
  ['a chat stream', chats, { model: 'gpt-4o-mini', messages: tale, stream: true }],
  ['a response', '/v1/responses', { model: 'gpt-4o-mini', input: 'Tell me.' }],
  ['a response stream', '/v1/responses', { model: 'gpt-4o-mini', input: 'Tell me.', stream: true }],
  ['a compaction', '/v1/responses/compact', { model: 'gpt-4o-mini', input: 'Tell me.' }],
  ['a message', '/v1/messages', { model: 'claude-sonnet-4-6', max_tokens: 99, messages: tale }],
  [
    'a message stream',
    '/v1/messages',
    { model: 'claude-sonnet-4-6', max_tokens: 99, messages: tale, stream: true },
  ],
  ['a completion', '/v1/completions', { model: 'gpt-4o-mini', prompt: 'Tell me.' }],
  ['a native answer', '/api', { model: 'GPT-4o mini', messages: tale }],
  ['a judgement', '/v1/moderations', { model: 'gpt-4o-mini', input: 'Tell me.' }],
  ['speech', '/v1/audio/speech', { model: 'gpt-4o-mini', input: 'Tell me.', voice: 'alloy' }],
  ['an answer of the router', '/api/v1/chat/completions', { model: 'gpt-4o-mini', messages: tale }],
  ['an embedding', '/v1/embeddings', { model: 'text-embedding-3-small', input: 'A tale' }],
];

describe('a call that is sent again with its key', () => {
  it.each(surfaces)('gets the same bytes, once from the provider: %s', async (name, at, body) => {
    const before = world.journal.list().length;
    const first = await named(here, `again ${name}`).post(at, JSON.stringify(body));
    const again = await named(there, `again ${name}`).post(at, JSON.stringify(body));
    expect(first.status).toBe(200);
    expect(isReplay(first)).toBe(false);
    expect(again).toMatchObject({ status: 200, body: first.body });
    expect(isReplay(again)).toBe(true);
    expect(again.headers.get('content-type')).toBe(first.headers.get('content-type'));
    for (const header of ['x-onegate-event', 'x-onegate-model', 'x-onegate-provider']) {
      expect(first.headers.get(header)).toEqual(expect.any(String));
      expect(again.headers.get(header)).toBe(first.headers.get(header));
    }
    expect(world.journal.list().length - before).toBe(1);
  });

  it.each([false, true])('joins the one that runs in another process; streamed: %s', async (stream) => {
    const body = chat({ stream });
    const [one, other] = await Promise.all([
      named(here, `both ${stream}`, 'ttft=300').post(chats, body),
      named(there, `both ${stream}`, 'ttft=300').post(chats, body),
    ]);
    expect(one.status).toBe(200);
    expect(other).toMatchObject({ status: 200, body: one.body });
    expect(isReplay(one)).not.toBe(isReplay(other));
    expect(timesAsked(world, body)).toBe(1);
  });

  it('gets signs of life while it waits for a stream, then the same events, once from the provider', async () => {
    const body = chat({ stream: true });
    const running = named(here, 'lively', 'ttft=200,out=40,tps=15').post(chats, body);
    await until('the first to run', () => timesAsked(world, body) === 1);
    const joined = await named(there, 'lively').post<string>(chats, body);
    const first = await running;
    expect(joined.status).toBe(200);
    expect(joined.headers.get('x-onegate-idempotent-replay')).toBe('pending');
    expect(joined.body).toContain(': keep-alive');
    const events = (text: unknown) => String(text).replaceAll(': keep-alive\n\n', '');
    expect(events(joined.body)).toBe(events(first.body));
    expect(timesAsked(world, body)).toBe(1);
  });

  it('is refused with another body, and told not to try that again', async () => {
    expect(await named(here, 'other').post(chats, chat())).toMatchObject({ status: 200 });
    const refused = await named(there, 'other').post(chats, chat());
    expect(refused).toMatchObject({ status: 409, body: { error: { code: 'idempotency_key_reused' } } });
    expect(refused.headers.get('x-should-retry')).toBe('false');
  });

  it('is not taken for a response where it asks for a compaction of the same', async () => {
    const body = { model: 'gpt-4o-mini', input: 'Tell me, then sum up.' };
    const caller = named(here, 'response and compaction');
    expect(await caller.post('/v1/responses', body)).toMatchObject({ body: { object: 'response' } });
    const short = await caller.post('/v1/responses/compact', body);
    expect(short).toMatchObject({ status: 200, body: { object: 'response.compaction' } });
  });

  it('is another call under another API key or account, or without a key', async () => {
    const body = chat();
    const stranger = world.call.signedIn(await given(world.app).payingKey());
    for (const caller of [here, stranger]) {
      const answer = await named(caller, 'mine').post(chats, body);
      expect(answer).toMatchObject({ status: 200 });
      expect(isReplay(answer)).toBe(false);
    }
    await here.post(chats, body);
    expect(timesAsked(world, body)).toBe(3);
  });

  it('runs anew after a failure, before the first byte or in the middle of a stream', async () => {
    for (const script of ['fail=400,first=1', 'fail=500@3,first=1']) {
      const body = chat({ stream: true });
      const caller = named(here, `failing ${script}`, script);
      const failed = await caller.post(chats, body);
      const again = await caller.post<string>(chats, body);
      expect(failed.body).not.toEqual(again.body);
      expect(again.status).toBe(200);
      expect(isReplay(again)).toBe(false);
      expect(again.body).not.toContain('"error"');
      expect(timesAsked(world, body)).toBe(2);
    }
  });

  it('finds the answer whole when the first client left in the middle', async () => {
    const body = chat({ stream: true });
    const leaving = new AbortController();
    const response = await fetch(`${world.call.url}${chats}`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${world.apiKey}`,
        'content-type': 'application/json',
        'idempotency-key': 'left',
        'x-simulate': 'out=40,tps=100',
      },
      body: JSON.stringify(body),
      signal: leaving.signal,
    });
    await response.body?.getReader().read();
    leaving.abort();
    const again = await named(there, 'left', 'out=40,tps=100').post<string>(chats, body);
    expect(isReplay(again)).toBe(true);
    expect(again.body.trim().endsWith('data: [DONE]')).toBe(true);
    expect(timesAsked(world, body)).toBe(1);
  });

  it('is told when the answer was too long to be kept, and is not run again', async () => {
    for (const stream of [true, false]) {
      const body = chat({ stream });
      const caller = named(here, `long ${stream}`, 'out=20000');
      const first = await caller.post<object | string>(chats, body);
      expect(first.status).toBe(200);
      expect(JSON.stringify(first.body).length).toBeGreaterThan(mostBytes);
      expect(await caller.post(chats, body)).toMatchObject({
        status: 409,
        body: { error: { code: 'idempotent_answer_not_kept' } },
      });
      expect(timesAsked(world, body)).toBe(1);
    }
  });

  it('is refused with a key of absurd length', async () => {
    expect(await named(here, 'k'.repeat(256)).post(chats, chat())).toMatchObject({ status: 400 });
  });
});

it('what is kept is encrypted and goes away by itself', async () => {
  const answer = await named(here, 'sealed-key').post<OpenAI.ChatCompletion>(chats, chat());
  const redis = new Redis(world.installation.config.redis.url);
  world.installation.onClose(async () => redis.disconnect());
  const names = await redis.keys(`${world.installation.name}:repeatable:*`);
  expect(names.length).toBeGreaterThan(0);
  for (const name of names) {
    const stored = JSON.stringify(await redis.hgetall(name));
    expect(stored).not.toContain(answer.body.choices[0]?.message.content ?? '');
    expect(stored + name).not.toContain('sealed-key');
    expect(await redis.ttl(name)).toBeLessThanOrEqual(600);
    expect(await redis.ttl(name)).toBeGreaterThan(0);
  }
});

describe('the OpenAI SDK', () => {
  it('names its calls by a header, or by `idempotencyKey` where it was told the header’s name', async () => {
    const openai = new OpenAI({ baseURL: `${world.call.url}/v1`, apiKey: world.apiKey });
    Reflect.set(openai, 'idempotencyHeader', 'Idempotency-Key');
    const messages = [{ role: 'user' as const, content: 'Tell the SDK a tale.' }];
    const ask = { model: 'gpt-4o-mini', messages };
    const first = await openai.chat.completions.create(ask, { idempotencyKey: 'sdk' });
    const again = await openai.chat.completions.create(ask, { headers: { 'Idempotency-Key': 'sdk' } });
    expect(again).toEqual(first);
    const before = world.journal.list().length;
    const other = { ...ask, messages: [...messages, ...messages] };
    await expect(openai.chat.completions.create(other, { idempotencyKey: 'sdk' })).rejects.toBeInstanceOf(
      OpenAI.ConflictError,
    );
    expect(world.journal.list().length).toBe(before);
  });
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}

/** An API in a process of its own, which can be killed. */
async function apiProcess(): Promise<{ child: ChildProcess; caller: Caller }> {
  const main = path.join(import.meta.dirname, '../../dist/apps/api/src/main.js');
  const { database, redis, runtime } = world.installation.config;
  const port = await freePort();
  const env = testEnvironment({
    DATABASE_URL: database.url,
    ONEGATE_REDIS_PREFIX: redis.keyPrefix,
    ONEGATE_DATA_DIR: runtime.dataDir,
    PORT: String(port),
  });
  const child = spawn(process.execPath, [main], { env, stdio: 'ignore' });
  world.installation.onClose(async () => void child.kill('SIGKILL'));
  const caller = here.at(`http://127.0.0.1:${port}`);
  const isUp = () =>
    caller.get('/health/live').then(
      () => true,
      () => false,
    );
  await until('the process to listen', isUp);
  return { child, caller };
}

it('a call whose process is killed can be made again', async () => {
  const { child, caller } = await apiProcess();
  const body = chat({ stream: true });
  const lost = named(caller, 'killed', 'hang=4,first=1').post(chats, body);
  lost.catch(() => undefined);
  await until('the provider to have it', () => timesAsked(world, body) === 1);
  child.kill('SIGKILL');
  await expect(lost).rejects.toThrow();
  const again = await named(there, 'killed', 'hang=4,first=1').post<string>(chats, body);
  expect(again.status).toBe(200);
  expect(isReplay(again)).toBe(false);
  expect(timesAsked(world, body)).toBe(2);
});
