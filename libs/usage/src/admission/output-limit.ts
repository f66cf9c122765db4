import type { CatalogModel } from '@onegate/models';
import type { CallAsk, CallEstimate } from './admission.js';

const writingOperations = new Set<CallAsk['operation']>([
  'chat',
  'responses',
  'messages',
  'native',
  'completions',
]);

/** How much may be written. */
export interface OutputLimit {
  /** In all answers. */
  readonly tokens: number;
  readonly answers: number;
  /** Whether somebody has to be told, because neither the client nor the model says so. */
  readonly mustBeTold: boolean;
}

/** What was asked for, but no more than the longest that any of the models gives. */
export function outputLimit(
  { operation, estimate, models }: Pick<CallAsk, 'operation' | 'estimate' | 'models'>,
  defaultTokens: number,
): OutputLimit {
  if (!writingOperations.has(operation)) return { tokens: 0, answers: 1, mustBeTold: false };
  const { maxOutputTokens: asked, answers = 1 } = estimate;
  const longest = longestOf(models);
  const each =
    asked === null
      ? (longest ?? fitting(defaultTokens, estimate, models))
      : Math.max(0, Math.min(asked, longest ?? asked));
  return { tokens: inAll(each, answers), answers, mustBeTold: asked === null && longest === null };
}

/** How much the client asked for in all answers; `null` leaves it to the model. */
export function outputAsked({ maxOutputTokens, answers = 1 }: CallEstimate): number | null {
  return maxOutputTokens === null ? null : inAll(maxOutputTokens, answers);
}

/** `null` where one of them does not say. */
function longestOf(models: readonly CatalogModel[]): number | null {
  return models.reduce<number | null>(
    (most, { maxOutputTokens }) =>
      most === null || maxOutputTokens === null ? null : Math.max(most, maxOutputTokens),
    0,
  );
}

/**
 * Half of what the prompt leaves of the shortest context: providers refuse what would not fit, and the prompt is counted
 * roughly.
 */
function fitting(
  tokens: number,
  { promptTokens }: CallEstimate,
  models: readonly Pick<CatalogModel, 'contextLength'>[],
): number {
  const shortest = Math.min(...models.map(({ contextLength }) => contextLength ?? Infinity));
  return Math.max(1, Math.min(tokens, Math.floor((shortest - promptTokens) / 2)));
}

/** Both are what a client says: their product may be no number that could be reckoned with. */
function inAll(each: number, answers: number): number {
  return Math.min(each * answers, Number.MAX_SAFE_INTEGER);
}
