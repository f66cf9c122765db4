import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Database, usd } from '@onegate/platform';
import { RecordedEvent } from '@onegate/usage';
import { administration } from '../admin/administration.ts';
import { until } from '../setup/until.ts';
import { gatewayHouse, type GatewayHouse } from './gateway-house.ts';

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

async function send(path: string, body: object | FormData): Promise<Response> {
  const isForm = body instanceof FormData;
  const headers = {
    authorization: `Bearer ${house.apiKey}`,
    ...(!isForm && { 'content-type': 'application/json' }),
  };
  const init = { method: 'POST', headers, body: isForm ? body : JSON.stringify(body) };
  const answer = await fetch(house.call.url + path, init);
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
