import Anthropic from '@anthropic-ai/sdk';
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { streamText } from 'ai';
import Anthropic0 from 'anthropic0';
import { request } from 'node:http';
import OpenAI from 'openai';
import OpenAI7 from 'openai7';
import { RouteStates } from '../../libs/models/src/routing/route-states.ts';
import { until } from '../setup/until.ts';
import { gatewayHouse, type GatewayHouse } from './gateway-house.ts';
import { LoopbackProvider } from './loopback-provider.ts';

let house: GatewayHouse;
let draining: GatewayHouse;
let provider: LoopbackProvider;

beforeAll(async () => {
  house = await gatewayHouse({ env: { ONEGATE_GATEWAY_KEEP_ALIVE_SECONDS: '1' } });
  draining = await gatewayHouse({ env: { ONEGATE_GATEWAY_WHEN_CLIENT_LEAVES: 'drain' } });
  provider = await LoopbackProvider.start(house.installation);
});
afterEach(() => house.removeAccounts());
afterAll(async () => {
  await draining.installation.close();
  await house.installation.close();
});

const messages = [{ role: 'user' as const, content: 'Say hello' }];
const chatModel = 'gpt-4o-mini';
const claude = 'claude-sonnet-4-6';

function openAis(script: string): readonly (readonly [string, OpenAI])[] {
  const options = {
    baseURL: `${house.call.url}/v1`,
    apiKey: house.apiKey,
    maxRetries: 0,
    defaultHeaders: { 'x-simulate': script },
  };
  return [
    ['openai', new OpenAI(options)],
    ['openai7', new OpenAI7(options) as unknown as OpenAI],
  ];
}

function anthropics(script: string): readonly (readonly [string, Anthropic])[] {
  const options = {
    baseURL: house.call.url,
    apiKey: house.apiKey,
    maxRetries: 0,
    defaultHeaders: { 'x-simulate': script },
  };
  return [
    ['@anthropic-ai/sdk', new Anthropic(options)],
    ['anthropic0', new Anthropic0(options) as unknown as Anthropic],
  ];
}

async function drained(stream: AsyncIterable<unknown>): Promise<void> {
  for await (const event of stream) expect(event).toBeTruthy();
}

describe.each(['cut=4', 'fail=500@4'])('A provider that breaks off in mid-stream (%s) makes', (script) => {
  it('the OpenAI SDKs raise, in chat', async () => {
    for (const [, client] of openAis(script)) {
      const stream = await client.chat.completions.create({ model: chatModel, messages, stream: true });
      await expect(drained(stream)).rejects.toBeInstanceOf(Error);
      await expect(
        client.chat.completions.stream({ model: chatModel, messages }).finalContent(),
      ).rejects.toBeInstanceOf(Error);
      expect(await house.settled()).toMatchObject({ status: 'interrupted', disconnect: 'none' });
    }
  });

  it('the OpenAI SDKs raise, in responses', async () => {
    for (const [, client] of openAis(script)) {
      const helped = client.responses.stream({ model: chatModel, input: 'Hi' });
      await expect(helped.finalResponse()).rejects.toMatchObject({ message: expect.stringMatching(/\w/) });
    }
  });

  it('the Anthropic SDKs raise', async () => {
    for (const [, client] of anthropics(script)) {
      const asked = { model: claude, max_tokens: 100, messages };
      await expect(drained(await client.messages.create({ ...asked, stream: true }))).rejects.toThrow();
      await expect(client.messages.stream(asked).finalMessage()).rejects.toThrow();
      expect(await house.settled()).toMatchObject({ status: 'interrupted', disconnect: 'none' });
    }
  });
});

const asked: readonly (readonly [string, string, object])[] = [
  ['chat', '/v1/chat/completions', { model: chatModel, messages }],
  ['responses', '/v1/responses', { model: chatModel, input: 'Hi' }],
  ['messages', '/v1/messages', { model: claude, max_tokens: 50, messages }],
];

function post(at: GatewayHouse, path: string, body: object, more: RequestInit = {}): Promise<Response> {
  return fetch(at.call.url + path, {
    method: 'POST',
    body: JSON.stringify({ ...body, stream: true }),
    ...more,
    headers: {
      authorization: `Bearer ${at.apiKey}`,
      'content-type': 'application/json',
      ...(more.headers as Record<string, string>),
    },
  });
}

