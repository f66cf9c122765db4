import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ModelsService, problemOf, SnapshotSeeding } from '@onegate/models';
import { Database } from '@onegate/platform';
import { catalogBench, type CatalogBench } from './catalog-bench.ts';

let bench: CatalogBench;

beforeAll(async () => {
  bench = await catalogBench({ worker: false });
});
afterAll(() => bench.installation.close());

/** Every name that the native document lists, and what it stands for. */
const nativeNames: [string, string][] = [
  ['GPT-5', 'openai/gpt-5'],
  ['GPT-5-Mini', 'openai/gpt-5-mini'],
  ['GPT-5-Nano', 'openai/gpt-5-nano'],
  ['GPT-5-Chat-Latest', 'openai/gpt-5-chat'],
  ['GPT-4.1', 'openai/gpt-4.1'],
  ['GPT-4.1-Mini', 'openai/gpt-4.1-mini'],
  ['GPT-4.1-Nano', 'openai/gpt-4.1-nano'],
  ['GPT-o3', 'openai/o3'],
  ['GPT-o3-pro', 'openai/o3-pro'],
  ['GPT-o3-DeepResearch', 'openai/o3-deep-research'],
  ['GPT-o3-Mini', 'openai/o3-mini'],
  ['GPT-o4-mini', 'openai/o4-mini'],
  ['GPT-4o', 'openai/gpt-4o'],
  ['GPT-4o-mini', 'openai/gpt-4o-mini'],
  ['GPT-o1', 'openai/o1'],
  ['GPT-o1-Mini', 'openai/o1-mini'],
  ['Opus-4', 'anthropic/claude-opus-4'],
  ['Sonnet-4', 'anthropic/claude-sonnet-4'],
  ['Haiku-3.5', 'anthropic/claude-3.5-haiku'],
  ['Opus-3', 'anthropic/claude-3-opus'],
  ['Sonnet-3.7', 'anthropic/claude-3.7-sonnet'],
  ['Haiku-3', 'anthropic/claude-3-haiku'],
  ['DeepSeek-Reasoner', 'deepseek/deepseek-r1'],
  ['DeepSeek-Chat', 'deepseek/deepseek-chat'],
  ['2.5-Flash-preview', 'google/gemini-2.5-flash'],
  ['2.5-Pro-preview', 'google/gemini-2.5-pro-preview'],
  ['2.0-Flash', 'google/gemini-2.0-flash-001'],
  ['2.0-Flash-lite', 'google/gemini-2.0-flash-lite-001'],
  ['1.5-Flash', 'google/gemini-flash-1.5'],
  ['1.5-Flash-8B', 'google/gemini-flash-1.5-8b'],
  ['1.5-Pro', 'google/gemini-pro-1.5'],
  ['Mistral-Medium-3', 'mistralai/mistral-medium-3'],
  ['Magistral-Medium', 'mistralai/magistral-medium-2506'],
  ['Codestral', 'mistralai/codestral-2508'],
  ['Devstral-Medium', 'mistralai/devstral-medium'],
  ['Mistral-Saba', 'mistralai/mistral-saba'],
  ['Mistral-Large', 'mistralai/mistral-large'],
  ['Pixtral-Large', 'mistralai/pixtral-large-2411'],
  ['Ministral-8B-24.10', 'mistralai/ministral-8b'],
  ['Ministral-3B-24.10', 'mistralai/ministral-3b'],
  ['Mistral-Small-3.2', 'mistralai/mistral-small-3.2-24b-instruct'],
  ['Magistral-Small', 'mistralai/magistral-small-2506'],
  ['Devstral-Small', 'mistralai/devstral-small'],
  ['Pixtral-12B', 'mistralai/pixtral-12b'],
  ['Mistral-NeMo', 'mistralai/mistral-nemo'],
  ['Mistral-7B', 'mistralai/mistral-7b-instruct'],
  ['Mixtral-8x7B', 'mistralai/mixtral-8x7b-instruct'],
  ['Mixtral-8x22B', 'mistralai/mixtral-8x22b-instruct'],
];

