import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Database } from '@onegate/platform';
import { catalogBench, type CatalogBench, type Page } from './catalog-bench.ts';
import { row } from './catalog-source.ts';

interface Change {
  readonly id: number;
  readonly model: string;
  readonly state: string;
  readonly reasons: string[];
}

let bench: CatalogBench;
let count = 0;
let slug: string;

beforeAll(async () => {
  bench = await catalogBench();
});
afterAll(() => bench.installation.close());
beforeEach(async () => {
  count += 1;
  slug = `acme/model-${count}`;
  await tell({});
});

async function tell(pricing: Record<string, unknown>) {
  bench.source.lists([row(slug, pricing)]);
  return bench.sync({ accept_vanished: true });
}

async function change(state = 'pending'): Promise<Change | undefined> {
  const { body } = await bench.admin.get<Page<Change>>(`/api/llm-models/price-changes?state=${state}`);
  return body.data.find(({ model }) => model === slug);
}

async function pending(): Promise<Change> {
  const found = await change();
  if (!found) throw new Error(`No price of ${slug} is held back`);
  return found;
}

const decide = (id: number, what: 'confirm' | 'reject') =>
  bench.admin.post(`/api/llm-models/price-changes/${id}/${what}`);
const outputPrice = async () => (await bench.model(slug))?.price?.prices.output;

describe('a price that moves too far', () => {
  it.each([
    ['more than tenfold up', '0.000101', /more than tenfold/],
    ['more than tenfold down', '0.00000099', /more than tenfold/],
    ['to zero', '0', /zero/],
    ['to what nobody tells', '-1', /no longer tells/],
  ])('is held back: %s', async (_name, completion, reason) => {
    const { body } = await tell({ completion });
    expect(body).toMatchObject({ prices_written: 0, prices_held_back: 1 });
    expect(body.output.join('\n')).toMatch(reason);
    expect((await pending()).reasons).toEqual([expect.stringMatching(reason)]);
    expect(await outputPrice()).toBe('0.00001');
  });

  it('is held back from zero', async () => {
    await tell({ completion: '0' });
    await decide((await pending()).id, 'confirm');
    expect((await tell({})).body).toMatchObject({ prices_held_back: 1 });
    expect(await outputPrice()).toBe('0');
  });

  it('counts once, however often it is told', async () => {
    await tell({ completion: '0.001' });
    const first = await pending();
    await tell({ completion: '0.001' });
    expect((await pending()).id).toBe(first.id);
  });

  it('gives way to the next price that the source tells', async () => {
    await tell({ completion: '0.001' });
    const first = await pending();
    await tell({ completion: '0.002' });
    expect((await pending()).id).not.toBe(first.id);
    await tell({ completion: '0.00002' });
    expect(await change()).toBeUndefined();
    expect(await outputPrice()).toBe('0.00002');
    expect(await decide(first.id, 'confirm')).toMatchObject({ status: 409 });
  });
});

describe('POST /api/llm-models/price-changes/{id}/confirm', () => {
  it('takes the price from then on', async () => {
    await tell({ completion: '0.001' });
    const { id } = await pending();
    expect(await decide(id, 'confirm')).toMatchObject({ status: 200, body: { state: 'confirmed' } });
    expect(await outputPrice()).toBe('0.001');
    expect(await change()).toBeUndefined();
    expect((await tell({ completion: '0.001' })).body).toMatchObject({
      prices_written: 0,
      prices_held_back: 0,
    });
    const trail = await bench.app
      .get(Database)
      .query(
        "select 1 from audit_entries where action = 'model.price_confirmed' and changes->>'model' = $1",
        [slug],
      );
    expect(trail).toHaveLength(1);
  });

  it('takes the price away where the source tells none', async () => {
    await tell({ completion: '-1' });
    await decide((await pending()).id, 'confirm');
    expect(await bench.model(slug)).toMatchObject({ problem: 'price_unknown', unknown_prices: ['output'] });
  });

  it('409 when it was decided, 404 when there is none', async () => {
    await tell({ completion: '0.001' });
    const { id } = await pending();
    await decide(id, 'reject');
    expect(await decide(id, 'confirm')).toMatchObject({ status: 409 });
    expect(await decide(999_999, 'confirm')).toMatchObject({ status: 404 });
    expect(await bench.admin.post('/api/llm-models/price-changes/x/confirm')).toMatchObject({ status: 404 });
  });

  it('happens once when two confirm at once', async () => {
    await tell({ completion: '0.001' });
    const { id } = await pending();
    const answers = await Promise.all([decide(id, 'confirm'), decide(id, 'confirm')]);
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409]);
  });
});

