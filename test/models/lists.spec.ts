import Anthropic from '@anthropic-ai/sdk';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Database } from '@onegate/platform';
import OpenAI from 'openai';
import { given } from '../setup/given.ts';
import { catalogBench, signedIn, type CatalogBench, type ListedModel, type Page } from './catalog-bench.ts';
import { row } from './catalog-source.ts';

let bench: CatalogBench;

beforeAll(async () => {
  bench = await catalogBench();
});
afterAll(() => bench.installation.close());

const offered = () =>
  bench.app
    .get(Database)
    .query<{ slug: string }>("select slug from models where is_active and state in ('active', 'deprecated')");

describe('GET /v1/models', () => {
  it('the OpenAI SDK lists and retrieves, without a key that means anything', async () => {
    const openai = new OpenAI({ baseURL: `${bench.call.url}/v1`, apiKey: 'none', maxRetries: 0 });
    const list = await openai.models.list();
    expect(list.data).toHaveLength((await offered()).length);
    expect(list.data[0]).toEqual({
      id: 'anthropic/claude-3-haiku',
      object: 'model',
      created: 1_710_288_000,
      owned_by: 'anthropic',
    });
    expect(await openai.models.retrieve('openai/gpt-4o')).toMatchObject({
      id: 'openai/gpt-4o',
      object: 'model',
    });
    expect(await openai.models.retrieve('GPT-4.1')).toMatchObject({ id: 'openai/gpt-4.1' });
    await expect(openai.models.retrieve('nobody/nothing')).rejects.toBeInstanceOf(OpenAI.NotFoundError);
  });

  it('the Anthropic SDK goes through all pages and retrieves', async () => {
    const anthropic = new Anthropic({ baseURL: bench.call.url, apiKey: 'none', maxRetries: 0 });
    const ids: string[] = [];
    for await (const model of anthropic.models.list({ limit: 50 })) ids.push(model.id);
    expect(ids).toHaveLength((await offered()).length);
    expect(new Set(ids).size).toBe(ids.length);
    expect(await anthropic.models.retrieve('claude-sonnet-4-6')).toMatchObject({
      type: 'model',
      id: 'anthropic/claude-sonnet-4.6',
      display_name: expect.stringContaining('Sonnet 4.6'),
    });
    await expect(anthropic.models.retrieve('nothing')).rejects.toBeInstanceOf(Anthropic.NotFoundError);
  });

  it('goes backwards for Anthropic’s clients too', async () => {
    const anthropic = bench.call.with({ 'anthropic-version': '2023-06-01' });
    const page = (query: string) =>
      anthropic
        .get<{ data: { id: string }[]; has_more: boolean; first_id: string; last_id: string }>(
          `/v1/models?${query}`,
        )
        .then(({ body }) => body);
    const first = await page('limit=3');
    const second = await page(`limit=3&after_id=${encodeURIComponent(first.last_id)}`);
    expect(second.data).toHaveLength(3);
    expect(await page(`limit=3&before_id=${encodeURIComponent(second.first_id)}`)).toEqual({
      ...first,
      has_more: false,
    });
    expect((await page('')).data).toHaveLength(20);
  });

  it('finds one whether its slash is encoded or not, and answers 404 in the style of the caller', async () => {
    for (const path of ['openai/gpt-4o', 'openai%2Fgpt-4o', 'OPENAI%2fGPT-4O', 'gpt-4o']) {
      expect(await bench.call.get(`/v1/models/${path}`)).toMatchObject({
        status: 200,
        body: { id: 'openai/gpt-4o' },
      });
    }
    expect(await bench.call.get('/v1/models/no/such/model')).toMatchObject({
      status: 404,
      body: {
        error: {
          type: 'invalid_request_error',
          code: 'model_not_found',
          message: expect.stringContaining('no/such/model'),
        },
      },
    });
    const anthropic = bench.call.with({ 'anthropic-version': '2026-10-21' });
    expect(await anthropic.get('/v1/models/nothing')).toMatchObject({
      status: 404,
      body: { type: 'error', error: { type: 'not_found_error' } },
    });
    for (const path of ['openai/gpt-4o', 'openai%2Fgpt-4o', 'GPT-4o'])
      expect(await bench.call.get(`/api/v1/models/${path}`)).toMatchObject({
        body: { data: { id: 'openai/gpt-4o' } },
      });
    expect(await bench.call.get('/api/v1/models/nothing')).toMatchObject({
      status: 404,
      body: { error: { message: expect.any(String) } },
    });
  });

  it('leaves out what is switched off, at once and on every process', async () => {
    const other = await bench.installation.api();
    const ids = async (call = bench.call) =>
      (await call.get<{ data: { id: string }[] }>('/v1/models')).body.data.map(({ id }) => id);
    expect(await ids(other.call)).toContain('x-ai/grok-3');
    const model = await bench.model('x-ai/grok-3');
    await bench.admin.put(`/api/llm-models/${model?.id}`, { is_active: false });
    expect(await ids()).not.toContain('x-ai/grok-3');
    expect(await ids(other.call)).not.toContain('x-ai/grok-3');
    await bench.admin.put(`/api/llm-models/${model?.id}`, { is_active: true });
    expect(await ids()).toContain('x-ai/grok-3');
  });
});

