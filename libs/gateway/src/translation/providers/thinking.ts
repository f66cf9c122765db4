import type { LanguageModelV4CallOptions } from '@ai-sdk/provider';
import type { CallHints } from '../neutral/hints.js';
import type { Dialect } from './dialect.js';

type Effort = NonNullable<LanguageModelV4CallOptions['reasoning']>;

/** How much a model is to think, and how much it may write after that. */
export interface Thinking {
  readonly reasoning: Effort | undefined;
  readonly budget: number | undefined;
  readonly maxOutputTokens: number | undefined;
}

export interface ThinkingModel {
  readonly dialect: Dialect;
  /** Claude models that think as long as they see fit, by effort; earlier ones want a number of tokens. */
  readonly thinksByEffort: boolean;
}

/** Those that are told a number of tokens; the others are told an effort. */
const budgeted: ReadonlySet<Dialect> = new Set(['anthropic', 'google', 'bedrock', 'cohere', 'fireworks']);

/** The efforts next to numbers of tokens, for those who know only the one of a client who said the other. */
const effortsByBudget: readonly (readonly [number, Effort])[] = [
  [1_024, 'minimal'],
  [4_096, 'low'],
  [16_384, 'medium'],
  [32_768, 'high'],
];

/** Which part of the output an effort is, where a number of tokens is wanted. */
const shareOfOutput: Readonly<Partial<Record<Effort, number>>> = {
  minimal: 0.1,
  low: 0.2,
  medium: 0.5,
  high: 0.8,
  xhigh: 0.9,
  max: 0.95,
};

/** The least that Claude thinks, if it thinks. */
const leastBudget = 1_024;

/** What a client wants of thinking, as the model takes it. */
export function thinkingFor(
  options: LanguageModelV4CallOptions,
  hints: CallHints,
  model: ThinkingModel,
): Thinking {
  const asked = {
    reasoning: options.reasoning,
    budget: hints.thinkingBudget,
    maxOutputTokens: options.maxOutputTokens,
  };
  if (asked.budget === 0) return { ...asked, reasoning: 'none', budget: undefined };
  if (asked.budget !== undefined && !budgeted.has(model.dialect))
    return { ...asked, reasoning: asked.reasoning ?? effortOf(asked.budget), budget: undefined };
  return countsApart(model) ? withinOutput(asked) : asked;
}

function countsApart({ dialect, thinksByEffort }: ThinkingModel): boolean {
  return (dialect === 'anthropic' || dialect === 'bedrock') && !thinksByEffort;
}

function effortOf(budget: number): Effort {
  return effortsByBudget.find(([upTo]) => budget <= upTo)?.[1] ?? 'xhigh';
}

/**
 * The packages for Claude add the thoughts to the longest answer, but what a client may use at most was reserved for
 * both: so the thoughts are taken off it here. Where it is too short for any thought there are none.
 */
function withinOutput({ reasoning, budget, maxOutputTokens }: Thinking): Thinking {
  const share = reasoning && shareOfOutput[reasoning];
  if (maxOutputTokens === undefined || (budget === undefined && share === undefined))
    return { reasoning, budget, maxOutputTokens };
  const wanted = budget ?? Math.floor(maxOutputTokens * (share ?? 0));
  const most = maxOutputTokens - 1;
  if (most < leastBudget) return { reasoning: undefined, budget: undefined, maxOutputTokens };
  const granted = Math.min(most, Math.max(leastBudget, wanted));
  return { reasoning: undefined, budget: granted, maxOutputTokens: maxOutputTokens - granted };
}
