import type { PromptPart } from './prompt.js';

export interface Tool {
  readonly name: string;
  readonly parameters: unknown;
}

/** Whether the model may, must or must not call a tool; a name means that one. */
export type ToolChoice = 'auto' | 'required' | 'none' | { readonly name: string };

/** What a request asks of the model, whichever provider's words it used. */
export interface Ask {
  readonly prompt: readonly PromptPart[];
  /** The last thing the user said; the answer quotes its beginning. */
  readonly question: string;
  /** The last message carries a tool's result, so the model talks about it instead of calling again. */
  readonly answersTool: boolean;
  readonly seed: number | undefined;
  readonly tools: readonly Tool[];
  readonly toolChoice: ToolChoice;
  readonly parallelTools: boolean;
  /** The answer must be JSON that follows this schema. */
  readonly jsonSchema: unknown;
  readonly maxOutput: number | undefined;
  readonly stop: readonly string[];
  /** Tokens of thought the request asks for. */
  readonly reasoning: number;
  readonly choices: number;
  /** OpenAI caches long prompts by itself; Anthropic caches what is marked. */
  readonly caching: 'automatic' | 'marked' | 'none';
}

/** An ask for no words at all, whose input is only counted. */
export function askToCount(prompt: readonly PromptPart[]): Ask {
  return {
    prompt,
    question: '',
    answersTool: false,
    seed: undefined,
    tools: [],
    toolChoice: 'none',
    parallelTools: false,
    jsonSchema: undefined,
    maxOutput: undefined,
    stop: [],
    reasoning: 0,
    choices: 0,
    caching: 'none',
  };
}

/** Null and absent mean the same in every dialect. */
export function given<T>(value: T | null | undefined): T | undefined {
  return value ?? undefined;
}

const effortTokens: Readonly<Record<string, number>> = {
  none: 0,
  minimal: 16,
  low: 32,
  medium: 64,
  high: 128,
  xhigh: 256,
  max: 256,
};

/** Tokens of thought for a reasoning effort; no effort named means no thought. */
export function reasoningFor(effort: string | null | undefined): number {
  return effort === null || effort === undefined ? 0 : (effortTokens[effort] ?? 64);
}