describe('GET /api/v1/models', () => {
  it('says all prices as OpenRouter does, and passes on what is not modelled', async () => {
    const pricing = {
      prompt: '0.000001',
      completion: '0.000002',
      request: '0.01',
      image: '0.003',
      image_token: '0.0000011',
      image_output: '0.04',
      audio: '0.0000012',
      audio_output: '0.0000013',
      input_audio_cache: '0.0000014',
      web_search: '0.015',
      internal_reasoning: '0.0000021',
      input_cache_read: '0.0000001',
      input_cache_write: '0.00000125',
      input_cache_write_1h: '0.000002',
      discount: 0.25,
      overrides: [{ utc_start: 1630, utc_end: 30, utc_days: ['monday'], prompt: '0.0000005' }],
    };
    const more = { knowledge_cutoff: '2026-01-01', default_parameters: { temperature: 0.7 } };
    bench.source.lists([row('acme/all', pricing, more)]);
    await bench.sync();
    const { body } = await bench.call.get<{ data: Record<string, unknown>[]; total_count: number }>(
      '/api/v1/models',
    );
    expect(body.total_count).toBe(body.data.length);
    const { links, ...model } = body.data.find(({ id }) => id === 'acme/all') ?? {};
    const { links: _theirs, ...told } = row('acme/all', pricing, more);
    expect(model).toMatchObject({ ...told, knowledge_cutoff: '2026-01-01' });
    expect(await bench.call.get((links as { details: string }).details)).toMatchObject({
      status: 200,
      body: { data: { id: 'acme/all', pricing } },
    });
  });

  it('adds the mark-up of the model, exactly', async () => {
    const model = await bench.model('openai/gpt-4o-mini');
    await bench.admin.put(`/api/llm-models/${model?.id}`, { markup_bps: 1_234 });
    const { body } = await bench.call.get<{ data: unknown }>('/api/v1/models/gpt-4o-mini');
    expect(body.data).toMatchObject({ pricing: { prompt: '0.00000016851', completion: '0.00000067404' } });
  });
});

