import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import OpenAI from 'openai';
import { until } from '../setup/until.ts';
import { gatewayHouse, type GatewayHouse } from './gateway-house.ts';
import { LoopbackProvider } from './loopback-provider.ts';

let house: GatewayHouse;
let provider: LoopbackProvider;

const path = '/api/v1/chat/completions';
const messages = [{ role: 'user', content: 'Say hello' }];
const model = 'openai/gpt-4o-mini';
const talker = 'anthropic/claude-sonnet-4.6';

type Json = Readonly<Record<string, unknown>>;

interface RouterUsage extends Json {
  readonly cost: number;
}

interface Chunk extends Json {
  readonly id: string;
  readonly choices: readonly { finish_reason: string | null; delta: Json; error?: Json }[];
  readonly usage?: RouterUsage;
}

beforeAll(async () => {
  house = await gatewayHouse({
    env: { ONEGATE_GATEWAY_TRIES: '3', ONEGATE_GATEWAY_KEEP_ALIVE_SECONDS: '1' },
  });
  provider = await LoopbackProvider.start(house.installation);
  await house.installation.worker();
});
afterAll(() => house.installation.close());

const priced = {
  cost: expect.any(Number),
  is_byok: false,
  cost_details: {
    upstream_inference_cost: null,
    upstream_inference_prompt_cost: expect.any(Number),
    upstream_inference_completions_cost: expect.any(Number),
  },
};

async function whole(
  body: object,
): Promise<{ answer: Json & { id: string; usage: RouterUsage }; headers: Headers }> {
  const asked = { model, messages, ...body };
  const {
    status,
    body: answer,
    headers,
  } = await house.call.signedIn(house.apiKey).post<Json & { id: string; usage: RouterUsage }>(path, asked);
  expect({ status, answer }).toMatchObject({ status: 200 });
  return { answer, headers };
}

