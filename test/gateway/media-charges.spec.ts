import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Database, usd } from '@onegate/platform';
import { RecordedEvent } from '@onegate/usage';
import { administration } from '../admin/administration.ts';
import { until } from '../setup/until.ts';
import { gatewayHouse, type GatewayHouse } from './gateway-house.ts';
import { LoopbackProvider } from './loopback-provider.ts';

/** Dollars for each; the sums below are made from these by hand. */
const prices = {
  input: '0.000001',
  output: '0.00001',
  image: '0.04',
  image_token: '0.000002',
  image_output: '0.00003',
  audio: '0.000006',
  audio_output: '0.000012',
  request: '0.002',
};
const model = 'test/everything';
/** Its pictures are paid by the piece: its provider tells no tokens. */
const painter = 'test/dall-e-3';
/** Its sound is paid by time. */
const listener = 'test/whisper-1';

let house: GatewayHouse;

beforeAll(async () => {
  house = await gatewayHouse({ env: { ONEGATE_MARKUP_BPS: '1000' } });
  await house.installation.worker();
  const { boss } = await administration(house.app, house.call);
  for (const slug of [model, painter, listener])
    expect(await boss.post('/api/llm-models', { slug, name: slug, prices })).toMatchObject({ status: 201 });
});
afterAll(() => house.installation.close());

async function booked(requestId: string | null): Promise<RecordedEvent> {
  const events = house.app.get(Database).of(RecordedEvent);
  return until('the call to be booked', async () => {
    const found = await events.findOne({ where: { requestId: requestId ?? '' } });
    return found ?? undefined;
  });
}

function asPost(body: object | FormData): RequestInit {
  const isForm = body instanceof FormData;
  const headers = {
    authorization: `Bearer ${house.apiKey}`,
    ...(!isForm && { 'content-type': 'application/json' }),
  };
  return { method: 'POST', headers, body: isForm ? body : JSON.stringify(body) };
}

async function send(path: string, body: object | FormData): Promise<Response> {
  const answer = await fetch(house.call.url + path, asPost(body));
  await answer.arrayBuffer();
  expect(answer.status).toBe(200);
  return answer;
}

function form(fields: Record<string, string | Blob>): FormData {
  const made = new FormData();
  for (const [name, value] of Object.entries(fields)) made.append(name, value);
  return made;
}

const seconds = (count: number) => new Blob([Buffer.alloc(count * 8_000, 7)]);

interface Charged {
  readonly path: string;
  readonly body: object | FormData;
  readonly operation: string;
  readonly source: 'upstream' | 'counted' | 'estimated';
  /** What the provider asks, in nano-dollars; a tenth more is charged. */
  readonly cost: bigint;
}

const calls: Record<string, Charged> = {
  'pictures by their tokens: 4 of the prompt, 272 for each picture': {
    path: '/v1/images/generations',
    body: { model, prompt: 'A tower at dawn', n: 2 },
    operation: 'images',
    source: 'upstream',
    cost: 2_000_000n + 4n * 1_000n + 544n * 30_000n,
  },
  'changed pictures, with the tokens of what was seen': {
    path: '/v1/images/edits',
    body: form({ model, prompt: 'More light now please', image: new Blob(['x']) }),
    operation: 'images',
    source: 'upstream',
    cost: 2_000_000n + 4n * 1_000n + 323n * 2_000n + 272n * 30_000n,
  },
  'sound that was heard, by its tokens: ten a second, and those of the text': {
    path: '/v1/audio/transcriptions',
    body: form({ model, file: seconds(3) }),
    operation: 'audio',
    source: 'upstream',
    cost: 2_000_000n + 30n * 6_000n + 6n * 10_000n,
  },
  'sound that is paid by time': {
    path: '/v1/audio/translations',
    body: form({ model: listener, file: seconds(5) }),
    operation: 'audio',
    source: 'upstream',
    cost: 2_000_000n + 50n * 6_000n,
  },
  'a ranking, by searches of a hundred documents': {
    path: '/v1/rerank',
    body: { model, query: 'What?', documents: Array.from({ length: 150 }, (_, nth) => `Text ${nth}`) },
    operation: 'rerank',
    source: 'upstream',
    cost: 2n * 2_000_000n,
  },
};

