import { randomUUID } from 'node:crypto';
import { setImmediate as inTheNextTurn } from 'node:timers/promises';
import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { LOGGER, type Logger } from '@onegate/platform';
import { readRateLimits, readRetryAfter } from '../capacity/rate-limit-headers.js';
import { blockedMillis } from '../capacity/blocked-millis.js';
import { ruleOf } from './outcomes.js';
import type { CallResult, RouteLease } from './route-lease.js';
import type { Route } from './route.js';
import { RouteStates, type CallReport } from './route-states.js';
import type { Hindered } from './standing.js';
import { StateSnapshots } from './state-snapshots.js';
import { UpstreamMetrics } from './upstream-metrics.js';

const leaseMs = 30_000;
const renewEveryMs = 10_000;
const probeMs = 60_000;

interface Held {
  readonly id: string;
  readonly route: Route;
  readonly acquiredAt: number;
  /** By the clock of this process, which never jumps. */
  readonly startedAt: number;
  readonly tokens: number;
}

/** The places that this process holds. They are renewed while it lives, and free themselves soon after it dies. */
@Injectable()
export class RouteLeases implements OnApplicationShutdown {
  private readonly held = new Map<string, Held>();
  private readonly renewing: NodeJS.Timeout;

  constructor(
    private readonly states: RouteStates,
    private readonly snapshots: StateSnapshots,
    private readonly metrics: UpstreamMetrics,
    @Inject(LOGGER) private readonly log: Logger,
  ) {
    this.renewing = setInterval(() => void this.renew(), renewEveryMs).unref();
  }

  /** Takes a place for a call that uses at most so many tokens, or tells why there is none. */
  async acquire(route: Route, tokens: number): Promise<RouteLease | Hindered> {
    const id = randomUUID();
    const { id: accountId, limits } = route.account;
    const whole = Math.max(0, Math.round(tokens));
    const ask = { modelId: route.modelId, tokens: whole, limits, leaseId: id, leaseMs, probeMs };
    const answer = await this.states.acquire(accountId, ask);
    if (!answer.free) {
      this.snapshots.forget(accountId);
      return answer;
    }
    this.snapshots.noteInFlight(accountId, 1);
    const { acquiredAt } = answer;
    this.held.set(id, { id, route, acquiredAt, startedAt: performance.now(), tokens: whole });
    return this.leaseOf(id, route, answer.isProbe);
  }

  onApplicationShutdown(): void {
    clearInterval(this.renewing);
  }

  private leaseOf(id: string, route: Route, isProbe: boolean): RouteLease {
    let begun = Promise.resolve();
    return {
      id,
      route,
      isProbe,
      // Others may know it a moment later: the client's first byte does not wait for it.
      started: (result) => {
        const report = () => this.report(id, { outcome: 'success', ...result }, false);
        return (begun = inTheNextTurn().then(report));
      },
      release: (result) => begun.then(() => this.report(id, result, true)),
    };
  }

  /** A place that was given back is not given back again. */
  private async report(id: string, result: CallResult, isEnd: boolean): Promise<void> {
    const held = this.held.get(id);
    if (!held) return;
    const accountId = held.route.account.id;
    if (isEnd) {
      this.held.delete(id);
      this.metrics.ended(held.route.account.kind, result.outcome);
      this.snapshots.noteInFlight(accountId, -1);
    }
    const report = reportOf(held, result, isEnd);
    await this.states.report(accountId, report).catch((err: unknown) => {
      // The call itself is over and well: its place frees itself when nobody renews it.
      this.log.warn({ err, accountId }, 'What became of a call could not be reported');
    });
    if (report.rule.verdict === 'bad') this.snapshots.forget(accountId);
  }

  private async renew(): Promise<void> {
    const byAccount = Map.groupBy(this.held.values(), ({ route }) => route.account.id);
    for (const [accountId, held] of byAccount) {
      const ids = held.map(({ id }) => id);
      await this.states
        .renew(accountId, ids, leaseMs)
        .catch((err: unknown) => this.log.warn({ err, accountId }, 'Places could not be renewed'));
    }
  }
}

function reportOf(held: Held, result: CallResult, isEnd: boolean): CallReport {
  const now = Date.now();
  const limits = result.headers ? readRateLimits(result.headers, now) : null;
  return {
    leaseId: held.id,
    modelId: held.route.modelId,
    acquiredAt: held.acquiredAt,
    rule: ruleOf(result.outcome),
    retryAfterMs: result.headers ? readRetryAfter(result.headers, now) : null,
    blockedMs: limits ? blockedMillis(limits, now) : null,
    extraTokens: result.tokens === undefined ? 0 : Math.round(result.tokens) - held.tokens,
    costNanoUsd: result.costNanoUsd ?? 0n,
    firstByteMs: result.firstByteMs ?? null,
    latencyMs: isEnd ? latencyOf(held, result) : null,
    limits,
    isEnd,
  };
}

/** Only answers that are whole say how long an answer takes. */
function latencyOf({ startedAt }: Held, { outcome, latencyMs }: CallResult): number | null {
  return latencyMs ?? (outcome === 'success' ? Math.round(performance.now() - startedAt) : null);
}
