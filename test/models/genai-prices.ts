import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { PriceKind, PriceList, PriceTable, PriceTier } from '@onegate/models';
import { Decimal } from '@onegate/platform';

/** The open price data of genai-prices, and what its own rules make of real usage bodies: an oracle of both. */

const folder = process.env.ONEGATE_SHARED_DATA ?? '';

const read = (file: string): unknown =>
  JSON.parse(readFileSync(path.join(folder, 'pricing', file)).toString());

interface Match {
  readonly or?: readonly Match[];
  readonly and?: readonly Match[];
  readonly equals?: string;
  readonly starts_with?: string;
  readonly ends_with?: string;
  readonly contains?: string;
  readonly regex?: string;
}

type Figure = number | { readonly base: number; readonly tiers: readonly { start: number; price: number }[] };
type Prices = Readonly<Record<string, Figure>>;
interface Conditional {
  readonly constraint?: {
    readonly start_date?: string;
    readonly start_time?: string;
    readonly end_time?: string;
  };
  readonly prices: Prices;
}
interface Model {
  readonly id: string;
  readonly match: Match;
  readonly prices: Prices | readonly Conditional[];
}
export interface Provider {
  readonly id: string;
  readonly models: readonly Model[];
  readonly fallback_model_providers?: readonly string[];
  readonly extractors?: readonly {
    readonly api_flavor: string;
    readonly mappings: readonly { readonly dest: string }[];
  }[];
}

export interface UsageBody {
  readonly body: Readonly<Record<string, unknown>>;
  readonly model?: string;
  readonly extracted: readonly {
    readonly extractors: readonly {
      readonly provider_id: string;
      readonly api_flavor: string;
      readonly input_price?: string;
      readonly output_price?: string;
      readonly total_price?: string;
    }[];
  }[];
}

export const usageBodies = (): UsageBody[] => read('genai-prices-usages.json') as UsageBody[];
export const providers = (): Provider[] => read('genai-prices-data.json') as Provider[];

/** When the oracle's prices were made, near enough. */
export const oracleTime = new Date('2026-08-15T12:00:00Z');

const kinds: Readonly<Record<string, PriceKind>> = {
  input_mtok: 'input',
  output_mtok: 'output',
  cache_read_mtok: 'cached_read',
  cache_write_mtok: 'cache_write',
  input_audio_mtok: 'audio',
  output_audio_mtok: 'audio_output',
  cache_audio_read_mtok: 'cached_audio',
  requests_kcount: 'request',
};

/** The price of a model at a provider as our price list; none where the data has none. */
export function priceListOf(
  all: readonly Provider[],
  provider: Provider,
  model: string,
): PriceList | undefined {
  const fallbacks = (provider.fallback_model_providers ?? []).flatMap((id) =>
    all.filter((one) => one.id === id),
  );
  const models = [provider, ...fallbacks].flatMap((one) => one.models);
  const found = models.find(({ match }) => holds(match, model.toLowerCase()));
  return found && listOf(found.prices);
}

/** Of prices by date the last that holds at the oracle's time; prices by the hour become tiers. */
function listOf(prices: Model['prices']): PriceList {
  if (!Array.isArray(prices)) return toPriceList(prices as Prices);
  const all = prices as readonly Conditional[];
  const byDate = all.filter(({ constraint }) => !constraint?.start_time && hasBegun(constraint?.start_date));
  const list = toPriceList((byDate.at(-1) ?? all[0])?.prices ?? {});
  return { ...list, tiers: [...list.tiers, ...all.flatMap(tierByHour)] };
}

function hasBegun(date: string | undefined): boolean {
  return date === undefined || new Date(date) <= oracleTime;
}

function tierByHour({ constraint, prices }: Conditional): PriceTier[] {
  const { start_time: start, end_time: end } = constraint ?? {};
  if (!start || !end) return [];
  return [{ utc_start: clock(start), utc_end: clock(end), prices: toPriceList(prices).prices }];
}

const clock = (time: string) => Number(time.slice(0, 5).replace(':', ''));

function toPriceList(prices: Prices): PriceList {
  const table: PriceTable = {};
  const tiers = new Map<number, PriceTier>();
  for (const [name, figure] of Object.entries(prices)) {
    const kind = kinds[name];
    if (kind === undefined) throw new Error(`A price of an unknown kind: ${name}`);
    const scale = name.endsWith('_kcount') ? 3 : 6;
    table[kind] = perUnit(typeof figure === 'number' ? figure : figure.base, scale);
    for (const { start, price } of typeof figure === 'number' ? [] : figure.tiers) {
      const tier = tiers.get(start) ?? { min_prompt_tokens: start, prices: {} };
      tiers.set(start, { ...tier, prices: { ...tier.prices, [kind]: perUnit(price, scale) } });
    }
  }
  const ascending = [...tiers.values()].sort(
    (a, b) => (a.min_prompt_tokens ?? 0) - (b.min_prompt_tokens ?? 0),
  );
  return { prices: table, tiers: ascending, unknown: [], discount: null };
}

function perUnit(price: number, scale: number): string {
  return Decimal.of(price).times(Decimal.scaled(1n, scale)).toString();
}

function holds(match: Match, model: string): boolean {
  if (match.or) return match.or.some((one) => holds(one, model));
  if (match.and) return match.and.every((one) => holds(one, model));
  if (match.equals !== undefined) return model === match.equals.toLowerCase();
  if (match.starts_with !== undefined) return model.startsWith(match.starts_with.toLowerCase());
  if (match.ends_with !== undefined) return model.endsWith(match.ends_with.toLowerCase());
  if (match.contains !== undefined) return model.includes(match.contains.toLowerCase());
  return match.regex !== undefined && new RegExp(match.regex).test(model);
}
