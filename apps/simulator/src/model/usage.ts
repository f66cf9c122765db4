import type { Script } from '../script/script.schema.js';
import type { CacheUse } from './prompt-cache.js';

/** What a turn used, whichever way a dialect writes it. `input` is the whole prompt, cached or not. */
export interface Usage extends CacheUse {
  readonly input: number;
  readonly output: number;
  readonly reasoning: number;
}

interface Counted {
  readonly input: number;
  readonly output: number;
  readonly reasoning: number;
  readonly cache: CacheUse;
}

/** The usage to report: what was counted, or what the script says instead; the parts never exceed the prompt. */
export function usageOf(counted: Counted, script: Script): Usage {
  const input = script.in ?? counted.input;
  const cacheRead = Math.min(script.cached ?? counted.cache.cacheRead, input);
  const cacheWrite1h =
    script.cachewrite === undefined ? Math.min(counted.cache.cacheWrite1h, input - cacheRead) : 0;
  const cacheWrite5m = Math.min(
    script.cachewrite ?? counted.cache.cacheWrite5m,
    input - cacheRead - cacheWrite1h,
  );
  return {
    input,
    cacheRead,
    cacheWrite5m,
    cacheWrite1h,
    output: counted.output,
    reasoning: counted.reasoning,
  };
}

/** The same usage in the middle of the stream, when only so much has been said. */
export function usageSoFar(usage: Usage, output: number): Usage {
  return { ...usage, output: Math.min(output, usage.output), reasoning: Math.min(output, usage.reasoning) };
}
