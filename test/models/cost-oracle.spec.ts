import { describe, expect, it } from '@jest/globals';
import {
  usageOfAnthropic,
  usageOfCohere,
  usageOfConverse,
  usageOfGemini,
  usageOfOpenAi,
} from '@onegate/gateway';
import { costOf, priceAt, type PriceList, type Usage } from '@onegate/models';
import { Decimal, roundToNanoUsd } from '@onegate/platform';
import { oracleTime, priceListOf, providers, usageBodies, type Provider } from './genai-prices.ts';
import {
  litellmKinds,
  litellmModels,
  litellmNano,
  priceListOfLitellm,
  thresholdsOf,
  type LitellmKind,
} from './litellm-prices.ts';

/**
 * The figures are those of the pinned files; `docs/decisions/0024-cost-oracle.md` tells what each class means. A difference
 * that no class explains fails.
 */
const describeWithPrices = process.env.ONEGATE_SHARED_DATA ? describe : describe.skip;

type Json = Readonly<Record<string, unknown>>;

const promptKinds = [
  'input',
  'cached_read',
  'cached_audio',
  'cache_write',
  'cache_write_1h',
  'audio',
  'image_token',
] as const;
const promptOf = (usage: Usage) => promptKinds.reduce((sum, kind) => sum + Number(usage[kind] ?? 0), 0);
const inside = (value: unknown) => (value ?? {}) as Json;

function cost(usage: Usage, list: PriceList) {
  return costOf(usage, priceAt(list, { promptTokens: promptOf(usage), at: oracleTime }));
}

interface Case {
  readonly provider: Provider | undefined;
  readonly flavor: string;
  readonly model: string;
  readonly wire: Json;
  readonly usage: Usage;
  readonly theirs: Decimal;
}

function usageRead(provider: string, flavor: string, wire: Json): Usage {
  if (provider === 'google' && flavor === 'default') return usageOfGemini(wire);
  if (provider === 'aws' && flavor === 'default') return usageOfConverse(wire);
  if (provider === 'cohere') return usageOfCohere(wire);
  const isMessages = flavor === 'anthropic' || (provider === 'anthropic' && flavor === 'default');
  return isMessages ? usageOfAnthropic(wire) : usageOfOpenAi(wire);
}

/** Each usage body with each provider whose rules give it a price. */
function cases(): Case[] {
  const all = providers();
  return usageBodies().flatMap(({ body, model, extracted }) =>
    extracted
      .flatMap(({ extractors }) => extractors)
      .filter((told) => told.input_price !== undefined || told.total_price !== undefined)
      .map((told) => {
        const wire = inside(body.usage ?? body.usageMetadata ?? body.meta);
        const parts = Decimal.of(told.input_price ?? '0').plus(Decimal.of(told.output_price ?? '0'));
        return {
          provider: all.find(({ id }) => id === told.provider_id),
          flavor: told.api_flavor,
          model: String(model ?? body.model ?? body.modelVersion),
          wire,
          usage: usageRead(told.provider_id, told.api_flavor, wire),
          theirs: told.total_price === undefined ? parts : Decimal.of(told.total_price),
        };
      }),
  );
}

interface Doubt {
  readonly one: Case;
  readonly list: PriceList;
  readonly models: Readonly<Record<string, Json>>;
  /** Whether this usage costs what they say. */
  readonly isTheirs: (usage: Usage, prices?: PriceList) => boolean;
}

/** What of a body their rule does not read, or reads by prices that it does not tell: the rest of the cost must be the same. */
const differences: Readonly<Record<string, (doubt: Doubt) => boolean>> = {
  'searches are in their total, not in their price data': ({ one, list }) => {
    const searched = Decimal.of('0.01').times(BigInt(one.usage.web_search ?? 0));
    return !searched.isZero && cost(one.usage, list).exact.plus(searched).equals(one.theirs);
  },
  'their rule for embeddings, on an answer with text': ({ one: { flavor, wire } }) =>
    flavor === 'embeddings' && wire.completion_tokens !== undefined,
  'rounds of compaction and advice beside the totals': ({ one: { wire }, isTheirs }) =>
    Array.isArray(wire.iterations) && isTheirs(usageOfAnthropic({ ...wire, iterations: [] })),
  'their rule does not read cache writes': ({ one, isTheirs }) => {
    const { cache_write: written = 0, input = 0, ...others } = one.usage;
    return !readsWrites(one) && isTheirs({ ...others, input: Number(input) + Number(written) });
  },
  'thoughts that are only in the total': ({ one: { usage }, isTheirs }) => {
    const { reasoning: _thoughts, ...others } = usage;
    return isTheirs(others);
  },
  'pictures have a price of their own in their total (LiteLLM’s), not in their price data': (doubt) => {
    const model = doubt.models[litellmName(doubt.one)];
    return model !== undefined && doubt.isTheirs(doubt.one.usage, priceListOfLitellm(model));
  },
};

function readsWrites({ provider, flavor }: Case): boolean {
  const rules = provider?.extractors?.find((one) => one.api_flavor === flavor)?.mappings ?? [];
  return rules.some(({ dest }) => dest === 'cache_write_tokens');
}

