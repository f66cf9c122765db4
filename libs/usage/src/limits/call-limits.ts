import type { KeyGrant, Principal, QuotaPeriod } from '@onegate/auth';
import type { CapWindow } from '@onegate/billing';
import type { RateLimits, SpendLimit } from '../holds/hold-ask.js';
import type { CapPeriod } from './cap-window.js';
import { periodAt } from './period.js';
import { nameOfMoving, nameOfScope, type SpendScopeKind } from './spend-scope.js';

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

interface Rule<Period> {
  readonly limitNano: bigint;
  readonly period: Period;
}

type Caller = Pick<Principal, 'userId' | 'key'>;

const all = { kind: 'account' } as const;
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
  const add = (limit: ToldLimit): void => {
    const same = limits.get(limit.name);
    limits.set(limit.name, same ? tighter(same, limit) : limit);
  };
  const quota = key?.quotaNanoUsd ?? null;
  if (key && quota !== null) {
    const scope = { kind: 'key', userId, keyId: key.id } as const;
    add(toldLimit('key', { limitNano: quota, period: key.quotaPeriod }, { scope, at, zone }));
  }
  for (const { userId: whose, limitNano, period } of budgets) {
    if (whose !== null && whose !== 'each' && whose !== userId) continue;
    if (typeof period !== 'string') add(movingLimit(userId, { limitNano, period }, at));
    else if (whose === null) add(toldLimit('organization', { limitNano, period }, { scope: all, at, zone }));
    else add(toldLimit('user', { limitNano, period }, { scope: { kind: 'person', userId }, at, zone }));
  }
  return [...limits.values()];
}

function toldLimit(
  whose: ToldLimit['whose'],
  { limitNano, period }: Rule<QuotaPeriod>,
  { scope, at, zone }: { readonly scope: SpendScopeKind; readonly at: number; readonly zone: string },
): ToldLimit {
  const { start, end } = periodAt(period, at, zone);
  return {
    name: nameOfScope(scope, start),
    limit: limitNano,
    forgetAt: end === null ? at + unusedMillis : end + laterCallsMillis,
    whose,
    period,
    resetsAt: end,
  };
}

/** Of which Redis says how it stands. */
function movingLimit(userId: number, { limitNano, period }: Rule<CapPeriod>, at: number): ToldLimit {
  return {
    name: nameOfMoving(userId, period, at),
    limit: limitNano,
    forgetAt: at + period.millis + laterCallsMillis,
    whose: 'user',
    period: period.window,
    resetsAt: null,
  };
}

/** Two that began at the same moment count the same spending, which must be counted once: the lower one binds. */
function tighter(a: ToldLimit, b: ToldLimit): ToldLimit {
  const binding = b.limit < a.limit ? b : a;
  return { ...binding, forgetAt: Math.max(a.forgetAt, b.forgetAt) };
}
