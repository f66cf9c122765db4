import type { LanguageModelV4Usage } from '@ai-sdk/provider';
import type { PriceKind, Usage } from '@onegate/models';
import type { ReadUsage } from '../wire.js';
import { rawUsage } from './raw-usage.js';

type Counts = Partial<Record<PriceKind, number>>;

/**
 * The token counts of an answer in our kinds, which do not overlap. The packages give sums that all providers have; what
 * only some tell, and charge apart, is taken out of those sums by the provider's own words.
 */
export const readUsage: ReadUsage = (usage) => {
  const said = rawUsage(usage.raw);
  const cacheWrite = said.cacheWrite ?? usage.inputTokens.cacheWrite ?? 0;
  const cachedRead = said.cachedRead ?? (usage.inputTokens.cacheRead || said.cachedApart);
  const counts: Counts = {
    input: said.input ?? inputOf(usage, cachedRead + cacheWrite),
    cached_read: cachedRead,
    cache_write: cacheWrite,
    output: said.output ?? usage.outputTokens.total ?? 0,
    web_search: said.searches,
  };
  move(counts, 'output', 'reasoning', usage.outputTokens.reasoning ?? said.reasoning);
  move(counts, 'cache_write', 'cache_write_1h', said.cacheWrite1h);
  move(counts, 'cached_read', 'cached_audio', said.cachedAudio);
  move(counts, 'input', 'audio', said.audio);
  move(counts, 'output', 'audio_output', said.audioOutput);
  return positive(counts);
};

/** Whether the provider counted at all: some streams end without. */
export function isCounted({ inputTokens, outputTokens }: LanguageModelV4Usage): boolean {
  return inputTokens.total !== undefined || outputTokens.total !== undefined;
}

/** Not all packages take what was written to a cache off what was read anew. */
function inputOf({ inputTokens }: LanguageModelV4Usage, cached: number): number {
  if (inputTokens.total !== undefined) return inputTokens.total - cached;
  return inputTokens.noCache ?? 0;
}

/** No more than there is: a provider's details do not always add up. */
function move(counts: Counts, from: PriceKind, to: PriceKind, amount: number): void {
  const moved = Math.min(Math.max(counts[from] ?? 0, 0), amount);
  counts[from] = (counts[from] ?? 0) - moved;
  counts[to] = (counts[to] ?? 0) + moved;
}

function positive(counts: Counts): Usage {
  return Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0));
}
