import type { KeyGrant, Principal, QuotaPeriod } from '@onegate/auth';
import type { CapWindow } from '@onegate/billing';
import type { RateLimits, SpendLimit } from '../holds/hold-ask.js';
import { windowAt, type CapPeriod } from './cap-window.js';
import { periodAt } from './period.js';
import { nameOfScope, type SpendScopeKind } from './spend-scope.js';

/** How much may be spent in a period by somebody on an account. */
export interface Budget {
  /** Whose it is; nobody's is that of the whole account, `each` for everybody a budget of his own. */
  readonly userId: number | 'each' | null;
  readonly limitNano: bigint;
  readonly period: QuotaPeriod | CapPeriod;
}

/** A limit with what a refusal tells of it. */
export interface ToldLimit extends SpendLimit {
  readonly whose: 'key' | 'user' | 'organization';
  readonly period: QuotaPeriod | CapWindow;
  readonly resetsAt: number | null;
}

type Caller = Pick<Principal, 'userId' | 'key'>;

const day = 86_400_000;
/** A call that began in a period ends in it or soon after. */
const laterCallsMillis = 2 * day;
/** What never starts anew is forgotten when nobody has used it for so long, and is read again from Postgres then. */
const unusedMillis = 40 * day;

export function ratesOf(key: KeyGrant | null): RateLimits | null {
  if (!key) return null;
  const { id: keyId, requestsPerMinute, tokensPerMinute, concurrentRequests } = key;
  if (requestsPerMinute === null && tokensPerMinute === null && concurrentRequests === null) return null;
  return { keyId, requestsPerMinute, tokensPerMinute, concurrentRequests };
}

/** The quotas and budgets that a call of this caller counts in at that moment. */
export function spendLimitsOf(
  { userId, key }: Caller,
  budgets: readonly Budget[],
  { at, zone }: { readonly at: number; readonly zone: string },
): ToldLimit[] {
  const limits = new Map<string, ToldLimit>();
  const add = (whose: ToldLimit['whose'], rule: Omit<Budget, 'userId'>, scope: SpendScopeKind): void => {
    const limit = toldLimit(whose, rule, { scope, at, zone });
    const same = limits.get(limit.name);
    limits.set(limit.name, same ? tighter(same, limit) : limit);
  };
  const quota = key?.quotaNanoUsd ?? null;
  if (key && quota !== null) {
    add('key', { limitNano: quota, period: key.quotaPeriod }, { kind: 'key', userId, keyId: key.id });
  }
  for (const budget of budgets) {
    if (budget.userId === null) add('organization', budget, { kind: 'account' });
    else if (budget.userId === 'each' || budget.userId === userId)
      add('user', budget, { kind: 'person', userId });
  }
  return [...limits.values()];
}

function toldLimit(
  whose: ToldLimit['whose'],
  { limitNano, period }: Omit<Budget, 'userId'>,
  { scope, at, zone }: { readonly scope: SpendScopeKind; readonly at: number; readonly zone: string },
): ToldLimit {
  const { start, end } = typeof period === 'string' ? periodAt(period, at, zone) : windowAt(period, at);
  return {
    name: nameOfScope(scope, start),
    limit: limitNano,
    forgetAt: end === null ? at + unusedMillis : end + laterCallsMillis,
    whose,
    period: typeof period === 'string' ? period : period.window,
    resetsAt: end,
  };
}

/** Two that began at the same moment count the same spending, which must be counted once: the lower one binds. */
function tighter(a: ToldLimit, b: ToldLimit): ToldLimit {
  const binding = b.limit < a.limit ? b : a;
  return { ...binding, forgetAt: Math.max(a.forgetAt, b.forgetAt) };
}
