import type { CatalogModel } from '@onegate/models';
import type { CallAsk } from './admission.js';

const writingOperations = new Set<CallAsk['operation']>([
  'chat',
  'responses',
  'messages',
  'native',
  'completions',
]);

/** How long the answer may be. */
export interface OutputLimit {
  readonly tokens: number;
  /** Whether somebody has to be told, because neither the client nor the model says so. */
  readonly mustBeTold: boolean;
}

/** What was asked for, but no more than the longest that any of the models gives. */
export function outputLimit(
  { operation, estimate, models }: Pick<CallAsk, 'operation' | 'estimate' | 'models'>,
  defaultTokens: number,
): OutputLimit {
  if (!writingOperations.has(operation)) return { tokens: 0, mustBeTold: false };
  const longest = longestOf(models);
  const asked = estimate.maxOutputTokens;
  if (asked === null) return { tokens: longest ?? defaultTokens, mustBeTold: longest === null };
  return { tokens: Math.max(0, Math.min(asked, longest ?? asked)), mustBeTold: false };
}

/** `null` where one of them does not say. */
function longestOf(models: readonly CatalogModel[]): number | null {
  return models.reduce<number | null>(
    (most, { maxOutputTokens }) =>
      most === null || maxOutputTokens === null ? null : Math.max(most, maxOutputTokens),
    0,
  );
}