async function streamed(body: object = {}): Promise<{ text: string; chunks: Chunk[]; headers: Headers }> {
  const response = await fetch(house.call.url + path, {
    method: 'POST',
    headers: { authorization: `Bearer ${house.apiKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({ model, messages, stream: true, ...body }),
  });
  const text = await response.text();
  const lines = text.split('\n').filter((line) => line.startsWith('data: {'));
  const chunks = lines.map((line) => JSON.parse(line.slice('data: '.length)) as Chunk);
  return { text, chunks, headers: response.headers };
}

/** What the books say that an answer cost. */
async function booked(id: string): Promise<Json> {
  return until('the answer to be booked', async () => {
    const answer = await house.call.signedIn(house.apiKey).get<{ data: Json }>(`/api/v1/generation?id=${id}`);
    return answer.status === 200 ? answer.body.data : undefined;
  });
}

/** Its own provider speaks another protocol. */
async function translated(): Promise<void> {
  const simulator = `${house.installation.config.simulator.url}/v1`;
  await house.account(talker, { kind: 'anthropic', base_url: simulator, priority: 1 });
}

describe(`POST ${path}`, () => {
  it('tells who answered and what it cost, as it is booked', async () => {
    const { answer, headers } = await whole({});
    expect(answer).toMatchObject({
      id: expect.stringMatching(/^gen-\d+-\w{20}$/),
      object: 'chat.completion',
      model,
      provider: 'Built-in simulated provider',
      system_fingerprint: expect.anything(),
      usage: { prompt_tokens: expect.any(Number), ...priced },
    });
    expect(headers.get('x-generation-id')).toBe(answer.id);
    expect(answer.usage.cost).toBeGreaterThan(0);
    expect(await booked(answer.id)).toMatchObject({
      total_cost: answer.usage.cost,
      model,
      is_byok: false,
      provider_name: 'Built-in simulated provider',
    });
  });

  it('tells parts of the cost that add up to the whole', async () => {
    const { usage } = (await whole({})).answer;
    const { upstream_inference_prompt_cost: prompt, upstream_inference_completions_cost: answer } = usage[
      'cost_details'
    ] as Record<string, number>;
    expect(Number(prompt) + Number(answer)).toBeCloseTo(usage.cost, 9);
  });

  it('has the usage and the cost on the chunk that ends a stream, though nobody asked for it', async () => {
    const { chunks, text, headers } = await streamed();
    const last = chunks.at(-1);
    expect(last).toMatchObject({ choices: [{ finish_reason: 'stop' }], usage: priced });
    expect(chunks.filter(({ usage }) => usage)).toHaveLength(1);
    expect(chunks.every(({ choices }) => choices.length === 1)).toBe(true);
    expect(new Set(chunks.map(({ id }) => id))).toEqual(new Set([headers.get('x-generation-id')]));
    expect(text.endsWith('data: [DONE]\n\n')).toBe(true);
    expect(text.match(/\[DONE\]/g)).toHaveLength(1);
    expect(await booked(String(last?.id))).toMatchObject({ total_cost: last?.usage?.cost, streamed: true });
  });

  it('says the same in a translated answer, whole and streamed', async () => {
    await translated();
    const { answer } = await whole({ model: talker, max_tokens: 50 });
    expect(answer).toMatchObject({ model: talker, usage: priced });
    const { chunks } = await streamed({ model: talker, max_tokens: 50 });
    expect(chunks.at(-1)).toMatchObject({ model: talker, usage: priced });
    expect(chunks.filter(({ usage }) => usage)).toHaveLength(1);
    await house.removeAccounts();
  });

  it('keeps all else as the provider wrote it, unknown fields and the spelling of numbers too', async () => {
    await house.account('openai/gpt-4o', { kind: 'openai-compatible', base_url: provider.url });
    provider.answers(
      200,
      '{"choices":[{"index":0,"message":{"role":"assistant","content":"Hi"},"finish_reason":"stop"}],"odd":1.50e1,' +
        '"id":"x","usage":{"prompt_tokens":9,"completion_tokens":2,"total_tokens":11,"own":{"a":1}},"model":"far"}',
    );
    const response = await fetch(house.call.url + path, {
      method: 'POST',
      headers: { authorization: `Bearer ${house.apiKey}`, 'content-type': 'application/json' },
      body: JSON.stringify({ model: 'openai/gpt-4o', messages }),
    });
    const text = await response.text();
    expect(text).toMatch(/^\{"choices":\[\{"index":0,"message":.*"odd":1\.50e1,"id":"gen-/);
    expect(JSON.parse(text)).toMatchObject({
      model: 'openai/gpt-4o',
      system_fingerprint: null,
      usage: { prompt_tokens: 9, own: { a: 1 }, ...priced },
    });
    await house.removeAccounts();
  });

  it('tells the error of a broken stream where its clients look, and what was used until then', async () => {
    await house.account('openai/gpt-4o', { kind: 'openai-compatible', base_url: provider.url });
    provider.does((response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(
        'data: {"id":"a","created":7,"choices":[{"index":0,"delta":{"content":"Half"}}]}\n\n',
        () => response.destroy(),
      );
    });
    const { chunks, text } = await streamed({ model: 'openai/gpt-4o' });
    const last = chunks.at(-1);
    expect(last).toMatchObject({
      choices: [{ finish_reason: 'error', error: { code: 502, message: expect.any(String) } }],
      error: { code: 502, message: expect.any(String), metadata: { error_type: expect.any(String) } },
      usage: { completion_tokens: expect.any(Number), ...priced },
    });
    expect(text.endsWith('data: [DONE]\n\n')).toBe(true);
    await house.removeAccounts();
  });

  it('answers by another of the models named where the first cannot, and says which', async () => {
    await house.account('openai/gpt-4o', {
      kind: 'openai-compatible',
      base_url: provider.url,
      priority: 1000,
    });
    provider.answers(500, { error: { message: 'down' } });
    const openai = new OpenAI({ baseURL: `${house.call.url}/api/v1`, apiKey: house.apiKey, maxRetries: 0 });
    const asked = {
      messages: [{ role: 'user' as const, content: 'Hi' }],
      models: ['no/such', model],
      model: 'no/other',
    };
    const answer = await openai.chat.completions.create(asked);
    expect(answer.model).toBe(model);
    await house.removeAccounts();
  });

  it('is never given the answer of another surface for the same key', async () => {
    const again = house.call.signedIn(house.apiKey).with({ 'idempotency-key': 'one-for-two' });
    const here = await again.post<Json>(path, { model, messages });
    const there = await again.post<Json>('/v1/chat/completions', { model, messages });
    expect(String(here.body['id'])).toMatch(/^gen-/);
    expect(String(there.body['id'])).not.toMatch(/^gen-/);
    const repeated = await again.post<Json>(path, { model, messages });
    expect(repeated.body).toEqual(here.body);
  });

  it('shows life with the comment that its clients know', async () => {
    await house.account('openai/gpt-4o', { kind: 'openai-compatible', base_url: provider.url });
    const [first, second] = [
      'data: {"id":"a","choices":[{"index":0,"delta":{"content":"Hi"}}]}\n\n',
      'data: {"id":"a","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}\n\ndata: [DONE]\n\n',
    ];
    provider.does((response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(first);
      setTimeout(() => response.end(second), 2_500);
    });
    const { text } = await streamed({ model: 'openai/gpt-4o' });
    expect(text).toContain(': OPENROUTER PROCESSING\n\n');
    await house.removeAccounts();
  });
});
