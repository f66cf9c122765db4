import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Database } from '@onegate/platform';
import { given } from '../setup/given.ts';
import { catalogBench, signedIn, type CatalogBench, type Page } from './catalog-bench.ts';
import { row, rows } from './catalog-source.ts';

let bench: CatalogBench;
let count = 0;
let vendor: string;

beforeAll(async () => {
  bench = await catalogBench();
});
afterAll(() => bench.installation.close());
beforeEach(() => {
  count += 1;
  vendor = `vendor${count}`;
});

/** What earlier tests listed has vanished by now, which is right and no concern of the next one. */
const sync = () => bench.sync({ accept_vanished: true });
const many = () => rows(12, `${vendor}/model`);

describe('POST /api/llm-models/sync', () => {
  it('imports models with exact prices and answers with counts and lines', async () => {
    const pricing = {
      prompt: '0.0000015',
      completion: '0.000009',
      image: '0.0000015',
      audio: '0.000003',
      input_audio_cache: '0.0000003',
      web_search: '0.014',
      internal_reasoning: '0.000009',
      input_cache_read: '0.00000015',
      input_cache_write: '0.00000008333333333333334',
      input_cache_write_1h: '1.5e-07',
      request: '0',
      overrides: [{ min_prompt_tokens: 200_000, prompt: '0.000003', completion: '0.000018' }],
      discount: 0.1,
    };
    bench.source.lists([row(`${vendor}/one`, pricing), row(`${vendor}/two`)]);
    const { status, body } = await sync();
    expect(status).toBe(200);
    expect(body).toMatchObject({
      message: 'Models synced',
      received: 2,
      created: 2,
      prices_written: 2,
      skipped: 0,
    });
    expect(body.output[0]).toBe('Read 2 models from 1 page.');
    expect(await bench.model(`${vendor}/one`)).toMatchObject({
      context_length: 128_000,
      max_output_tokens: 8_192,
      state: 'active',
      is_callable: true,
      price: {
        prices: {
          input: '0.0000015',
          output: '0.000009',
          image: '0.0000015',
          audio: '0.000003',
          cached_audio: '0.0000003',
          web_search: '0.014',
          reasoning: '0.000009',
          cached_read: '0.00000015',
          cache_write: '0.00000008333333333333334',
          cache_write_1h: '0.00000015',
          request: '0',
        },
        tiers: [
          {
            min_prompt_tokens: 200_000,
            prices: { input: '0.000003', output: '0.000018', reasoning: '0.000018' },
          },
        ],
        discount: '0.1',
      },
    });
  });

  it('writes a price version only when a price changes, and keeps what was', async () => {
    bench.source.lists([row(`${vendor}/one`)]);
    await sync();
    expect((await sync()).body).toMatchObject({ created: 0, updated: 0, unchanged: 1, prices_written: 0 });
    bench.source.lists([row(`${vendor}/one`, { completion: '0.000012' })]);
    expect((await sync()).body).toMatchObject({ updated: 1, prices_written: 1 });
    const model = await bench.model(`${vendor}/one`);
    const { body } = await bench.admin.get<Page<Record<string, unknown>>>(
      `/api/llm-models/${model?.id}/prices`,
    );
    expect(body.total).toBe(2);
    expect(body.data).toMatchObject([
      { prices: { output: '0.000012' }, effective_to: null },
      { prices: { output: '0.00001' }, effective_to: body.data[0]?.effective_from },
    ]);
  });

  it('reads all pages', async () => {
    bench.source.pages([rows(5, `${vendor}/a`), rows(5, `${vendor}/b`), rows(3, `${vendor}/c`)], 13);
    expect((await sync()).body).toMatchObject({
      created: 13,
      output: expect.arrayContaining([expect.stringContaining('3 pages')]),
    });
    expect(bench.source.asked.map(({ url }) => url)).toEqual([
      '/api/v1/models',
      '/api/v1/models?page=1',
      '/api/v1/models?page=2',
    ]);
  });

  it('takes nothing when the list has not changed since', async () => {
    bench.source.tagged([row(`${vendor}/one`)], '"v1"');
    await bench.sync({ accept_vanished: true });
    const { body } = await bench.sync();
    expect(bench.source.asked.at(-1)?.etag).toBe('"v1"');
    expect(body).toMatchObject({ received: 0, output: ['The catalog is the one of the last sync.'] });
  });

  it('skips rows that are wrong, each with its reason, and takes the others', async () => {
    const good = row(`${vendor}/good`);
    bench.source.lists([
      good,
      good,
      row(`${vendor}/text`, { prompt: 'a lot' }),
      row(`${vendor}/dear`, { completion: '20000' }),
      row(`${vendor}/odd`, { overrides: [{ full_moon: true, prompt: '0' }] }),
      { ...row(`${vendor}/nameless`), name: '' },
      row('no vendor'),
      row(`${vendor}/ends`, {}, { expiration_date: '2026-99-99' }),
      { id: null },
    ]);
    const { body } = await sync();
    expect(body).toMatchObject({ created: 1, skipped: 8, vanished: 0 });
    expect(body.run.skipped.map(({ id, reason }) => `${id}: ${reason}`)).toEqual([
      `${vendor}/good: It is listed twice; the first row counts`,
      `${vendor}/text: pricing.prompt: "a lot" is not a price`,
      `${vendor}/dear: pricing.completion: "20000" is not a price`,
      expect.stringContaining('full_moon'),
      expect.stringContaining(`${vendor}/nameless: name`),
      expect.stringContaining('no vendor'),
      expect.stringContaining(`${vendor}/ends: expiration_date`),
      expect.stringContaining('(no id)'),
    ]);
  });

  it('keeps a model whose price is unknown from being called, and says so', async () => {
    bench.source.lists([
      row(`${vendor}/router`, { prompt: '-1', completion: '-1' }),
      row(`${vendor}/half`, { web_search: '-1' }),
    ]);
    await sync();
    expect(await bench.model(`${vendor}/router`)).toMatchObject({
      is_callable: false,
      problem: 'price_unknown',
      price: null,
      unknown_prices: ['input', 'output'],
    });
    expect(await bench.model(`${vendor}/half`)).toMatchObject({
      is_callable: true,
      unknown_prices: ['web_search'],
    });
    expect(await bench.call.get(`/v1/models/${vendor}/router`)).toMatchObject({ status: 404 });
    bench.source.lists([row(`${vendor}/router`), row(`${vendor}/half`)]);
    await sync();
    expect(await bench.model(`${vendor}/router`)).toMatchObject({ is_callable: true, unknown_prices: [] });
  });

  it('403 for who does not administer the platform, 401 for strangers', async () => {
    const person = await signedIn(bench.call, (await given(bench.app).user()).email);
    expect(await person.post('/api/llm-models/sync')).toMatchObject({ status: 403 });
    expect(await bench.call.post('/api/llm-models/sync')).toMatchObject({ status: 401 });
  });

  it('is written into the audit log', async () => {
    bench.source.lists([row(`${vendor}/one`)]);
    const { body } = await sync();
    const entries = await bench.app
      .get(Database)
      .query("select 1 from audit_entries where action = 'models.synced' and target_id = $1", [
        body.run.public_id,
      ]);
    expect(entries).toHaveLength(1);
  });
});

