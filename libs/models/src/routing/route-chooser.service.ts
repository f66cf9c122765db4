import { Inject, Injectable } from '@nestjs/common';
import { CONFIGURATION, type Configuration } from '@onegate/platform';
import { orderRoutes, type HinderedRoute, type RouteOrder, type RoutingPolicy } from './choose-route.js';
import { lotsFor } from './lots.js';
import type { RouteLease } from './route-lease.js';
import { RouteLeases } from './route-leases.service.js';
import { RouteTable } from './route-table.service.js';
import type { Route } from './route.js';
import { noRoute, noRouteFree } from './routing.errors.js';
import { StateSnapshots } from './state-snapshots.js';
import { StickyAccounts, type StickyThread } from './sticky-accounts.js';

export interface RoutedModel {
  readonly id: number;
  readonly slug: string;
}

/** What a call asks for. */
export interface RouteWish {
  /** The organization whose own accounts the call may use; none is a personal account. */
  readonly tenantId: number | null;
  /** The most tokens that it may use, as far as can be told. */
  readonly tokens?: number;
  /** A conversation or a cache key: its calls go to the same account while that is well. */
  readonly stickyKey?: string | null;
  /** Accounts that were tried already. */
  readonly exclude?: ReadonlySet<number>;
  readonly policy?: RoutingPolicy;
  /** Which of the ways will do at all: those that speak a protocol, say. */
  readonly accepts?: (route: Route) => boolean;
}

/** Says where a model is to be called. */
@Injectable()
export class RouteChooser {
  constructor(
    private readonly table: RouteTable,
    private readonly snapshots: StateSnapshots,
    private readonly sticky: StickyAccounts,
    private readonly leases: RouteLeases,
    @Inject(CONFIGURATION) private readonly config: Configuration,
  ) {}

  /** The accounts that could take the call now, in the order in which they should be tried, and why others cannot. */
  async choose(model: RoutedModel, wish: RouteWish): Promise<RouteOrder> {
    const routes = (await this.table.routesTo(model.id, wish.tenantId)).filter(
      (route) => !wish.exclude?.has(route.account.id) && (wish.accepts?.(route) ?? true),
    );
    const thread = threadOf(model, wish);
    const [states, stickyAccountId] = await Promise.all([
      this.snapshots.of(routes.map(({ account }) => account.id)),
      thread ? this.sticky.accountOf(thread) : null,
    ]);
    return orderRoutes({
      routes,
      states,
      policy: wish.policy ?? this.config.routing.policy,
      now: this.snapshots.now(),
      tokens: wish.tokens ?? 0,
      stickyAccountId,
      lot: lotsFor(thread ? `${thread.tenantId}/${thread.key}` : null),
    });
  }

  /** Takes a place at the best account that has one. Give it back whatever becomes of the call. */
  async take(model: RoutedModel, wish: RouteWish): Promise<RouteLease> {
    const first = await this.tryAll(model, wish);
    if (first.lease) return first.lease;
    // What was remembered of the accounts may be a moment old: before a call is refused, they are asked.
    for (const { route } of first.hindered) this.snapshots.forget(route.account.id);
    const second = first.hindered.length > 0 ? await this.tryAll(model, wish) : first;
    if (second.lease) return second.lease;
    throw this.refusal(model, second.hindered);
  }

  /**
   * The same while it is not certain yet that the call will be made: at the best account, where a place uses up no limit of
   * it; else `null`. A call that is not made gives it back as `unused`.
   */
  async takeAhead(model: RoutedModel, wish: RouteWish): Promise<RouteLease | null> {
    const { candidates } = await this.choose(model, wish);
    const [best] = candidates;
    if (!best || Object.values(best.account.limits).some((limit) => limit !== null)) return null;
    const answer = await this.leases.acquire(best, wish.tokens ?? 0);
    return 'free' in answer ? null : this.placed(answer, model, wish);
  }

  private async tryAll(model: RoutedModel, wish: RouteWish): Promise<Attempt> {
    const { candidates, hindered } = await this.choose(model, wish);
    const reasons = [...hindered];
    for (const route of candidates) {
      const answer = await this.leases.acquire(route, wish.tokens ?? 0);
      if (!('free' in answer)) return { lease: this.placed(answer, model, wish), hindered: reasons };
      reasons.push({ ...answer, route });
    }
    return { lease: null, hindered: reasons };
  }

  private placed(lease: RouteLease, model: RoutedModel, wish: RouteWish): RouteLease {
    const thread = threadOf(model, wish);
    if (thread) this.sticky.remember(thread, lease.route.account.id);
    return lease;
  }

  private refusal({ slug }: RoutedModel, hindered: readonly HinderedRoute[]): Error {
    if (hindered.length === 0) return noRoute({ model: slug });
    const now = this.snapshots.now();
    const waits = hindered.map(({ until }) => (until ?? now) - now);
    const seconds = Math.max(1, Math.ceil(Math.min(...waits) / 1_000));
    return noRouteFree({ model: slug }, { headers: { 'retry-after': String(seconds) } });
  }
}

interface Attempt {
  readonly lease: RouteLease | null;
  readonly hindered: readonly HinderedRoute[];
}

function threadOf(model: RoutedModel, { tenantId, stickyKey }: RouteWish): StickyThread | null {
  return stickyKey ? { tenantId, modelId: model.id, key: stickyKey } : null;
}
