import { freshAccount, freshRoute, type AccountState } from './account-state.js';
import { observedForMillis } from './averages.js';
import type { Route } from './route.js';
import { standingOf, type Hindered } from './standing.js';

export const routingPolicies = ['priority', 'cheapest', 'fastest', 'least-busy'] as const;
export type RoutingPolicy = (typeof routingPolicies)[number];

export interface RouteQuestion {
  readonly routes: readonly Route[];
  /** By account id; an account without one is taken to be well and idle. */
  readonly states: ReadonlyMap<number, AccountState>;
  readonly policy: RoutingPolicy;
  readonly now: number;
  readonly tokens: number;
  /** The account that the conversation used before. */
  readonly stickyAccountId?: number | null;
  /** Evenly between 0 and 1, for each account; with a key always the same for that account and key. */
  readonly lot: (accountId: number) => number;
}

export interface HinderedRoute extends Hindered {
  readonly route: Route;
}

export interface RouteOrder {
  /** To be tried in this order. */
  readonly candidates: readonly Route[];
  readonly hindered: readonly HinderedRoute[];
}

type Rank = readonly number[];

/** Which accounts can take the call, and in which order they are to be tried. Knows no clock, no chance and no Redis. */
export function orderRoutes(question: RouteQuestion): RouteOrder {
  const candidates: { route: Route; rank: Rank }[] = [];
  const hindered: HinderedRoute[] = [];
  for (const route of question.routes) {
    const state = question.states.get(route.account.id) ?? freshAccount(question.now);
    const ask = { modelId: route.modelId, tokens: question.tokens, limits: route.account.limits };
    const standing = standingOf(state, ask, question.now);
    if (standing.free) candidates.push({ route, rank: rankOf(route, state, question, standing.isProbe) });
    else hindered.push({ ...standing, route });
  }
  return {
    candidates: candidates.toSorted((a, b) => compare(a.rank, b.rank)).map(({ route }) => route),
    hindered,
  };
}

/** Smaller goes first, part by part. */
function rankOf(route: Route, state: AccountState, question: RouteQuestion, isProbe: boolean): Rank {
  const sticks = route.account.id === question.stickyAccountId;
  return [
    sticks && !isProbe ? 0 : 1,
    // An organization uses its own accounts before those of the platform.
    route.account.tenantId === null ? 1 : 0,
    isShortOfTokens(route, state, question) ? 1 : 0,
    ...byPolicy[question.policy](route, state, question),
    weighted(route, question),
  ];
}

const byPolicy: Record<RoutingPolicy, (route: Route, state: AccountState, question: RouteQuestion) => Rank> =
  {
    priority: ({ account }) => [account.priority],
    cheapest: ({ costBps, account }) => [account.tenantId === null ? costBps : 0, account.priority],
    fastest: (route, state, { now }) => [speedOf(route, state, now)],
    'least-busy': ({ account }, { inFlight }) => [loadOf(inFlight, account)],
  };

/** An exponential lot with the weight as its rate: the first of several is each with the odds of its weight. */
function weighted({ account }: Route, { lot }: RouteQuestion): number {
  if (account.weight === 0) return Number.POSITIVE_INFINITY;
  return -Math.log(1 - lot(account.id)) / account.weight;
}

/** What has not been observed of late goes first: there is no other way to learn about it. */
function speedOf({ modelId }: Route, state: AccountState, now: number): number {
  const route = state.routes.get(modelId) ?? freshRoute;
  if (now - route.observedAt >= observedForMillis) return 0;
  return route.firstByteMs ?? route.latencyMs ?? 0;
}

function loadOf(inFlight: number, { weight, limits }: Route['account']): number {
  return inFlight / (limits.concurrency ?? Math.max(weight, 1));
}

/** The provider said how many tokens are left, and the call may need more. */
function isShortOfTokens({ modelId }: Route, state: AccountState, { tokens, now }: RouteQuestion): boolean {
  const told = state.routes.get(modelId)?.report?.tokens;
  if (!told || told.remaining === null) return false;
  return told.remaining < tokens && (told.resetsAt ?? 0) > now;
}

function compare(a: Rank, b: Rank): number {
  for (const [index, part] of a.entries()) {
    const other = b[index] ?? 0;
    if (part !== other) return part < other ? -1 : 1;
  }
  return 0;
}