describe('models that vanish', () => {
  it('become inactive, keep their history, and come back', async () => {
    bench.source.lists(many());
    await sync();
    bench.source.lists(many().slice(1));
    expect((await bench.sync()).body).toMatchObject({ vanished: 1 });
    expect(await bench.model(`${vendor}/model-0`)).toMatchObject({ state: 'inactive', problem: 'vanished' });
    expect(await bench.call.get(`/v1/models/${vendor}/model-0`)).toMatchObject({ status: 404 });
    bench.source.lists(many());
    expect((await bench.sync()).body).toMatchObject({ returned: 1, prices_written: 0 });
    expect(await bench.model(`${vendor}/model-0`)).toMatchObject({ state: 'active' });
  });

  it('stay when too many are missing at once, until a person says that it is right', async () => {
    bench.source.lists(many());
    await sync();
    bench.source.lists(many().slice(0, 6));
    const held = await bench.sync();
    expect(held.body).toMatchObject({ vanished: 0, vanished_held_back: 6 });
    expect(held.body.output.join('\n')).toContain('too many at once');
    expect(await bench.model(`${vendor}/model-9`)).toMatchObject({ state: 'active' });
    expect((await sync()).body).toMatchObject({ vanished: 6 });
  });

  it('stay when the list is shorter than it says', async () => {
    bench.source.lists(many());
    await sync();
    bench.source.lists(many().slice(1), { total_count: 12 });
    expect((await sync()).body).toMatchObject({ vanished: 0, vanished_held_back: 1 });
  });

  it('stay when their row is there but cannot be read', async () => {
    bench.source.lists(many());
    await sync();
    bench.source.lists([row(`${vendor}/model-0`, { prompt: 'oops' }), ...many().slice(1)]);
    expect((await sync()).body).toMatchObject({ vanished: 0, skipped: 1 });
  });

  it('are deprecated up to their last day and gone after it', async () => {
    const ends = (day: string) => [row(`${vendor}/one`, {}, { expiration_date: day })];
    bench.source.lists(ends('2999-01-01'));
    await sync();
    expect(await bench.model(`${vendor}/one`)).toMatchObject({ state: 'deprecated', is_callable: true });
    bench.source.lists(ends('2020-01-01'));
    await sync();
    expect(await bench.model(`${vendor}/one`)).toMatchObject({ state: 'gone', problem: 'gone' });
    expect((await bench.sync()).body).toMatchObject({ returned: 0, updated: 0 });
  });
});

