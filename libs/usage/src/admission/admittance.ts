import type { PlacedHold } from '../holds/hold-ask.js';
import type { Budget } from '../limits/call-limits.js';
import type { CallQuote } from './call-quotes.service.js';
import type { OutputLimit } from './output-limit.js';
import { limitHeaders } from './limit-headers.js';

export interface Admittance {
  readonly maxOutputTokens: number | null;
  readonly isClamped: boolean;
  readonly answerLimit: number | null;
  readonly headers: Readonly<Record<string, string>>;
  readonly budgets: readonly Budget[];
}

/** What was granted, with Redis or without it. */
export type Granted = Pick<PlacedHold, 'holdNano' | 'outputTokens'> & Partial<PlacedHold>;

/** What the admitted call and its client are told. */
export function admittanceOf(
  { output, cost, rates, budgets }: CallQuote,
  asked: number | null,
  granted: Granted,
): Admittance {
  const isClamped = granted.outputTokens < output.tokens;
  const maxOutputTokens = isClamped || output.mustBeTold ? granted.outputTokens : asked;
  // Where it costs nothing, such as on an organization's own account, nobody needs to be told.
  const isTold = isClamped || (output.mustBeTold && cost.perTokenPico > 0);
  const left = {
    requestsLeft: granted.requestsLeft ?? null,
    tokensLeft: granted.tokensLeft ?? null,
    resetMillis: granted.resetMillis ?? 0,
  };
  const headers = {
    ...(granted.kind === 'admitted' ? limitHeaders(rates, left) : {}),
    ...(isClamped ? { 'x-onegate-max-tokens-clamped': String(granted.outputTokens) } : {}),
  };
  return {
    maxOutputTokens,
    isClamped,
    answerLimit: isTold ? eachOf(granted, output) : null,
    headers,
    budgets,
  };
}

/** Their share of what is paid for; no provider takes less than a token. */
function eachOf({ outputTokens }: Granted, { answers }: OutputLimit): number {
  return Math.max(1, Math.floor(outputTokens / answers));
}
