import { Injectable } from '@nestjs/common';
import { RedisKeys } from '@onegate/platform';
import { Redis } from 'ioredis';
import { monthOf, nextMonth, type AccountState } from './account-state.js';
import { acquirePlace, forgetHealth, readState, renewPlaces, reportCall } from './route-state.scripts.js';
import { RouteStates, type CallReport, type Granted, type PlaceAsk } from './route-states.js';
import type { Hindered, Hindrance } from './standing.js';
import { stateFromFields } from './state-fields.js';

/** In an argument, that there is no limit or nothing was observed. */
const none = -1;

/** What all processes know of the accounts, in Redis: everything of an account in one slot, each step one script. */
@Injectable()
export class RedisRouteStates extends RouteStates {
  constructor(
    private readonly redis: Redis,
    private readonly keys: RedisKeys,
  ) {
    super();
  }

  /** The moment that scripts take for now; 0 is Redis' own clock. */
  protected now(): number {
    return 0;
  }

  override async read(accountId: number): Promise<AccountState> {
    return stateFromFields(await readState.run(this.redis, this.keysOf(accountId), [this.now()]));
  }

  override async acquire(accountId: number, ask: PlaceAsk): Promise<Granted | Hindered> {
    const at = this.now() || Date.now();
    const { limits } = ask;
    const answer = await acquirePlace.run(this.redis, this.keysOf(accountId), [
      this.now(),
      ask.leaseId,
      ask.leaseMs,
      ask.modelId,
      limits.concurrency ?? none,
      limits.requestsPerMinute ?? none,
      limits.tokensPerMinute ?? none,
      ask.tokens,
      String(limits.monthlyBudgetNanoUsd ?? none),
      monthOf(at),
      nextMonth(at),
      ask.probeMs,
    ]);
    return verdictFrom(answer);
  }

  override async report(accountId: number, report: CallReport): Promise<void> {
    const { rule } = report;
    await reportCall.run(this.redis, this.keysOf(accountId), [
      this.now(),
      report.leaseId,
      report.modelId,
      report.acquiredAt,
      rule.verdict,
      rule.scope,
      rule.tolerance,
      rule.baseMs,
      rule.maxMs,
      report.retryAfterMs ?? 0,
      report.blockedMs ?? none,
      report.extraTokens,
      String(report.costNanoUsd),
      monthOf(this.now() || Date.now()),
      report.firstByteMs ?? none,
      report.latencyMs ?? none,
      report.limits ? JSON.stringify(report.limits) : '',
      report.isEnd ? 1 : 0,
    ]);
  }

  override async renew(accountId: number, leaseIds: readonly string[], leaseMs: number): Promise<void> {
    await renewPlaces.run(this.redis, this.keysOf(accountId), [this.now(), leaseMs, ...leaseIds]);
  }

  override async forgetFailures(accountId: number): Promise<void> {
    await forgetHealth.run(this.redis, this.keysOf(accountId), [this.now()]);
  }

  private keysOf(accountId: number): string[] {
    const tag = `upstream-${accountId}`;
    return [this.keys.tagged(tag, 'state'), this.keys.tagged(tag, 'flight')];
  }
}

function verdictFrom([free, detail, moment]: readonly (string | number)[]): Granted | Hindered {
  if (Number(free) === 1) return { free: true, isProbe: Number(detail) === 1, acquiredAt: Number(moment) };
  const until = Number(moment);
  return { free: false, why: String(detail) as Hindrance, until: until === none ? null : until };
}