const otherNames: [string, string][] = [
  ['gemini-2.5-Flash-preview', 'google/gemini-2.5-flash'],
  ['gemini-2.5-flash-preview-09-2025', 'google/gemini-2.5-flash'],
  ['GPT-5-mini', 'openai/gpt-5-mini'],
  ['gpt-4o-mini', 'openai/gpt-4o-mini'],
  ['gpt-4o-mini-2024-07-18', 'openai/gpt-4o-mini'],
  ['gpt-5.4', 'openai/gpt-5.4'],
  ['gpt-5-chat-latest', 'openai/gpt-5-chat'],
  ['claude-sonnet-4-6', 'anthropic/claude-sonnet-4.6'],
  ['claude-sonnet-4.6', 'anthropic/claude-sonnet-4.6'],
  ['claude-sonnet-4-5-20250929', 'anthropic/claude-sonnet-4.5'],
  ['claude-3-5-haiku-20241022', 'anthropic/claude-3.5-haiku'],
  ['claude-3-opus-20240229', 'anthropic/claude-3-opus'],
  ['claude-3-7-sonnet-latest', 'anthropic/claude-3.7-sonnet'],
  ['gemini-2.0-flash', 'google/gemini-2.0-flash-001'],
  ['gemini-1.5-pro', 'google/gemini-pro-1.5'],
  ['llama-3.3-70b-versatile', 'meta-llama/llama-3.3-70b-instruct'],
  ['openai/gpt-4o', 'openai/gpt-4o'],
  ['mistral-large-latest', 'mistralai/mistral-large'],
  ['codestral-latest', 'mistralai/codestral-2508'],
  ['grok-4', 'x-ai/grok-4'],
];

describe('a new installation', () => {
  it.each([...nativeNames, ...otherNames])('takes %s, in any case, for %s', async (name, slug) => {
    const models = bench.app.get(ModelsService);
    for (const spelling of [name, name.toLowerCase(), name.toUpperCase()]) {
      const model = await models.resolve(spelling);
      expect(model?.slug).toBe(slug);
      expect(model && problemOf(model)).toBeNull();
    }
  });

  it.each(['cline-pass/gpt-5', 'gpt', 'openai/', 'x'.repeat(5_000)])('knows no %s', async (name) => {
    expect(await bench.app.get(ModelsService).resolve(name)).toBeNull();
  });

  it('is seeded once: what is there is not overwritten', async () => {
    const database = bench.app.get(Database);
    await database.query("update models set name = 'Ours', is_active = false where slug = 'openai/gpt-4'");
    const counts = () =>
      database.query(
        'select (select count(*) from models) as m, (select count(*) from price_versions) as v, (select count(*) from model_aliases) as a',
      );
    const before = await counts();
    expect(await bench.app.get(SnapshotSeeding).seed()).toBe(0);
    expect(await counts()).toEqual(before);
    expect(await bench.model('openai/gpt-4')).toMatchObject({ name: 'Ours', is_active: false });
  });
});

describe('PUT /api/llm-models/{id} with aliases', () => {
  const put = async (slug: string, body: object) =>
    bench.admin.put<{ aliases: string[]; errors: Record<string, string[]> }>(
      `/api/llm-models/${(await bench.model(slug))?.id}`,
      body,
    );
  const show = (name: string) => bench.call.get<{ id: string }>(`/v1/models/${name}`);

  it('gives a model more names, takes them back, and tells every process', async () => {
    const other = await bench.installation.api();
    const answer = await put('openai/gpt-4.1', { aliases: ['House-Model', 'our/best'] });
    expect(answer).toMatchObject({ status: 200, body: { aliases: ['House-Model', 'our/best'] } });
    for (const name of ['house-model', 'HOUSE_MODEL', 'Our/Best']) {
      expect((await show(name)).body.id).toBe('openai/gpt-4.1');
    }
    expect((await other.call.get<{ id: string }>('/v1/models/house-model')).body.id).toBe('openai/gpt-4.1');
    await put('openai/gpt-4.1', { aliases: ['our/best'] });
    expect(await show('house-model')).toMatchObject({ status: 404 });
    expect((await show('our/best')).body.id).toBe('openai/gpt-4.1');
  });

  it.each([
    ['a slug', 'openai/gpt-4o'],
    ['a slug in another spelling', 'anthropic/claude-sonnet-4-6'],
    ['an alias', 'opus-4'],
    ["a provider's own name", 'gpt-4o-mini'],
  ])('422 for a name that means another model: %s', async (_what, alias) => {
    const answer = await put('openai/gpt-4.1-mini', { aliases: ['fine', alias] });
    expect(answer.status).toBe(422);
    expect(answer.body.errors['aliases.1']).toEqual([
      expect.stringMatching(/^The name .* already means the model .*\/.*\.$/),
    ]);
    expect(await show('fine')).toMatchObject({ status: 404 });
  });

  it('one of two who want the same name at once gets it', async () => {
    const answers = await Promise.all([
      put('openai/gpt-5', { aliases: ['wanted'] }),
      put('openai/gpt-5-mini', { aliases: ['wanted'] }),
    ]);
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 422]);
  });

  it('takes the names of the model itself, and the same one twice, without ado', async () => {
    expect(await put('openai/gpt-5-nano', { aliases: ['gpt-5-nano', 'nano', 'NANO'] })).toMatchObject({
      status: 200,
    });
  });
});
