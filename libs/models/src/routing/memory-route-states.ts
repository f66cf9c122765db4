import {
  emptyWindow,
  freshRoute,
  monthOf,
  rolledWindow,
  wellHealth,
  type AccountState,
  type Health,
  type MinuteWindow,
  type RouteState,
} from './account-state.js';
import { movedAverages } from './averages.js';
import { healthAfter, takenForProbe } from './health.js';
import { RouteStates, type CallReport, type Granted, type PlaceAsk } from './route-states.js';
import { standingOf, type Hindered } from './standing.js';

interface Kept {
  health: Health;
  window: MinuteWindow;
  month: number;
  spentNanoUsd: number;
  readonly routes: Map<number, RouteState>;
  /** When each lease ends by itself. */
  readonly leases: Map<string, number>;
}

/** The same rules in one process and without Redis: what simulations run on, and the measure for the scripts. */
export class MemoryRouteStates extends RouteStates {
  private readonly accounts = new Map<number, Kept>();

  constructor(private readonly now: () => number) {
    super();
  }

  override async read(accountId: number): Promise<AccountState> {
    return stateOf(this.kept(accountId), this.now());
  }

  override async acquire(accountId: number, ask: PlaceAsk): Promise<Granted | Hindered> {
    const now = this.now();
    const kept = this.kept(accountId);
    const standing = standingOf(stateOf(kept, now), ask, now);
    if (!standing.free) return standing;
    const { leaseId } = ask;
    const probe = { leaseId, until: now + ask.probeMs };
    const route = kept.routes.get(ask.modelId) ?? freshRoute;
    kept.leases.set(leaseId, now + ask.leaseMs);
    kept.health = takenForProbe(kept.health, probe);
    kept.routes.set(ask.modelId, { ...route, health: takenForProbe(route.health, probe) });
    kept.window = used(kept.window, now, { requests: 1, tokens: ask.tokens });
    return { free: true, isProbe: standing.isProbe, acquiredAt: now };
  }

  override async report(accountId: number, report: CallReport): Promise<void> {
    const now = this.now();
    const kept = this.kept(accountId);
    const route = kept.routes.get(report.modelId) ?? freshRoute;
    if (report.isEnd) kept.leases.delete(report.leaseId);
    kept.health = healthAfter(kept.health, 'account', report, now);
    kept.routes.set(report.modelId, {
      ...movedAverages(route, report, now),
      health: healthAfter(route.health, 'route', report, now),
      blockedUntil: blockedUntil(route.blockedUntil, report.blockedMs, now),
      report: report.limits ?? route.report,
      reportedAt: report.limits ? now : route.reportedAt,
    });
    kept.window = used(kept.window, now, { requests: 0, tokens: report.extraTokens });
    const spentBefore = kept.month === monthOf(now) ? kept.spentNanoUsd : 0;
    kept.month = monthOf(now);
    kept.spentNanoUsd = spentBefore + Number(report.costNanoUsd);
  }

  override async renew(accountId: number, leaseIds: readonly string[], leaseMs: number): Promise<void> {
    const { leases } = this.kept(accountId);
    for (const id of leaseIds) if (leases.has(id)) leases.set(id, this.now() + leaseMs);
  }

  override async forgetFailures(accountId: number): Promise<void> {
    const kept = this.kept(accountId);
    kept.health = wellHealth;
    for (const [id, route] of kept.routes)
      kept.routes.set(id, { ...route, health: wellHealth, blockedUntil: 0 });
  }

  private kept(accountId: number): Kept {
    const known = this.accounts.get(accountId);
    if (known) return known;
    const fresh: Kept = {
      health: wellHealth,
      window: emptyWindow,
      month: 0,
      spentNanoUsd: 0,
      routes: new Map(),
      leases: new Map(),
    };
    this.accounts.set(accountId, fresh);
    return fresh;
  }
}

function stateOf(kept: Kept, now: number): AccountState {
  const inFlight = [...kept.leases.values()].filter((until) => until > now).length;
  const { health, window, month, spentNanoUsd } = kept;
  return { health, window, month, spentNanoUsd, routes: new Map(kept.routes), inFlight, at: now };
}

function blockedUntil(before: number, blockedMs: number | null, now: number): number {
  if (blockedMs === null) return before;
  return blockedMs === 0 ? 0 : now + blockedMs;
}

function used(
  window: MinuteWindow,
  now: number,
  { requests, tokens }: { requests: number; tokens: number },
): MinuteWindow {
  const rolled = rolledWindow(window, now);
  return {
    ...rolled,
    requests: rolled.requests + requests,
    tokens: Math.max(0, rolled.tokens + tokens),
  };
}