describe('answers that are none', () => {
  beforeEach(async () => {
    bench.source.lists(many());
    await sync();
  });

  it.each<[string, () => void, RegExp]>([
    ['no models', () => bench.source.lists([]), /no model/],
    ['only rows that cannot be read', () => bench.source.lists([{ id: 7 }]), /no model/],
    ['half of one', () => bench.source.sends('{"data":[{"id":"a/b"'), /half of it/],
    ['another thing', () => bench.source.sends('{"models":[]}'), /no page of a catalog/],
    ['a refusal', () => bench.source.sends('{}', { status: 403 }), /status 403/],
    ['a failure that stays', () => bench.source.sends('{}', { status: 503 }), /status 503/],
    ['a second page that fails', () => bench.source.pages([rows(2), undefined], 4), /status 500/],
    [
      'a next page elsewhere',
      () => bench.source.lists(rows(2), { links: { next: 'http://127.0.0.2/models' } }),
      /elsewhere/,
    ],
    [
      'pages without an end',
      () => bench.source.lists(rows(2), { links: { next: '/api/v1/models' } }),
      /do not end/,
    ],
  ])('502 and nothing changes: %s', async (_name, misbehave, reason) => {
    misbehave();
    const { status, body } = await sync();
    expect({ status, message: body.message }).toEqual({
      status: 502,
      message: expect.stringMatching(reason),
    });
    expect(await bench.model(`${vendor}/model-0`)).toMatchObject({ state: 'active', is_callable: true });
    const { body: runs } = await bench.admin.get<Page<{ state: string }>>(
      '/api/llm-models/sync-runs?per_page=1',
    );
    expect(runs.data[0]).toMatchObject({ state: 'failed', error: expect.stringMatching(reason) });
  });

  it('tries again when waiting can help', async () => {
    let tries = 0;
    bench.source.answers((_request, response) => {
      tries += 1;
      if (tries < 3) response.writeHead(tries === 1 ? 429 : 500).end();
      else response.writeHead(200).end(JSON.stringify({ data: many() }));
    });
    expect((await sync()).body).toMatchObject({ unchanged: 12 });
    expect(tries).toBe(3);
  });
});