function explain(one: Case, list: PriceList, models: Doubt['models']): string | null {
  const isTheirs = (usage: Usage, prices = list) => cost(usage, prices).exact.equals(one.theirs);
  const names = Object.keys(differences);
  return names.find((name) => differences[name]?.({ one, list, models, isTheirs })) ?? null;
}

function told({ provider, flavor, model, wire, usage, theirs }: Case, list: PriceList | undefined): string {
  const ours = list && cost(usage, list).exact;
  return JSON.stringify({ provider: provider?.id, flavor, model, ours, theirs, wire });
}

describeWithPrices('the cost of real usage, next to genai-prices', () => {
  it('is the same to the last digit, or the difference has a name', () => {
    const classes: Record<string, number> = {};
    const unexplained: string[] = [];
    const models = litellmModels();
    const all = providers();
    for (const one of cases()) {
      const list = one.provider && priceListOf(all, one.provider, one.model);
      const isSame = list !== undefined && cost(one.usage, list).exact.equals(one.theirs);
      const name = isSame
        ? 'same'
        : list
          ? explain(one, list, models)
          : 'a model that is not in their price data';
      if (name === null) unexplained.push(told(one, list));
      else classes[name] = (classes[name] ?? 0) + 1;
      if (isSame) expect(cost(one.usage, list).amount).toBe(roundToNanoUsd(one.theirs));
    }
    expect(unexplained).toEqual([]);
    expect(classes).toEqual({
      same: 2041,
      'their rule for embeddings, on an answer with text': 253,
      'rounds of compaction and advice beside the totals': 12,
      'searches are in their total, not in their price data': 6,
      'pictures have a price of their own in their total (LiteLLM’s), not in their price data': 4,
      'a model that is not in their price data': 4,
      'their rule does not read cache writes': 3,
      'thoughts that are only in the total': 1,
    });
  });
});

const profiles = (model: Json): number[] => [
  0,
  1,
  999,
  31_337,
  ...thresholdsOf(model).flatMap((k) => [k * 1000, k * 1000 + 1]),
];

describeWithPrices('the cost of usage, next to LiteLLM’s prices', () => {
  it('is the same to the nano-dollar for each model, kind and tier', () => {
    let compared = 0;
    for (const [name, model] of Object.entries(litellmModels())) {
      if (typeof model.input_cost_per_token !== 'number' || typeof model.output_cost_per_token !== 'number')
        continue;
      const list = priceListOfLitellm(model);
      for (const prompt of profiles(model)) {
        const usage = usageOfSize(prompt);
        expect({ name, prompt, nano: cost(usage, list).amount }).toEqual({
          name,
          prompt,
          nano: litellmNano(model, usage, prompt),
        });
        compared += 1;
      }
    }
    expect(compared).toBeGreaterThan(10_000);
  });

  it('is that of genai-prices for real usage, where both sources have the same price', () => {
    const models = litellmModels();
    const all = providers();
    const count = { same: 0, 'the sources’ prices differ': 0 };
    for (const one of cases()) {
      const theirs = one.provider && priceListOf(all, one.provider, one.model);
      const model = models[litellmName(one)];
      if (!theirs || !model || one.flavor === 'embeddings') continue;
      const ours = cost(one.usage, priceListOfLitellm(model));
      const isSame = ours.exact.equals(cost(one.usage, theirs).exact);
      if (!isSame)
        expect(pricesUsed(one.usage, theirs)).not.toEqual(pricesUsed(one.usage, priceListOfLitellm(model)));
      count[isSame ? 'same' : 'the sources’ prices differ'] += 1;
    }
    expect(count).toEqual({ same: 1191, 'the sources’ prices differ': 78 });
  });
});

/** A prompt of this size in uneven shares of each kind, and an answer. */
function usageOfSize(prompt: number): Record<LitellmKind, number> {
  const share = Math.floor(prompt / 13);
  const of = Object.fromEntries(litellmKinds.map((kind, index) => [kind, index * 7 + 3])) as Record<
    LitellmKind,
    number
  >;
  const parts = {
    cached_read: share * 4,
    cached_audio: share,
    cache_write: share,
    cache_write_1h: share,
    audio: share,
    image_token: share,
  };
  const input = prompt - Object.values(parts).reduce((sum, part) => sum + part, 0);
  return { ...of, ...parts, input };
}

const prefixes: Readonly<Record<string, string>> = {
  google: 'gemini/',
  mistral: 'mistral/',
  groq: 'groq/',
  deepseek: 'deepseek/',
  cerebras: 'cerebras/',
  openrouter: 'openrouter/',
  azure: 'azure/',
  openai: '',
  anthropic: '',
};

function litellmName({ provider, model }: Pick<Case, 'provider' | 'model'>): string {
  const prefix = prefixes[provider?.id ?? ''];
  return prefix === undefined ? '' : `${prefix}${model}`;
}

function pricesUsed(usage: Usage, list: PriceList): Record<string, string> {
  const lines = cost(usage, list).lines.map(({ kind, price }) => [kind, String(price)] as const);
  return Object.fromEntries(lines);
}