describe('What is settled and booked', () => {
  it.each(Object.keys(calls))('for %s', async (name) => {
    const { path, body, operation, source, cost } = calls[name] as Charged;
    const answer = await send(path, body);
    const event = await booked(answer.headers.get('x-request-id'));
    expect(event).toMatchObject({ operation, countSource: source, status: 'completed' });
    expect(event.costNano).toBe(cost);
    expect(event.chargedNano).toBe((cost * 11n + 5n) / 10n);
    expect(event.priceVersionId).not.toBeNull();
  });

  it('for pictures whose provider tells nothing: each of them, at the price of a picture', async () => {
    const answer = await send('/v1/images/generations', { model: painter, prompt: 'A tower at dawn', n: 3 });
    const event = await booked(answer.headers.get('x-request-id'));
    expect(event).toMatchObject({ operation: 'images', countSource: 'counted' });
    expect(event.costNano).toBeGreaterThanOrEqual(usd('0.122'));
    expect(event.costNano).toBeLessThan(usd('0.12202'));
  });

  it.each([
    ['/v1/audio/speech', { model, input: 'Good morning to you', voice: 'alloy' }, 'audio'],
    ['/v1/moderations', { model, input: 'Have a nice day' }, 'moderations'],
  ] as const)(
    'for %s, whose provider tells nothing: the text that was sent, and the call',
    async (path, body, operation) => {
      const answer = await send(path, body);
      const event = await booked(answer.headers.get('x-request-id'));
      expect(event).toMatchObject({ operation });
      expect(event.countSource).not.toBe('upstream');
      expect(event.costNano).toBeGreaterThan(usd('0.002'));
      expect(event.costNano).toBeLessThan(usd('0.00202'));
    },
  );
});

describe('What is settled and booked for sound whose text comes as subtitles', () => {
  afterEach(() => house.removeAccounts());

  it.each([
    [
      'srt',
      '1\n00:00:00,000 --> 00:59:58,000\nSo.\n\n2\n00:59:58,000 --> 01:00:02,250\nWell --> done.\n',
      36_023,
    ],
    ['vtt', 'WEBVTT\n\n00:00.000 --> 00:04.000 align:start\nSo.\n\n00:04.000 --> 01:02.340\nWell.\n', 624],
    ['text', 'So. Well.', 100],
  ])('is its length, as far as it is told: %s', async (format, text, audio) => {
    const provider = await LoopbackProvider.start(house.installation);
    provider.does((response) => response.writeHead(200, { 'content-type': 'text/plain' }).end(text));
    await house.account(listener, { kind: 'openai', base_url: provider.url, priority: 1 });
    const file = new Blob([Buffer.alloc(160_000, 7)]);
    const body = form({ model: listener, file, response_format: format });
    const answer = await send('/v1/audio/transcriptions', body);
    const event = await booked(answer.headers.get('x-request-id'));
    expect(event).toMatchObject({ countSource: 'counted', usage: { audio } });
    expect(event.costNano).toBe(2_000_000n + BigInt(audio) * 6_000n);
  });
});

