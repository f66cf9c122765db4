import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import OpenAI from 'openai';
import { gatewayHouse, type GatewayHouse } from './gateway-house.ts';
import { LoopbackProvider } from './loopback-provider.ts';

let house: GatewayHouse;
let provider: LoopbackProvider;
let openai: OpenAI;

beforeAll(async () => {
  house = await gatewayHouse({ env: { ONEGATE_GATEWAY_TRIES: '1' } });
  provider = await LoopbackProvider.start(house.installation);
  openai = new OpenAI({ baseURL: `${house.call.url}/v1`, apiKey: house.apiKey, maxRetries: 0 });
});
afterEach(() => house.removeAccounts());
afterAll(() => house.installation.close());

type Sent = Record<string, unknown> & { texts?: string[]; requests?: unknown[] };
const sent = () => JSON.parse(provider.last.text) as Sent;

/** As Google answers: vectors, and no count of tokens. */
function answersAsGoogle(): void {
  provider.does((response, { path, text }) => {
    const { requests = [{}] } = JSON.parse(text) as Sent;
    const vectors = requests.map((_one, nth) => ({ values: [nth, 0.25, -0.5] }));
    const isBatch = path.endsWith(':batchEmbedContents');
    const body = isBatch ? { embeddings: vectors } : { embedding: vectors[0] };
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
}

/** As Cohere's second version answers. */
function answersAsCohere(): void {
  provider.does((response, { text }) => {
    const { texts = [] } = JSON.parse(text) as Sent;
    const body = {
      id: 'd3a8f1f4-0000-4000-8000-000000000000',
      texts,
      embeddings: { float: texts.map((one) => [one.length, 0.25, -0.5]) },
      meta: { api_version: { version: '2' }, billed_units: { input_tokens: texts.length * 3 } },
      response_type: 'embeddings_by_type',
    };
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
}

const google = 'google/gemini-embedding-001';
const cohere = 'cohere/embed-v4.0';

describe('POST /v1/embeddings by a model of Google', () => {
  it('one text, in as many dimensions as asked for; what it did not count is counted here', async () => {
    await house.account(google, { kind: 'google', base_url: provider.url });
    answersAsGoogle();
    const answer = await openai.embeddings.create({ model: google, input: 'The quick fox', dimensions: 3 });
    expect(answer).toMatchObject({
      object: 'list',
      model: google,
      data: [{ object: 'embedding', index: 0, embedding: [0, 0.25, -0.5] }],
    });
    expect(provider.last.path).toBe('/v1/models/gemini-embedding-001:embedContent');
    expect(provider.last.headers['x-goog-api-key']).toBe('sk-secret-of-the-account');
    expect(sent()).toMatchObject({ outputDimensionality: 3 });
    const end = await house.settled();
    expect(end).toMatchObject({ status: 'completed', countSource: 'counted' });
    expect(answer.usage.prompt_tokens).toBeGreaterThan(0);
    expect(Number(end.usage.input)).toBe(answer.usage.prompt_tokens);
  });

  it('more texts than it takes at once, in their order', async () => {
    await house.account(google, { kind: 'google', base_url: provider.url });
    answersAsGoogle();
    const asked = provider.calls.length;
    const input = Array.from({ length: 130 }, (_, nth) => `text ${nth}`);
    const answer = await openai.embeddings.create({ model: google, input, encoding_format: 'float' });
    expect(provider.calls.length - asked).toBe(2);
    expect(answer.data.map(({ index }) => index)).toEqual(input.map((_text, nth) => nth));
    expect(answer.data[129]?.embedding[0]).toBe(29);
    expect(house.calls.at(-1)).toMatchObject({ ends: [{}] });
  });

  it('says what the vectors are for, in its words', async () => {
    await house.account(google, { kind: 'google', base_url: provider.url });
    answersAsGoogle();
    await house.call
      .signedIn(house.apiKey)
      .post('/v1/embeddings', { model: google, input: 'x', input_type: 'search_document' });
    expect(sent()).toMatchObject({ taskType: 'RETRIEVAL_DOCUMENT' });
  });
});

describe('POST /v1/embeddings by a model of Cohere', () => {
  it('with its own count, paid for by that', async () => {
    await house.account(cohere, { kind: 'cohere', base_url: provider.url });
    answersAsCohere();
    const answer = await openai.embeddings.create({ model: cohere, input: ['One', 'Three'] });
    expect(answer.data.map(({ embedding }) => embedding)).toEqual([
      [3, 0.25, -0.5],
      [5, 0.25, -0.5],
    ]);
    expect(provider.last.path).toBe('/v1/embed');
    expect(sent()).toMatchObject({
      model: 'embed-v4.0',
      texts: ['One', 'Three'],
      embedding_types: ['float'],
    });
    expect(answer.usage).toEqual({ prompt_tokens: 6, total_tokens: 6 });
    const end = await house.settled();
    expect(end).toMatchObject({ countSource: 'upstream', usage: { input: 6 } });
  });

  it('tells what it left out', async () => {
    await house.account(cohere, { kind: 'cohere', base_url: provider.url });
    answersAsCohere();
    const body = {
      model: cohere,
      input: 'x',
      input_type: 'classification',
      dimensions: 512,
      truncate: 'END',
    };
    const { status, headers } = await house.call.signedIn(house.apiKey).post('/v1/embeddings', body);
    expect(status).toBe(200);
    expect(headers.get('x-onegate-dropped')).toBe('truncate');
    expect(headers.get('x-onegate-translated')).toBe('true');
    expect(sent()).toMatchObject({ input_type: 'classification', output_dimension: 512 });
  });

  it.each([
    ['tokens instead of text', { input: [[1, 2, 3]] }],
    ['an empty text', { input: ['a', ''] }],
    ['a purpose that there is not', { input: 'a', input_type: 'fun' }],
  ])('400 for %s, and the provider is not asked', async (_name, more) => {
    await house.account(cohere, { kind: 'cohere', base_url: provider.url });
    const asked = provider.calls.length;
    const answer = await house.call.signedIn(house.apiKey).post('/v1/embeddings', { model: cohere, ...more });
    expect(answer).toMatchObject({ status: 400, body: { error: { type: 'invalid_request_error' } } });
    expect(provider.calls.length).toBe(asked);
  });

  it('what the provider refuses is told, and costs nothing', async () => {
    await house.account(cohere, { kind: 'cohere', base_url: provider.url });
    provider.answers(400, { id: 'x', message: 'invalid request: output_dimension must be one of 256' });
    const answer = await house.call
      .signedIn(house.apiKey)
      .post('/v1/embeddings', { model: cohere, input: 'x' });
    expect(answer).toMatchObject({ status: 400, body: { error: { message: expect.stringMatching(/256/) } } });
    expect(house.calls.at(-1)).toMatchObject({ ends: [], released: 1 });
  });
});
