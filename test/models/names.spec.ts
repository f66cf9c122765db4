import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ModelsService, problemOf, SnapshotSeeding } from '@onegate/models';
import { Database } from '@onegate/platform';
import { catalogBench, type CatalogBench } from './catalog-bench.ts';
import { nativeNames } from './native-names.ts';

let bench: CatalogBench;

beforeAll(async () => {
  bench = await catalogBench({ worker: false });
});
afterAll(() => bench.installation.close());

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
  ['gpt-4o-search-preview', 'openai/gpt-4o-search-preview'],
  ['gpt-4o-mini-search-preview', 'openai/gpt-4o-mini-search-preview'],
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
