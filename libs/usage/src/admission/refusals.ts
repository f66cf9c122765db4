import { toUsdFloat, toUsdText, type Failure } from '@onegate/platform';
import type { HoldRefusal, RateLimits, ShortOfMoney } from '../holds/hold-ask.js';
import type { ToldLimit } from '../limits/call-limits.js';
import {
  budgetUsedUp,
  insufficientCredits,
  keyQuotaUsedUp,
  tooManyAtOnce,
  tooManyRequests,
  tooManyTokens,
} from './admission.errors.js';
import { limitHeaders, retryAfter } from './limit-headers.js';

/** What helps only when somebody acts is not to be tried again. */
const final = { 'x-should-retry': 'false' };
/** Money that is held for calls under way is mostly free again in a moment. */
const heldRetryMillis = 1_000;

interface Circumstances {
  readonly rates: RateLimits | null;
  readonly spendLimits: readonly ToldLimit[];
  readonly minimumNano: bigint;
}

/** The refusal in words, with what was in the way, what is left of it, and when to try again. */
export function refusalOf(refusal: HoldRefusal, at: Circumstances): Failure {
  switch (refusal.kind) {
    case 'busy':
      return tooManyAtOnce({ limit: refusal.limit }, { headers: retryAfter(1_000) });
    case 'requests': {
      const { requestsPerMinute: limit } = at.rates ?? {};
      return tooManyRequests(...tooMany(limit ?? 0, { ...refusal, left: 0 }, 'requests', at));
    }
    case 'tokens':
      return tooManyTokens(...tooMany(at.rates?.tokensPerMinute ?? 0, refusal, 'tokens', at));
    case 'money':
      return shortOfMoney(refusal, at);
  }
}

function tooMany(
  limit: number,
  { waitMillis, left }: { readonly waitMillis: number; readonly left: number },
  what: 'requests' | 'tokens',
  { rates }: Circumstances,
) {
  const only = rates && {
    ...rates,
    requestsPerMinute: what === 'requests' ? limit : null,
    tokensPerMinute: what === 'tokens' ? limit : null,
  };
  const told = limitHeaders(only, { requestsLeft: left, tokensLeft: left, resetMillis: waitMillis });
  const seconds = Math.max(1, Math.ceil(waitMillis / 1000));
  return [{ limit, seconds }, { headers: { ...told, ...retryAfter(waitMillis) } }] as const;
}

function shortOfMoney(short: ShortOfMoney, at: Circumstances): Failure {
  const limit = at.spendLimits.find(({ name }) => name === short.scope);
  const retry = short.heldNano > 0n ? { ...retryAfter(heldRetryMillis), 'x-should-retry': 'true' } : final;
  if (!limit) return emptyAccount(short, at, retry);
  const { limit: limitNano, whose, period } = limit;
  const resetsAt = short.freesAt ?? limit.resetsAt;
  const values = { spent: toUsdText(short.spentNano), limit: toUsdText(limitNano) };
  const details = {
    limit_scope: whose,
    budget_period: period,
    limit_usd: toUsdFloat(limitNano),
    spent_usd: toUsdFloat(short.spentNano),
    remaining_usd: toUsdFloat(short.leftNano > 0n ? short.leftNano : 0n),
    resets_at: resetsAt === null ? null : new Date(resetsAt).toISOString(),
  };
  const context = { details, headers: retry };
  return whose === 'key' ? keyQuotaUsedUp(values, context) : budgetUsedUp({ ...values, whose }, context);
}

/** The balance without what is held: that is what people see on their account. */
function emptyAccount(
  { leftNano, heldNano }: ShortOfMoney,
  { minimumNano }: Circumstances,
  headers: Record<string, string>,
): Failure {
  const details = {
    current_balance: toUsdFloat(leftNano + heldNano),
    held: toUsdFloat(heldNano),
    minimum_balance: toUsdFloat(minimumNano),
  };
  return insufficientCredits({ details, headers });
}
