import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SseFrames, usageReader, type UsageReading } from '@onegate/gateway';
import { bytesOf, gatewayHouse, type GatewayHouse } from './gateway-house.ts';
import {
  describeWithRecordings,
  protocolsOfApis,
  recorded,
  recordedStreams,
  seeded,
  type Json,
  type RecordedStream,
} from './recordings.ts';

const paths: Readonly<Record<string, string>> = {
  chat: '/v1/chat/completions',
  responses: '/v1/responses',
  messages: '/v1/messages',
};
const models: Readonly<Record<string, string>> = {
  chat: 'openai/gpt-4o-mini',
  responses: 'openai/gpt-4o-mini',
  messages: 'anthropic/claude-sonnet-4.6',
};

const opening: Readonly<Record<string, Json>> = {
  chat: { messages: [{ role: 'user', content: 'Hi' }] },
  responses: { input: 'Hi' },
  messages: { max_tokens: 512, messages: [{ role: 'user', content: 'Hi' }] },
};

function send(house: GatewayHouse, api: string, body: string, script: string): Promise<Response> {
  return fetch(`${house.call.url}${paths[api]}`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${house.apiKey}`,
      'content-type': 'application/json',
      'x-simulate': script,
    },
    body,
  });
}

function read(api: string, bytes: Buffer): UsageReading {
  const reader = usageReader(protocolsOfApis[api] ?? 'openai-chat');
  const frames = new SseFrames((frame) => reader.see(frame));
  frames.push(bytes);
  frames.end();
  return reader.result();
}

/** What was asked when the stream was recorded, for a model that is served here, and with the usage asked for. */
function askedFor({ api, request }: Pick<RecordedStream, 'api' | 'request'>): Json {
  const recordedRequest: Json = (typeof request === 'object' ? request : null) ?? {};
  // What the gateway remembers is no pass-through.
  const { background: _1, conversation: _2, previous_response_id: _3, ...rest } = recordedRequest;
  const body = { ...opening[api], ...rest };
  const usage = api === 'chat' ? { stream_options: { include_usage: true } } : {};
  return { ...body, model: models[api], stream: true, ...usage };
}

describeWithRecordings('A recorded stream of a provider', () => {
  let house: GatewayHouse;
  beforeAll(async () => {
    house = await gatewayHouse({ recordings: path.join(process.env.ONEGATE_SHARED_DATA ?? '', 'sse') });
  });
  afterAll(() => house.installation.close());

  const streams = recordedStreams().filter(({ api }) => api in paths);

  it.each(streams.map((stream) => [stream.file, stream] as const))(
    '%s passes byte for byte, and its usage is settled',
    async (file, stream) => {
      const bytes = recorded(file);
      const random = seeded(bytes.length);
      const sizes = Array.from({ length: 12 }, () => 1 + random(bytes.length > 20_000 ? 3_000 : 90));
      const script = `replay=${file.replace(/^sse\//, '')},chunk=${sizes.join(':')}`;
      const answer = await send(house, stream.api, JSON.stringify(askedFor(stream)), script);
      const received = await bytesOf(answer);
      const reading = read(stream.api, bytes);
      const end = await house.settled(answer.headers.get('x-request-id'));
      if (reading.sawTerminal || reading.sawError) expect(received.equals(bytes)).toBe(true);
      else {
        expect(received.subarray(0, bytes.length).equals(bytes)).toBe(true);
        expect(received.subarray(bytes.length).toString()).toMatch(/answer_interrupted|broke off/);
      }
      if (reading.usage === null) expect(end.countSource).not.toBe('upstream');
      else expect(end).toMatchObject({ usage: { ...reading.usage, request: 1 }, countSource: 'upstream' });
      expect(end.generationId).toBe(reading.generationId);
    },
  );
});

const chunk = (delta: Json, more: Json = {}) =>
  `data: ${JSON.stringify({ id: 'chatcmpl-1', object: 'chat.completion.chunk', model: 'm', choices: [{ index: 0, delta, finish_reason: null }], ...more })}`;
const done = [
  `data: ${JSON.stringify({ id: 'chatcmpl-1', choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] })}`,
  `data: ${JSON.stringify({ id: 'chatcmpl-1', choices: [], usage: { prompt_tokens: 7, completion_tokens: 3, total_tokens: 10 } })}`,
  'data: [DONE]',
];
const smiling = [chunk({ role: 'assistant', content: '' }), chunk({ content: 'Grüße 😀🏳️‍🌈 𝒳' }), ...done];
const usage = { input: 7n, output: 3n, request: 1n };
const asNumbers = (told: object) =>
  Object.fromEntries(Object.entries(told).map(([kind, units]) => [kind, BigInt(units as number)]));

/** Streams that any provider may send, as files of their own. */
const shipped: Readonly<Record<string, string>> = {
  'line-feeds.sse': smiling.map((event) => `${event}\n\n`).join(''),
  'carriage-returns-and-line-feeds.sse': smiling.map((event) => `${event}\r\n\r\n`).join(''),
  'comments.sse': smiling
    .map((event) => `: OPENROUTER PROCESSING\n\nid: 7\nretry: 10\n${event}\n\n`)
    .join(''),
  'no-space.sse': smiling.map((event) => `${event.replace('data: ', 'data:')}\n\n`).join(''),
  'unknown-events.sse': smiling.map((event) => `event: x.y\n${event}\nfoo: bar\n\n`).join(''),
  'byte-order-mark.sse': `\uFEFF${smiling.map((event) => `${event}\n\n`).join('')}`,
  'no-last-line-end.sse': smiling.join('\n\n'),
  'huge.sse': [chunk({ content: 'x'.repeat(700_000) }), chunk({ content: '😀'.repeat(300_000) }), ...done]
    .map((event) => `${event}\n\n`)
    .join(''),
};

describe('A stream', () => {
  let house: GatewayHouse;
  let recordings: string;
  beforeAll(async () => {
    recordings = mkdtempSync(path.join(tmpdir(), 'onegate-recordings-'));
    for (const [name, text] of Object.entries(shipped)) writeFileSync(path.join(recordings, name), text);
    house = await gatewayHouse({ recordings });
  });
  afterAll(async () => {
    await house.installation.close();
    rmSync(recordings, { recursive: true });
  });

  const body = JSON.stringify(askedFor({ api: 'chat' }));

  it.each(Object.keys(shipped))('%s passes byte for byte, however it is cut', async (name) => {
    const text = Buffer.from(shipped[name] ?? '');
    for (const sizes of text.length > 100_000 ? ['60000', '9001:17'] : ['1', '2', '3', '5:1:2', '100000']) {
      const answer = await send(house, 'chat', body, `replay=${name},chunk=${sizes}`);
      expect((await bytesOf(answer)).equals(text)).toBe(true);
      const end = await house.settled(answer.headers.get('x-request-id'));
      expect(asNumbers(end.usage)).toEqual(usage);
      expect(end).toMatchObject({ status: 'completed', countSource: 'upstream', finishReason: 'stop' });
    }
  });

  it('keeps the usage to itself where the client did not ask for it, and nothing else', async () => {
    const name = 'carriage-returns-and-line-feeds.sse';
    const plain = JSON.stringify({ ...opening['chat'], model: models['chat'], stream: true });
    const answer = await send(house, 'chat', plain, `replay=${name},chunk=7`);
    const text = smiling.filter((event) => !event.includes('usage')).map((event) => `${event}\r\n\r\n`);
    expect((await bytesOf(answer)).toString()).toBe(text.join(''));
    const end = await house.settled(answer.headers.get('x-request-id'));
    expect(asNumbers(end.usage)).toEqual(usage);
  });
});
