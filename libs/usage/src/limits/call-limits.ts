import type { KeyGrant, Principal, QuotaPeriod } from '@onegate/auth';
import type { RateLimits, SpendLimit } from '../holds/hold-ask.js';
import { periodAt } from './period.js';
import { nameOfScope, type SpendScopeKind } from './spend-scope.js';

/** How much may be spent in a period by somebody on an account. */
export interface Budget {
  /** Whose it is; nobody's is that of the whole account. */
  readonly userId: number | null;
  readonly limitNano: bigint;
  readonly period: QuotaPeriod;
}

/** A limit with what a refusal tells of it. */
export interface ToldLimit extends SpendLimit {
  readonly whose: 'key' | 'user' | 'organization';
  readonly period: QuotaPeriod;
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
  const limits: ToldLimit[] = [];
  const add = (whose: ToldLimit['whose'], rule: Omit<Budget, 'userId'>, scope: SpendScopeKind): void => {
    const { start, end } = periodAt(rule.period, at, zone);
    limits.push({
      name: nameOfScope(scope, start),
      limit: rule.limitNano,
      forgetAt: end === null ? at + unusedMillis : end + laterCallsMillis,
      whose,
      period: rule.period,
      resetsAt: end,
    });
  };
  const quota = key?.quotaNanoUsd ?? null;
  if (key && quota !== null) {
    add('key', { limitNano: quota, period: key.quotaPeriod }, { kind: 'key', userId, keyId: key.id });
  }
  for (const budget of budgets) {
    if (budget.userId === null) add('organization', budget, { kind: 'account' });
    else if (budget.userId === userId) add('user', budget, { kind: 'person', userId });
  }
  return limits;
}
