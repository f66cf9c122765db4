/** What is summed up, by the column that holds it: how one event `e` counts. */
export const figures = {
  calls: '1',
  failed_calls: `case when e.status in ('failed', 'interrupted') then 1 else 0 end`,
  prompt_tokens: 'e.prompt_tokens',
  completion_tokens: 'e.completion_tokens',
  cached_tokens: 'e.cached_tokens',
  reasoning_tokens: 'e.reasoning_tokens',
  cost_nano: 'e.cost_nano',
  charged_nano: 'e.charged_nano',
  corrected_cost_nano: '0',
  corrected_nano: '0',
  latency_ms: 'e.latency_ms',
  first_tokens: 'case when e.first_token_ms is null then 0 else 1 end',
  first_token_ms: 'coalesce(e.first_token_ms, 0)',
} as const;

/** How a correction `c` counts that was made of an event after it was taken in. */
export const figuresOfCorrection: Readonly<Partial<Record<keyof typeof figures, string>>> = {
  corrected_cost_nano: 'c.cost_change_nano',
  corrected_nano: 'c.change_nano',
};

export const figureNames = Object.keys(figures) as (keyof typeof figures)[];

/**
 * Where sums end, as amounts at nine thousand million dollars. They stop there instead of overflowing, because those of
 * the whole platform have the calls of all accounts in one row: an account that fills it, be it with calls on its own
 * server that nobody is charged for, must not keep the charges of all others out of the books.
 */
const mostSummed = '9000000000000000000';

/** A sum of rows, as an integer again: Postgres makes a decimal of it, with which it reckons several times as long. */
export function summed(what: string): string {
  return `greatest(least(coalesce(sum(${what}), 0), ${mostSummed}), -${mostSummed})::bigint`;
}

/** More added to a sum that is kept; taken from the room that is left first, so that no integer overflows on the way. */
export function plusMore(kept: string, more: string): string {
  return `least(${kept}, ${mostSummed} - ${more}) + ${more}`;
}

/** The same with a decimal, which may be less than nothing. */
export function corrected(kept: string, change: string): string {
  return `greatest(least(${kept} + ${change}::numeric, ${mostSummed}), -${mostSummed})`;
}

const amounts: readonly string[] = [
  'cost_nano',
  'charged_nano',
  'corrected_cost_nano',
  'corrected_nano',
] satisfies (keyof typeof figures)[];

/**
 * Sums of rows as columns of an answer. Amounts are added up as integers and come as text; counts as numbers like those
 * of JavaScript, exact as far as those are: that takes a fifth of the time, and half of a page of statistics is adding up.
 */
export const figureSums = figureNames
  .map((name) =>
    amounts.includes(name)
      ? `coalesce(sum(${name}), 0)::text as ${name}`
      : `coalesce(sum(${name}::float8), 0) as ${name}`,
  )
  .join(', ');

/** What parts are ordered by, the dearest first: what they cost after all corrections. */
export const chargedInAll = 'sum(charged_nano) + sum(corrected_nano)';

/** Written like the sum that is shown, so that it is added up once. */
export const callsInAll = 'sum(calls::float8)';

/** A sum as the database gives it. */
export type FigureRow = Readonly<Record<keyof typeof figures, number | string>>;

/** What calls came to. */
export interface Figures {
  readonly calls: number;
  readonly failedCalls: number;
  readonly promptTokens: number;
  readonly completionTokens: number;
  readonly cachedTokens: number;
  readonly reasoningTokens: number;
  /** The provider's price; this and what was paid with all corrections. */
  readonly costNano: bigint;
  /** What the accounts paid. */
  readonly chargedNano: bigint;
  readonly latencyMs: number;
  readonly firstTokens: number;
  readonly firstTokenMs: number;
}

export const noFigures: Figures = {
  calls: 0,
  failedCalls: 0,
  promptTokens: 0,
  completionTokens: 0,
  cachedTokens: 0,
  reasoningTokens: 0,
  costNano: 0n,
  chargedNano: 0n,
  latencyMs: 0,
  firstTokens: 0,
  firstTokenMs: 0,
};

export function figuresOf(row: FigureRow): Figures {
  return {
    calls: Number(row.calls),
    failedCalls: Number(row.failed_calls),
    promptTokens: Number(row.prompt_tokens),
    completionTokens: Number(row.completion_tokens),
    cachedTokens: Number(row.cached_tokens),
    reasoningTokens: Number(row.reasoning_tokens),
    costNano: BigInt(row.cost_nano) + BigInt(row.corrected_cost_nano),
    chargedNano: BigInt(row.charged_nano) + BigInt(row.corrected_nano),
    latencyMs: Number(row.latency_ms),
    firstTokens: Number(row.first_tokens),
    firstTokenMs: Number(row.first_token_ms),
  };
}

export function sumOf(all: readonly Figures[]): Figures {
  return all.reduce(plus, noFigures);
}

function plus(a: Figures, b: Figures): Figures {
  return {
    calls: a.calls + b.calls,
    failedCalls: a.failedCalls + b.failedCalls,
    promptTokens: a.promptTokens + b.promptTokens,
    completionTokens: a.completionTokens + b.completionTokens,
    cachedTokens: a.cachedTokens + b.cachedTokens,
    reasoningTokens: a.reasoningTokens + b.reasoningTokens,
    costNano: a.costNano + b.costNano,
    chargedNano: a.chargedNano + b.chargedNano,
    latencyMs: a.latencyMs + b.latencyMs,
    firstTokens: a.firstTokens + b.firstTokens,
    firstTokenMs: a.firstTokenMs + b.firstTokenMs,
  };
}
