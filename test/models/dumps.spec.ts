import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { ModelsService } from '@onegate/models';
import { Database } from '@onegate/platform';
import { catalogBench, type CatalogBench, type Page } from './catalog-bench.ts';
import type { SourceRow } from './catalog-source.ts';
import { describeWithDumps, dump, dumpNames, dumpOf } from './shared-dumps.ts';
import { nativeNames } from './native-names.ts';

let bench: CatalogBench;

beforeEach(async () => {
  bench = await catalogBench();
});
afterEach(() => bench.installation.close());

interface Stored {
  readonly slug: string;
  readonly source: string;
  readonly state: string;
  readonly raw: unknown;
  readonly name: string;
  readonly context_length: number | null;
  readonly max_output_tokens: number | null;
  readonly supported_parameters: string[];
  readonly prices: Record<string, string> | null;
  readonly unknown_prices: string[];
}

interface Change {
  readonly id: number;
  readonly model: string;
  readonly reasons: string[];
}

const today = new Date().toISOString().slice(0, 10);
const isOver = ({ expiration_date: day }: SourceRow) => typeof day === 'string' && day < today;

/** Written down here once more, apart from the code that is on trial. */
const kindOf: Record<string, string> = {
  prompt: 'input',
  completion: 'output',
  request: 'request',
  image: 'image',
  audio: 'audio',
  input_audio_cache: 'cached_audio',
  web_search: 'web_search',
  internal_reasoning: 'reasoning',
  input_cache_read: 'cached_read',
  input_cache_write: 'cache_write',
  input_cache_write_1h: 'cache_write_1h',
};

/** The text of the price as it is listed, less the zeros at its end: nothing is rounded. */
const plain = (text: unknown) =>
  String(text)
    .replace(/(\.\d*?)0+$/, '$1')
    .replace(/\.$/, '');

function pricesToldBy({ pricing }: SourceRow): Record<string, string> {
  const told = Object.entries(pricing).filter(([, price]) => !String(price).startsWith('-'));
  return Object.fromEntries(
    told
      // Reasoning that costs nothing beside output that does costs what output does.
      .filter(([key, price]) => key !== 'internal_reasoning' || price !== '0' || pricing.completion === '0')
      .map(([key, price]) => [kindOf[key] ?? key, plain(price)]),
  );
}

async function stored(): Promise<Map<string, Stored>> {
  const rows = await bench.app.get(Database).query<Stored>(
    `select m.slug, m.source, m.state, m.raw, m.name, m.context_length, m.max_output_tokens,
       m.supported_parameters, m.unknown_prices, v.prices
     from models m left join price_versions v on v.model_id = m.id and v.effective_to is null`,
  );
  return new Map(rows.map((row) => [row.slug, row]));
}

async function heldBack(): Promise<Change[]> {
  const { body } = await bench.admin.get<Page<Change>>('/api/llm-models/price-changes?per_page=100');
  expect(body.data).toHaveLength(body.total);
  return body.data;
}

async function confirmAll(): Promise<void> {
  for (const { id } of await heldBack())
    expect((await bench.admin.post(`/api/llm-models/price-changes/${id}/confirm`)).status).toBe(200);
}

/** What a model says of itself, as it is kept. */
function kept({ raw, name, context_length, max_output_tokens, supported_parameters, state }: Stored) {
  return { raw, name, context_length, max_output_tokens, supported_parameters, isGone: state === 'gone' };
}

function told(row: SourceRow) {
  const { max_completion_tokens: most = null } = row.top_provider as {
    max_completion_tokens?: number | null;
  };
  return {
    raw: row,
    name: row.name,
    context_length: row.context_length,
    max_output_tokens: most,
    supported_parameters: row.supported_parameters,
    isGone: isOver(row),
  };
}

describeWithDumps('each list that OpenRouter gave', () => {
  it.each(dumpNames)('%s imports without loss: every row, every field, every digit', async (name) => {
    const listed = dump(name);
    bench.source.lists(listed);
    const started = performance.now();
    const { status, body } = await bench.sync();
    expect(performance.now() - started).toBeLessThan(3_000);
    expect({ status, body }).toMatchObject({
      status: 200,
      body: { received: listed.length, skipped: 0, vanished: 0, vanished_held_back: 0 },
    });
    expect(Number(body.created) + Number(body.updated)).toBe(listed.length);
    expect(body.output.join('\n')).not.toContain('without a meaning');
    await confirmAll();

    const catalog = await stored();
    for (const row of listed) {
      const model = catalog.get(row.id);
      expect(model && kept(model)).toEqual(told(row));
      expect([row.id, model?.prices ?? {}]).toEqual([row.id, pricesToldBy(row)]);
    }
    const unknown = listed.filter(({ pricing }) => Object.values(pricing).some((price) => price === '-1'));
    expect(
      [...catalog.values()]
        .filter((one) => one.unknown_prices.length > 0)
        .map(({ slug }) => slug)
        .toSorted(),
    ).toEqual(unknown.map(({ id }) => id).toSorted());
    expect((await bench.sync()).body).toMatchObject({ unchanged: listed.length, prices_written: 0 });
  });

  it.each(dumpNames)('%s leaves each name of the native document its model', async (name) => {
    bench.source.lists(dump(name));
    await bench.sync();
    const models = bench.app.get(ModelsService);
    for (const [native, slug] of nativeNames)
      expect([native, (await models.resolve(native))?.slug]).toEqual([native, slug]);
  });
});

