import type { PriceKind, Usage } from '@onegate/models';
import { countOf } from './wire-values.js';

/** A prompt in the way of OpenAI: one total, and how much of it was of which kind. */
export interface PromptTotals {
  readonly total: number;
  readonly cachedRead?: number;
  readonly cacheWrite?: number;
  readonly cacheWrite1h?: number;
  readonly audio?: number;
  readonly image?: number;
  /** Of `cachedRead`, where it is told. */
  readonly cachedAudio?: number;
  readonly cachedImage?: number;
}

/** An answer in the same way. */
export interface AnswerTotals {
  readonly total: number;
  readonly reasoning?: number;
  readonly audio?: number;
  readonly image?: number;
}

/**
 * Splits totals into our kinds, which do not overlap and add up to the totals. What was read from a cache may have been
 * text or not: where nothing says what, it is taken for text as long as there is some.
 */
export function promptUsage(prompt: PromptTotals): Usage {
  const { total, audio = 0, image = 0 } = prompt;
  const left = { text: total, audio: 0, image: 0 };
  left.audio = takeFrom(left, ['text'], audio);
  left.image = takeFrom(left, ['text'], image);
  const read = believable(prompt.cachedRead, total);
  const heard = takeFrom(left, ['audio'], Math.min(read, prompt.cachedAudio ?? 0));
  const seen = takeFrom(left, ['image'], Math.min(read - heard, prompt.cachedImage ?? 0));
  const cached = seen + takeFrom(left, ['text', 'image'], read - heard - seen);
  const cachedAudio = heard + takeFrom(left, ['audio'], read - heard - cached);
  const written1h = takeFrom(left, ['text', 'image', 'audio'], believable(prompt.cacheWrite1h, total));
  const written = takeFrom(left, ['text', 'image', 'audio'], believable(prompt.cacheWrite, total));
  return withoutZeros({
    input: left.text,
    cached_read: cached,
    cached_audio: cachedAudio,
    cache_write: written,
    cache_write_1h: written1h,
    audio: left.audio,
    image_token: left.image,
  });
}

export function answerUsage({ total, reasoning = 0, audio = 0, image = 0 }: AnswerTotals): Usage {
  const left = { text: total };
  const spoken = takeFrom(left, ['text'], audio);
  const drawn = takeFrom(left, ['text'], image);
  const thought = takeFrom(left, ['text'], reasoning);
  return withoutZeros({ output: left.text, reasoning: thought, audio_output: spoken, image_output: drawn });
}

/** Input and output are always said; of the other kinds those that were used. */
export function mergedUsage(...parts: readonly Usage[]): Usage {
  const merged: Partial<Record<PriceKind, number>> = { input: 0, output: 0 };
  for (const part of parts) {
    for (const [kind, units] of Object.entries(part) as [PriceKind, number | bigint][]) {
      merged[kind] = (merged[kind] ?? 0) + Number(units);
    }
  }
  return merged;
}

/** One kind, where it was used. */
export function used(kind: PriceKind, told: unknown): Usage {
  const units = countOf(told);
  return units > 0 ? { [kind]: units } : {};
}

/** More cached than there was of prompt cannot be a part of it: then all is charged as what was not cached. */
function believable(part: number | undefined, total: number): number {
  return part !== undefined && part <= total ? part : 0;
}

function takeFrom<Pool extends string>(
  left: Record<Pool, number>,
  pools: readonly Pool[],
  wanted: number,
): number {
  let taken = 0;
  for (const pool of pools) {
    const part = Math.min(left[pool], wanted - taken);
    left[pool] -= part;
    taken += part;
  }
  return taken;
}

function withoutZeros(usage: Usage): Usage {
  return Object.fromEntries(Object.entries(usage).filter(([, units]) => Number(units) > 0));
}
