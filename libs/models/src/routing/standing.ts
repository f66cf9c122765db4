import {
  freshRoute,
  minuteMillis,
  monthOf,
  nextMonth,
  usedInWindow,
  type AccountState,
  type Health,
} from './account-state.js';

/** What an administrator allows on an account; none is no limit. */
export interface AccountLimits {
  readonly concurrency: number | null;
  readonly requestsPerMinute: number | null;
  readonly tokensPerMinute: number | null;
  readonly monthlyBudgetNanoUsd: bigint | null;
}

export function isUnlimited(limits: AccountLimits): boolean {
  return Object.values(limits).every((limit) => limit === null);
}

/** What a call asks of an account. */
export interface CallAsk {
  readonly modelId: number;
  /** The most that the call may use, as far as can be told before. */
  readonly tokens: number;
  readonly limits: AccountLimits;
}

/** Why an account cannot take a call now. */
export type Hindrance =
  'cooling_down' | 'being_probed' | 'exhausted' | 'busy' | 'requests' | 'tokens' | 'budget';

export interface Hindered {
  readonly free: false;
  readonly why: Hindrance;
  /** When it is worth another look; `null` when nobody can say. */
  readonly until: number | null;
}

export type Standing = { readonly free: true; readonly isProbe: boolean } | Hindered;

/** Whether the account can take the call. The script that takes the place decides the same, in the same order. */
export function standingOf(state: AccountState, ask: CallAsk, now: number): Standing {
  const route = state.routes.get(ask.modelId) ?? freshRoute;
  return (
    sick(state.health, now) ??
    sick(route.health, now) ??
    exhausted(route.blockedUntil, now) ??
    full(state, ask.limits) ??
    beyondMinute(state, ask, now) ??
    beyondBudget(state, ask.limits, now) ?? {
      free: true,
      isProbe: state.health.until > 0 || route.health.until > 0,
    }
  );
}

function sick(health: Health, now: number): Hindered | null {
  if (health.until === 0) return null;
  if (now < health.until) return hindered('cooling_down', health.until);
  return health.probe !== null && health.probeUntil > now
    ? hindered('being_probed', health.probeUntil)
    : null;
}

function exhausted(blockedUntil: number, now: number): Hindered | null {
  return blockedUntil > now ? hindered('exhausted', blockedUntil) : null;
}

function full({ inFlight }: AccountState, { concurrency }: AccountLimits): Hindered | null {
  return concurrency !== null && inFlight >= concurrency ? hindered('busy', null) : null;
}

/** A call larger than the limit of a whole minute may go when it is alone. */
function beyondMinute(state: AccountState, { tokens, limits }: CallAsk, now: number): Hindered | null {
  const used = usedInWindow(state.window, now);
  const endOfMinute = (Math.floor(now / minuteMillis) + 1) * minuteMillis;
  if (limits.requestsPerMinute !== null && used.requests + 1 > limits.requestsPerMinute)
    return hindered('requests', endOfMinute);
  if (limits.tokensPerMinute !== null && used.tokens > 0 && used.tokens + tokens > limits.tokensPerMinute)
    return hindered('tokens', endOfMinute);
  return null;
}

function beyondBudget(state: AccountState, { monthlyBudgetNanoUsd }: AccountLimits, now: number) {
  if (monthlyBudgetNanoUsd === null) return null;
  const spent = state.month === monthOf(now) ? state.spentNanoUsd : 0;
  return spent >= Number(monthlyBudgetNanoUsd) ? hindered('budget', nextMonth(now)) : null;
}

function hindered(why: Hindrance, until: number | null): Hindered {
  return { free: false, why, until };
}
