import type { PriceKind, Usage } from '@onegate/models';
import { answerKinds, promptKinds } from '../cost/charge.js';

/** The counts that people know, made of the kinds that are priced. */
export interface TokenCounts {
  readonly prompt: number;
  readonly completion: number;
  /** Of the prompt, what was read from a cache. */
  readonly cached: number;
  /** Of the completion, what was thought. */
  readonly reasoning: number;
}

export function tokenCounts(usage: Usage): TokenCounts {
  return {
    prompt: sum(usage, promptKinds),
    completion: sum(usage, answerKinds),
    cached: sum(usage, ['cached_read', 'cached_audio']),
    reasoning: sum(usage, ['reasoning']),
  };
}

function sum(usage: Usage, kinds: readonly PriceKind[]): number {
  return kinds.reduce((total, kind) => total + Number(usage[kind] ?? 0), 0);
}
