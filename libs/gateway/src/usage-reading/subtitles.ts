import type { Usage } from '@onegate/models';
import { audioTokensPerSecond } from './usage-of-media.js';

/** When a line is over, in SubRip and WebVTT: `--> 00:01:02,345`, `--> 01:02.345`. */
const lineEnd = /-->[ \t]*(?:(\d{1,4}):)?(\d{2}):(\d{2})[.,](\d{3})/g;

/** How much sound subtitles are of, to their last line; nothing where there is none. */
export function soundOf(subtitles: string): Usage {
  const last = [...subtitles.matchAll(lineEnd)].at(-1);
  if (last === undefined) return {};
  const [hours = 0, minutes = 0, seconds = 0, millis = 0] = last
    .slice(1)
    .map((digits) => Number(digits ?? 0));
  const length = hours * 3_600 + minutes * 60 + seconds + millis / 1_000;
  return { audio: Math.ceil(length * audioTokensPerSecond) };
}