describe('GET /api/llm-models', () => {
  const list = (query: string, caller = bench.admin) =>
    caller.get<Page<ListedModel>>(`/api/llm-models?${query}`).then(({ body }) => body);
  const slugs = async (query: string) => (await list(query)).data.map(({ slug }) => slug);

  it('pages, in the shape of Laravel', async () => {
    const { status, body } = await bench.admin.get('/api/llm-models?page=2&per_page=10&vendor=openai');
    expect(status).toBe(200);
    expect(body).toMatchObject({
      current_page: 2,
      per_page: 10,
      from: 11,
      prev_page_url: expect.stringContaining('vendor=openai'),
    });
    expect(await list('page=99')).toMatchObject({ data: [], total: (await list('')).total });
  });

  it('searches names, slugs and aliases, and takes wildcards for themselves', async () => {
    expect(await slugs('search=o3-deepresearch')).toEqual(['openai/o3-deep-research']);
    expect(await slugs('search=CLAUDE%20OPUS%204.1')).toEqual(['anthropic/claude-opus-4.1']);
    expect(await slugs('search=%25')).toEqual([]);
  });

  it('filters and sorts', async () => {
    expect(await slugs('vendor=deepseek&sort=input_price&order=desc&per_page=1')).toEqual([
      'deepseek/deepseek-r1',
    ]);
    expect(await slugs('vendor=cohere&sort=context_length&order=desc&per_page=1')).toEqual([
      'cohere/command-a',
    ]);
    const audio = await list('input_modality=audio&parameter=tools&per_page=100');
    expect(audio.data.map(({ vendor }) => vendor)).toContain('google');
    expect(await list('state=deprecated&source=snapshot')).toMatchObject({ total: expect.any(Number) });
    expect(await bench.admin.get('/api/llm-models?sort=;drop')).toMatchObject({ status: 422 });
  });

  it('shows only administrators what is switched off', async () => {
    const model = await bench.model('openai/gpt-4');
    await bench.admin.put(`/api/llm-models/${model?.id}`, { is_active: false });
    const person = await signedIn(bench.call, (await given(bench.app).user()).email);
    expect((await list('search=openai/gpt-4&active=all', person)).data.map(({ slug }) => slug)).not.toContain(
      'openai/gpt-4',
    );
    expect(await person.get(`/api/llm-models/${model?.id}`)).toMatchObject({ status: 404 });
    expect(await slugs('active=false')).toEqual(['openai/gpt-4']);
    expect((await list('', person)).data[0]?.price?.prices.input).toBeTruthy();
  });

  it('401 without a session, 403 for edits and prices, 404 for what is not there, 422 for wrong fields', async () => {
    const person = await signedIn(bench.call, (await given(bench.app).user()).email);
    const model = await bench.model('openai/gpt-4o');
    expect(await bench.call.get('/api/llm-models')).toMatchObject({ status: 401 });
    expect(await person.get(`/api/llm-models/${model?.id}`)).toMatchObject({ status: 200 });
    for (const refused of [
      person.put(`/api/llm-models/${model?.id}`, { is_active: false }),
      person.get(`/api/llm-models/${model?.id}/prices`),
      person.get('/api/llm-models/price-changes'),
      person.get('/api/llm-models/sync-runs'),
    ]) {
      expect(await refused).toMatchObject({ status: 403 });
    }
    expect(await bench.admin.get('/api/llm-models/999999')).toMatchObject({ status: 404 });
    expect(await bench.admin.put('/api/llm-models/abc', {})).toMatchObject({ status: 404 });
    const wrong = { markup_bps: -1, limits: { max_output_tokens: 0, phase: 3 }, aliases: ['two words'] };
    expect(await bench.admin.put(`/api/llm-models/${model?.id}`, wrong)).toMatchObject({
      status: 422,
      body: { errors: { markup_bps: expect.any(Array), 'aliases.0': expect.any(Array) } },
    });
  });

  it('edits what is sent and leaves the rest, and writes it down', async () => {
    const model = await bench.model('openai/o3');
    const path = `/api/llm-models/${model?.id}`;
    await bench.admin.put(path, { limits: { max_output_tokens: 1_000 } });
    expect(await bench.admin.put(path, { markup_bps: 250 })).toMatchObject({
      body: { markup_bps: 250, limits: { max_output_tokens: 1_000 }, aliases: ['GPT-o3'], is_active: true },
    });
    const trail = await bench.app
      .get(Database)
      .query(
        "select changes from audit_entries where action = 'model.updated' and target_id = $1 order by id",
        [model?.public_id],
      );
    expect(trail).toMatchObject([
      { changes: { limits: { max_output_tokens: 1_000 } } },
      { changes: { markup_bps: 250 } },
    ]);
  });
});