describe('POST /api/llm-models/price-changes/{id}/reject', () => {
  it('keeps the price and does not ask about the same one again', async () => {
    await tell({ completion: '0.001' });
    await decide((await pending()).id, 'reject');
    expect((await tell({ completion: '0.001' })).body).toMatchObject({
      prices_written: 0,
      prices_held_back: 0,
    });
    expect(await outputPrice()).toBe('0.00001');
    expect((await tell({ completion: '0.002' })).body).toMatchObject({ prices_held_back: 1 });
  });

  it('asks again once another price was in force in between', async () => {
    await tell({ completion: '0.001' });
    await decide((await pending()).id, 'reject');
    await tell({ completion: '0.00002' });
    expect((await tell({ completion: '0.001' })).body).toMatchObject({ prices_held_back: 1 });
  });
});

describe('a price that a person set', () => {
  const set = async (body: object) =>
    bench.admin.post(`/api/llm-models/${(await bench.model(slug))?.id}/prices`, body);

  it('stands until a person takes another one', async () => {
    const prices = { input: '0.0000020', output: '1.2e-05' };
    expect(await set({ prices })).toMatchObject({
      status: 201,
      body: { price: { origin: 'manual', prices: { input: '0.000002', output: '0.000012' } } },
    });
    expect((await tell({ completion: '0.000011' })).body).toMatchObject({ prices_held_back: 1 });
    expect((await pending()).reasons).toEqual([expect.stringContaining('by hand')]);
    expect(await outputPrice()).toBe('0.000012');
    await decide((await pending()).id, 'confirm');
    expect((await tell({ completion: '0.000013' })).body).toMatchObject({ prices_written: 1 });
  });

  it('makes a model callable whose source tells no price', async () => {
    await tell({ completion: '-1' });
    await decide((await pending()).id, 'confirm');
    await set({ prices: { input: '0', output: '0.000001' } });
    expect(await bench.model(slug)).toMatchObject({ is_callable: true, unknown_prices: [] });
  });

  it.each([
    { prices: { input: '-1', output: '0' } },
    { prices: { input: '0.1' } },
    { prices: { input: '1', output: 'cheap' } },
    { prices: { input: '1', output: '1', phlogiston: '1' } },
    { prices: { input: '1', output: '1' }, tiers: [{ full_moon: true, prices: {} }] },
    {},
  ])('422 for %j', async (body) => {
    expect(await set(body)).toMatchObject({ status: 422 });
  });
});

describe('POST /api/llm-models', () => {
  const house = (name: string) => ({ slug: name, name: 'Ours', prices: { input: '0', output: '0' } });

  it('adds a model that syncs leave alone', async () => {
    const created = await bench.admin.post<{ id: number }>('/api/llm-models', house(`house/own-${count}`));
    expect(created).toMatchObject({ status: 201, body: { source: 'manual', is_callable: true } });
    expect(await bench.call.get(`/v1/models/own-${count}`)).toMatchObject({
      body: { id: `house/own-${count}` },
    });
    bench.source.lists([row(slug), row(`house/own-${count}`, { prompt: '1' })]);
    const { body } = await bench.sync({ accept_vanished: true });
    expect(body).toMatchObject({ skipped: 1, vanished: 0 });
    expect(await bench.model(`house/own-${count}`)).toMatchObject({
      name: 'Ours',
      price: { prices: { input: '0' } },
    });
  });

  it('422 for a name that is taken or is none', async () => {
    for (const name of [slug, slug.toUpperCase(), 'no-vendor', 'two words/x']) {
      expect(await bench.admin.post('/api/llm-models', house(name))).toMatchObject({
        status: 422,
        body: { errors: { slug: expect.any(Array) } },
      });
    }
  });
});

describe('price versions', () => {
  it('are never changed or deleted, only ended', async () => {
    const database = bench.app.get(Database);
    const model = await bench.model(slug);
    const refused = 'never changed';
    for (const statement of [
      `update price_versions set prices = '{}' where model_id = $1`,
      `update price_versions set effective_from = now() where model_id = $1`,
      `delete from price_versions where model_id = $1`,
    ]) {
      await expect(database.query(statement, [model?.id])).rejects.toThrow(refused);
    }
    await tell({ completion: '0.00002' });
    const reopen = `update price_versions set effective_to = null where model_id = $1 and effective_to is not null`;
    await expect(database.query(reopen, [model?.id])).rejects.toThrow(refused);
  });
});