describe('A provider that falls silent', () => {
  const waits = { connect_ms: 1_000, first_byte_ms: 2_000, idle_ms: 2_500, total_ms: 60_000 };
  const simulatorUrl = () => house.installation.config.simulator.url ?? '';

  it.each(asked)(
    'ends %s with the event of a time-out, and signs of life before it',
    async (name, path, body) => {
      const slug = name === 'messages' ? 'anthropic/claude-sonnet-4.6' : 'openai/gpt-4o-mini';
      await house.account(slug, { base_url: `${simulatorUrl()}/v1`, timeouts: waits });
      const answer = await post(house, path, body, { headers: { 'x-simulate': 'hang=4' } });
      const text = await answer.text();
      expect(text).toMatch(
        name === 'messages' ? /event: ping\ndata: \{"type": "ping"\}/ : /: keep-alive\n\n/,
      );
      expect(text).toMatch(/upstream_timed_out|timeout_error/);
      expect(text.endsWith('\n\n')).toBe(true);
      expect(await house.settled()).toMatchObject({ status: 'interrupted' });
    },
  );

  it('gets no sign of life into the midst of an event', async () => {
    await house.account('openai/gpt-4o', { kind: 'openai-compatible', base_url: provider.url });
    const event = `data: {"id":"c","choices":[{"index":0,"delta":{"content":"${'x'.repeat(600_000)}"}}]}\n\n`;
    provider.does((response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(event.slice(0, 500_000));
      setTimeout(() => response.end(`${event.slice(500_000)}data: [DONE]\n\n`), 1_500);
    });
    const answer = await post(house, '/v1/chat/completions', { model: 'openai/gpt-4o', messages });
    expect(await answer.text()).toBe(`${event}data: [DONE]\n\n`);
  });

  it('in the midst of a long event ends it before the error', async () => {
    await house.account('openai/gpt-4o', { kind: 'openai-compatible', base_url: provider.url });
    provider.does((response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(`data: {"id":"c","choices":[{"delta":{"content":"${'x'.repeat(600_000)}`);
      setTimeout(() => response.destroy(), 100);
    });
    const answer = await post(house, '/v1/chat/completions', { model: 'openai/gpt-4o', messages });
    expect(await answer.text()).toMatch(/xxx\n\ndata: \{.*answer_interrupted.*\}\n\ndata: \[DONE\]\n\n$/s);
  });
});

async function aborted(at: GatewayHouse, tag: string, script: string): Promise<void> {
  const stop = new AbortController();
  const body = { model: chatModel, messages };
  const answer = await post(at, '/v1/chat/completions', body, {
    signal: stop.signal,
    headers: { 'x-simulate': `${script},tag=${tag}` },
  });
  await answer.body?.getReader().read();
  stop.abort();
}

const entryOf = (at: GatewayHouse, tag: string) =>
  at.journal.list().find(({ headers }) => String(headers['x-simulate']).endsWith(`tag=${tag}`));

/** Speaks chat, and does not stop by itself. */
function talksOn(): void {
  provider.does((response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    const chunk = { id: 'c', choices: [{ index: 0, delta: { content: 'and on it goes ' } }] };
    const talking = setInterval(() => response.write(`data: ${JSON.stringify(chunk)}\n\n`), 10);
    response.once('close', () => clearInterval(talking));
  });
}

const leaving: Record<string, () => Promise<void>> = {
  async '@anthropic-ai/sdk'() {
    const client = new Anthropic({ baseURL: house.call.url, apiKey: house.apiKey, maxRetries: 0 });
    const stream = client.messages.stream({ model: 'openai/gpt-4o', max_tokens: 5_000, messages });
    await new Promise<void>((resolve) => void stream.once('text', () => resolve()));
    stream.abort();
    await expect(stream.finalMessage()).rejects.toBeInstanceOf(Anthropic.APIUserAbortError);
  },
  async anthropic0() {
    const client = new Anthropic0({ baseURL: house.call.url, apiKey: house.apiKey, maxRetries: 0 });
    const stream = client.messages.stream({ model: 'openai/gpt-4o', max_tokens: 5_000, messages });
    await new Promise<void>((resolve) => void stream.once('text', () => resolve()));
    stream.abort();
    await expect(stream.finalMessage()).rejects.toBeInstanceOf(Anthropic0.APIUserAbortError);
  },
  async ai() {
    const stop = new AbortController();
    const options = { name: 'onegate', baseURL: `${house.call.url}/v1`, apiKey: house.apiKey };
    const { textStream } = streamText({
      model: createOpenAICompatible(options)('openai/gpt-4o'),
      prompt: 'Tell me a tale',
      abortSignal: stop.signal,
      onError: () => undefined,
    });
    for await (const text of textStream) if (text !== '') stop.abort();
  },
};

