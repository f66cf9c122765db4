import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import OpenAI from 'openai';
import { administration } from '../admin/administration.ts';
import type { Caller } from '../setup/caller.ts';
import { simulated, type Simulated } from '../setup/simulated.ts';
import { until } from '../setup/until.ts';

let house: Simulated;
let caller: Caller;
let openai: OpenAI;

/** One whose provider answers it in conversations only. */
const chatOnly = 'openai/gpt-4o';

beforeAll(async () => {
  house = await simulated();
  caller = house.call.signedIn(house.apiKey);
  openai = new OpenAI({ baseURL: `${house.call.url}/v1`, apiKey: house.apiKey, maxRetries: 0 });
  const { boss } = await administration(house.app, house.call);
  const account = {
    name: 'Chat only',
    kind: 'openai',
    base_url: house.installation.config.simulator.url + '/v1',
    credentials: { api_key: 'any' },
    models: [{ model: chatOnly }],
  };
  expect(await boss.post('/api/upstream-accounts', account)).toMatchObject({ status: 201 });
  await until('the account to serve', async () => {
    const answer = await caller.post('/v1/completions', { model: chatOnly, prompt: 'Hello' });
    return answer.headers.get('x-onegate-provider') === 'openai';
  });
});
afterAll(() => house.installation.close());

async function textOfStream(model: string): Promise<{ text: string; objects: Set<string>; reason: unknown }> {
  const stream = await openai.completions.create({ model, prompt: 'Say hello', seed: 1, stream: true });
  let text = '';
  let reason: unknown = null;
  const objects = new Set<string>();
  for await (const chunk of stream) {
    expect(chunk.choices).toHaveLength(1);
    objects.add(chunk.object);
    text += chunk.choices[0]?.text ?? '';
    reason = chunk.choices[0]?.finish_reason ?? reason;
  }
  return { text, objects, reason };
}

describe.each([
  ['passed on', 'gpt-4o-mini', '/v1/completions'],
  ['translated', chatOnly, '/v1/chat/completions'],
])('POST /v1/completions, %s', (_way, model, path) => {
  it('answers a text with its usage', async () => {
    const answer = await openai.completions.create({ model, prompt: 'Say hello', seed: 1 });
    expect(answer.object).toBe('text_completion');
    expect(answer.id).toMatch(/^cmpl-/);
    expect(answer.choices[0]).toMatchObject({ index: 0, logprobs: null, finish_reason: 'stop' });
    expect(answer.choices[0]?.text).toContain('You asked');
    expect(answer.usage).toMatchObject({ prompt_tokens: 2, total_tokens: expect.any(Number) });
    expect(house.journal.list().at(-1)?.path).toBe(path);
  });

  it('streams the same text, in objects of its own', async () => {
    const whole = await openai.completions.create({ model, prompt: 'Say hello', seed: 1 });
    const { text, objects, reason } = await textOfStream(model);
    expect(text).toBe(whole.choices[0]?.text);
    expect([...objects]).toEqual(['text_completion']);
    expect(reason).toBe('stop');
  });

  it('tells the usage of a stream to whoever asks', async () => {
    const stream = await openai.completions.create({
      model,
      prompt: 'Say hello',
      stream: true,
      stream_options: { include_usage: true },
    });
    let usage: OpenAI.CompletionUsage | null | undefined;
    for await (const chunk of stream) usage = chunk.usage ?? usage;
    expect(usage?.prompt_tokens).toBe(2);
  });

  it('stops where it is told to', async () => {
    const answer = await openai.completions.create({ model, prompt: 'Say hello', max_tokens: 3 });
    expect(answer.choices[0]?.finish_reason).toBe('length');
    expect(answer.usage?.completion_tokens).toBe(3);
  });
});

describe('what a conversation cannot express', () => {
  it.each([
    ['suffix', { suffix: 'the end' }],
    ['echo', { echo: true }],
    ['best_of', { best_of: 2 }],
    ['n', { n: 2 }],
    ['prompt', { prompt: ['one', 'two'] }],
    ['prompt', { prompt: [1, 2, 3] }],
  ])('400 for %s, naming it', async (field, change) => {
    const { status, body } = await caller.post('/v1/completions', {
      model: chatOnly,
      prompt: 'Hello',
      ...change,
    });
    expect(status).toBe(400);
    expect(body).toMatchObject({
      error: { code: 'not_translatable', message: expect.stringContaining(field) },
    });
  });

  it('drops the probabilities, and says so', async () => {
    const asked = { model: chatOnly, prompt: ['Hello'], logprobs: 2, best_of: 1 };
    const { status, headers } = await caller.post('/v1/completions', asked);
    expect(status).toBe(200);
    expect(headers.get('x-onegate-dropped')).toBe('logprobs');
  });
});
