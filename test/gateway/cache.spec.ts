import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Caller } from '../setup/caller.ts';
import { given } from '../setup/given.ts';
import { simulated, type Simulated } from '../setup/simulated.ts';
import { chat, chats, timesAsked } from './repeating.ts';

let world: Simulated;
let caller: Caller;

beforeAll(async () => {
  world = await simulated({ env: { ONEGATE_ANSWER_CACHE_SECONDS: '60' } });
  caller = world.call.signedIn(world.apiKey).with({ 'x-onegate-cache-ttl': '3600' });
});
afterAll(() => world.installation.close());

const word = ({ headers }: { headers: Headers }) => headers.get('x-onegate-cache');

describe('a call that may be answered from memory', () => {
  it.each([false, true])('gets the same bytes without the provider; streamed: %s', async (stream) => {
    const body = chat({ stream });
    const first = await caller.post(chats, body);
    const again = await caller.post(chats, body);
    expect([word(first), word(again)]).toEqual(['miss', 'hit']);
    expect(again).toMatchObject({ status: 200, body: first.body });
    expect(again.headers.get('age')).toMatch(/^\d+$/);
    expect(timesAsked(world, body)).toBe(1);
  });

  it.each([false, true])('tells no cost where the first answer did; streamed: %s', async (stream) => {
    const body = chat({ stream });
    const [first, again] = [
      await caller.post('/api/v1/chat/completions', body),
      await caller.post('/api/v1/chat/completions', body),
    ];
    expect([word(first), word(again)]).toEqual(['miss', 'hit']);
    const texts = [first, again].map((answer) =>
      typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body),
    );
    const costs = /"(cost|upstream_inference_(?:prompt|completions)_cost)":([\d.e-]+)/g;
    const [paid, free] = texts.map((text) => [...text.matchAll(costs)].map(([, , cost]) => Number(cost)));
    expect(paid).toHaveLength(3);
    expect(Math.min(...(paid ?? []))).toBeGreaterThan(0);
    expect(free).toEqual([0, 0, 0]);
    expect(texts[1]?.replaceAll(costs, '"$1":')).toBe(texts[0]?.replaceAll(costs, '"$1":'));
  });

  it('is the same under another name of the model and for another end user', async () => {
    const body = chat();
    await caller.post(chats, body);
    const same = { user: 'somebody else', ...body, model: 'openai/GPT-4o-mini', stream: false };
    expect(word(await caller.post(chats, same))).toBe('hit');
  });

  it.each([{ stream: true }, { temperature: 0.5 }, { model: 'gpt-4o' }])(
    'is another one with %j',
    async (more) => {
      const body = chat();
      await caller.post(chats, body);
      expect(word(await caller.post(chats, { ...body, ...more }))).toBe('miss');
    },
  );

  it('is another one for another account', async () => {
    const body = chat();
    await caller.post(chats, body);
    const key = await given(world.app).payingKey();
    expect(word(await caller.signedIn(key).post(chats, body))).toBe('miss');
  });

  it('does not remember a failure, nor a stream that broke off', async () => {
    for (const script of ['fail=400,first=1', 'fail=500@3,first=1']) {
      const body = chat({ stream: true });
      await caller.with({ 'x-simulate': script }).post(chats, body);
      expect(word(await caller.with({ 'x-simulate': script }).post(chats, body))).toBe('miss');
    }
  });

  it('is asked anew where the client takes no answer of that age, or does not ask for memory', async () => {
    const body = chat();
    await caller.post(chats, body);
    expect(word(await world.call.signedIn(world.apiKey).post(chats, body))).toBeNull();
    expect(word(await caller.with({ 'x-onegate-cache-ttl': '0' }).post(chats, body))).toBe('off');
    expect(await caller.with({ 'x-onegate-cache-ttl': 'long' }).post(chats, body)).toMatchObject({
      status: 400,
      body: { error: { code: 'cache_ttl_invalid' } },
    });
  });

  it('passes memory by where the answer would stay with the server', async () => {
    const body = { model: 'gpt-4o-mini', input: 'Tell me a tale.' };
    expect(word(await caller.post('/v1/responses', body))).toBe('bypass');
    const unstored = { ...body, store: false };
    expect(word(await caller.post('/v1/responses', unstored))).toBe('miss');
    expect(word(await caller.post('/v1/responses', unstored))).toBe('hit');
  });
});

it('there is no memory unless the server is told to have one', async () => {
  const other = await simulated();
  world.installation.onClose(() => other.installation.close());
  const body = chat();
  const asking = other.call.signedIn(other.apiKey).with({ 'x-onegate-cache-ttl': '60' });
  expect(word(await asking.post(chats, body))).toBe('off');
  expect(word(await asking.post(chats, body))).toBe('off');
  expect(timesAsked(other, body)).toBe(2);
});