describeWithDumps('the lists of 2 March, 10 March and 15 July 2026', () => {
  it('spot checks: prices to the last digit', async () => {
    bench.source.lists(dumpOf('2026-03-10'));
    await bench.sync();
    await confirmAll();
    const prices = async (slug: string) => (await bench.model(slug))?.price?.prices;
    expect(await prices('openai/gpt-5.4')).toMatchObject({ input: '0.0000025', output: '0.000015' });
    expect(await prices('minimax/minimax-m2.1')).toEqual({
      input: '0.00000027',
      output: '0.00000095',
      cached_read: '0.0000000290000007',
    });
    expect(await prices('qwen/qwen-turbo')).toEqual({
      input: '0.0000000325',
      output: '0.00000013',
      cached_read: '0.0000000065',
    });
    expect(await prices('openai/gpt-4o-search-preview')).toMatchObject({ web_search: '0.035' });
    expect(await bench.model('openrouter/auto')).toMatchObject({
      is_callable: false,
      problem: 'price_unknown',
    });
  });

  it('a week’s drift: what is new comes, what is missing goes and returns, a leap waits for a person', async () => {
    const [before, after] = [dumpOf('2026-03-02'), dumpOf('2026-03-10')];
    bench.source.lists(before);
    await bench.sync();
    await confirmAll();

    bench.source.lists(after);
    const { body } = await bench.sync();
    const was = new Map(before.map((row) => [row.id, row]));
    const is = new Map(after.map((row) => [row.id, row]));
    const missing = before.filter((row) => !is.has(row.id) && !isOver(row)).map(({ id }) => id);
    const moved = after.filter((row) => {
      const former = was.get(row.id);
      return former && JSON.stringify(former.pricing) !== JSON.stringify(row.pricing);
    });
    const leaps = ['meta-llama/llama-3.2-3b-instruct', 'qwen/qwen3-235b-a22b-thinking-2507'];
    expect({ missing: missing.length, moved: moved.length }).toEqual({ missing: 2, moved: 25 });
    expect(body).toMatchObject({ received: 346, skipped: 0, vanished: 2, prices_held_back: leaps.length });

    const held = await heldBack();
    expect(held.map(({ model }) => model).toSorted()).toEqual(leaps);
    const reasons = Object.fromEntries(held.map((change) => [change.model, change.reasons.join('; ')]));
    expect(reasons['meta-llama/llama-3.2-3b-instruct']).toContain('more than tenfold');
    expect(reasons['qwen/qwen3-235b-a22b-thinking-2507']).toContain('to or from zero');
    const catalog = await stored();
    for (const { id, pricing } of moved) {
      const inForce = leaps.includes(id) ? was.get(id) : { id, pricing };
      expect([id, catalog.get(id)?.prices]).toEqual([id, inForce && pricesToldBy(inForce)]);
    }
    for (const id of missing) expect(catalog.get(id)?.state).toBe('inactive');

    bench.source.lists(before);
    // Also those whose last day the later list named: the earlier one knows none.
    const ended = before.filter((row) => {
      const later = is.get(row.id);
      return !isOver(row) && later && isOver(later);
    });
    expect((await bench.sync()).body).toMatchObject({ returned: missing.length + ended.length });
    expect(await heldBack()).toEqual([]);
    for (const row of before) expect((await stored()).get(row.id)?.prices ?? {}).toEqual(pricesToldBy(row));
  });

  it('the newest keys: what has a meaning is kept under it, the rest with the row, and clients see both', async () => {
    const listed = dumpOf('2026-07-15');
    bench.source.lists(listed);
    await bench.sync();
    await confirmAll();
    expect(listed.some(({ pricing }) => 'input_cache_write_1h' in pricing)).toBe(true);
    for (const row of listed.filter((one) => !isOver(one))) {
      const { body } = await bench.call.get<{ data: SourceRow }>(`/api/v1/models/${row.id}`);
      const { pricing, knowledge_cutoff, reasoning, supported_voices, default_parameters } = row;
      const rest = {
        knowledge_cutoff,
        supported_voices,
        default_parameters,
        ...(reasoning ? { reasoning } : {}),
      };
      expect(body.data).toMatchObject(rest);
      expect(Object.keys(body.data.pricing).toSorted()).toEqual(Object.keys(pricing).toSorted());
      for (const [key, price] of Object.entries(pricing)) expect(body.data.pricing[key]).toBe(plain(price));
    }
  });
});