it.each(Object.keys(leaving))(
  'An SDK that aborts stops the provider, and pays for what was said until then: %s',
  async (sdk) => {
    await house.account('openai/gpt-4o', { kind: 'together', base_url: provider.url, priority: 1 });
    talksOn();
    const asked = house.calls.length;
    const { abandoned } = provider;
    await leaving[sdk]?.();
    await until('the provider to be stopped', () => provider.abandoned > abandoned);
    const call = await until('the call', () => house.calls[asked]);
    const end = await house.settled(call.requestId);
    expect(end).toMatchObject({ status: 'cancelled', disconnect: 'cancelled' });
    expect(end.countSource).not.toBe('upstream');
    expect(Number(end.usage.output)).toBeGreaterThan(0);
    expect(call).toMatchObject({ ends: [{}], released: 0 });
  },
);

describe('A client that goes away', () => {
  it('in mid-stream stops the provider, is settled once, and gives its place back', async () => {
    const id = await house.account('openai/gpt-4o-mini', {
      base_url: `${house.installation.config.simulator.url}/v1`,
    });
    await aborted(house, 'leaves', 'out=5000,tps=100');
    await until('the provider to be stopped', () => entryOf(house, 'leaves')?.abortedAt);
    expect(await house.settled()).toMatchObject({ status: 'cancelled', disconnect: 'cancelled' });
    const states = house.app.get(RouteStates);
    await until('its place to be free', async () => (await states.read(id)).inFlight === 0);
    expect(house.calls.at(-1)).toMatchObject({ ends: [{}], released: 0 });
  });

  it('while the provider is silent stops it at once', async () => {
    await aborted(house, 'silent', 'hang=3');
    await until('the provider to be stopped', () => entryOf(house, 'silent')?.abortedAt);
    expect(await house.settled()).toMatchObject({ status: 'cancelled', disconnect: 'cancelled' });
  });

  it('before the first byte costs nothing', async () => {
    const stop = new AbortController();
    const before = house.calls.length;
    const call = post(
      house,
      '/v1/chat/completions',
      { model: chatModel, messages },
      { signal: stop.signal, headers: { 'x-simulate': 'hang,tag=early' } },
    );
    await until('the provider to be asked', () => entryOf(house, 'early'));
    stop.abort();
    await expect(call).rejects.toThrow();
    await until('the provider to be stopped', () => entryOf(house, 'early')?.abortedAt);
    await until('the hold to be given back', () => house.calls[before]?.released === 1);
    expect(house.calls[before]?.ends).toEqual([]);
  });

  it('does not stop the provider where it is to be heard to its end', async () => {
    await aborted(draining, 'drained', 'out=120,tps=200,in=11');
    const end = await draining.settled();
    expect(end).toMatchObject({ status: 'cancelled', disconnect: 'drained', countSource: 'upstream' });
    expect(end.usage).toMatchObject({ input: 11, output: 120 });
    expect(entryOf(draining, 'drained')?.finishedAt).toBeTruthy();
    expect(draining.calls.at(-1)?.ends).toHaveLength(1);
  });
});

it('A slow reader slows the provider down, and little of the answer is held', async () => {
  await house.account('openai/gpt-4o', { kind: 'openai-compatible', base_url: provider.url });
  const event = Buffer.from(`data: {"id":"c","choices":[{"delta":{"content":"${'x'.repeat(8_000)}"}}]}\n\n`);
  let written = 0;
  provider.does((response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    const write = () => {
      while (written < 200_000_000 && !response.destroyed) {
        written += event.length;
        if (!response.write(event)) return void response.once('drain', write);
      }
      response.end();
    };
    write();
  });
  const { hostname, port } = new URL(house.call.url);
  const asking = request({
    hostname,
    port,
    method: 'POST',
    path: '/v1/chat/completions',
    headers: { authorization: `Bearer ${house.apiKey}`, 'content-type': 'application/json' },
  });
  asking.on('error', () => undefined);
  const begun = new Promise<void>((resolve) =>
    asking.once('response', (response) => {
      response.pause();
      resolve();
    }),
  );
  asking.end(JSON.stringify({ model: 'openai/gpt-4o', messages, stream: true }));
  await begun;
  let before = -1;
  await until('the provider to be held up', async () => {
    if (written === before) return true;
    before = written;
    await new Promise((resolve) => setTimeout(resolve, 300));
    return false;
  });
  // What the sockets of two connections hold, and a few pieces of ours.
  expect(written).toBeLessThan(40_000_000);
  asking.destroy();
  expect(await house.settled()).toMatchObject({ disconnect: 'cancelled' });
});