describe('What is settled and booked for a stream whose provider tells no usage', () => {
  const sse = (data: object) => `data: ${JSON.stringify(data)}\n\n`;
  const sketch = sse({ type: 'image_generation.partial_image', partial_image_index: 0, b64_json: 'AAAA' });
  const drawn = sse({ type: 'image_generation.completed', b64_json: 'AAAA' });
  const words = sse({ type: 'transcript.text.delta', delta: 'some words that were heard ' });
  const pictures = { model: painter, prompt: 'A tower', n: 4, stream: true };
  const recording = () =>
    form({ model: listener, file: new Blob([Buffer.alloc(160_000, 7)]), stream: 'true' });
  const tenSeconds = 100n * 6_000n;

  afterEach(() => house.removeAccounts());

  /** Sends these events and no more; its client leaves once it has them, unless the stream ends. */
  async function streamed(path: string, body: object | FormData, events: string[], isLeft: boolean) {
    const provider = await LoopbackProvider.start(house.installation);
    provider.does((response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      for (const event of events) response.write(event);
      if (!isLeft) response.end();
    });
    const slug = body instanceof FormData ? listener : painter;
    await house.account(slug, { kind: 'openai', base_url: provider.url, priority: 1 });
    const leaving = new AbortController();
    const answer = await fetch(house.call.url + path, { ...asPost(body), signal: leaving.signal });
    const leavesAfter = isLeft ? events.join('').length : Infinity;
    let seen = 0;
    const reader = answer.body?.getReader();
    while (seen < leavesAfter) {
      const { value, done } = (await reader?.read()) ?? { done: true };
      if (done) break;
      seen += value?.length ?? 0;
    }
    leaving.abort();
    return booked(answer.headers.get('x-request-id'));
  }

  it.each<[string, string[], boolean, object, bigint]>([
    ['all of the pictures at its end', [drawn, drawn, drawn, drawn], false, { image: 4 }, 4n],
    ['all of them, in however many events they come', [drawn], false, { image: 4 }, 4n],
    ['those that are finished where its client leaves', [drawn, drawn], true, { image: 2 }, 2n],
    ['those that were begun, too', [drawn, sketch], true, { image: 2 }, 2n],
  ])('%s', async (_what, events, isLeft, usage, count) => {
    const event = await streamed('/v1/images/generations', pictures, events, isLeft);
    expect(event).toMatchObject({
      countSource: 'counted',
      usage,
      status: isLeft ? 'cancelled' : 'completed',
    });
    expect(event.costNano).toBe(2_000_000n + 2n * 1_000n + count * 40_000_000n);
  });

  it('all of the sound and the text that was heard, where its client leaves', async () => {
    const event = await streamed('/v1/audio/transcriptions', recording(), Array(50).fill(words), true);
    expect(event).toMatchObject({ countSource: 'counted', status: 'cancelled', usage: { audio: 100 } });
    const text = BigInt(event.usage.output ?? 0);
    expect(text).toBeGreaterThan(200n);
    expect(event.costNano).toBe(2_000_000n + tenSeconds + text * 10_000n);
  });

  it('nothing of that, where it begins with a failure', async () => {
    const failed = sse({
      type: 'error',
      error: { code: 'invalid_request_error', message: 'No sound in it.' },
    });
    const event = await streamed('/v1/audio/transcriptions', recording(), [`event: error\n${failed}`], false);
    expect(event.usage).not.toHaveProperty('audio');
  });
});

describe('A call that is sent again with its key', () => {
  it.each(Object.entries(calls).map(([name, call]) => [call.path, name] as const))(
    'is made once: %s',
    async (path, name) => {
      const { body } = calls[name] as Charged;
      const again = (): Promise<Response> => {
        const isForm = body instanceof FormData;
        const headers = {
          authorization: `Bearer ${house.apiKey}`,
          'idempotency-key': `once for ${path}`,
          ...(!isForm && { 'content-type': 'application/json' }),
        };
        const init = { method: 'POST', headers, body: isForm ? body : JSON.stringify(body) };
        return fetch(house.call.url + path, init);
      };
      const asked = house.calls.length;
      const first = Buffer.from(await (await again()).arrayBuffer());
      // A form comes with another boundary each time.
      const second = await again();
      expect(second.headers.get('x-onegate-idempotent-replay')).toBe('true');
      expect(Buffer.from(await second.arrayBuffer()).equals(first)).toBe(true);
      expect(house.calls.length).toBe(asked + 1);
    },
  );
});
