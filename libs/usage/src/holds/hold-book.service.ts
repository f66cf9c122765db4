import { Injectable } from '@nestjs/common';
import type { AccountTag } from '@onegate/billing';
import { RedisKeys } from '@onegate/platform';
import { Redis } from 'ioredis';
import type { HoldAsk, HoldVerdict, SettledCall, SpendLimit } from './hold-ask.js';
import { verdictFrom } from './hold-verdict.js';
import { absorbCalls, keepCalls, openWallet, releaseCall, settleCall, voidHolds } from './hold.scripts.js';
import { listScopes, nameScopes, openScopes } from './hold.scripts.js';
import { placeHold } from './place-hold.script.js';

/** In an argument, that there is no limit. */
const none = -1;

export interface KeptHold {
  readonly callId: string;
  readonly record: string;
}

export interface HoldInRedis {
  readonly callId: string;
  /** By the clock of Redis. */
  readonly placedAt: number;
}

/** A quota or budget with what was spent of it by the books. */
export interface ScopeFigure {
  readonly name: string;
  readonly spentNano: bigint;
  readonly forgetAt: number;
}

/** The money of accounts that is held for calls, in Redis: each step one script on the slot of one account. */
@Injectable()
export class HoldBook {
  constructor(
    private readonly redis: Redis,
    private readonly keys: RedisKeys,
  ) {}

  /** The moment that scripts take for now; 0 is Redis' own clock. */
  protected now(): number {
    return 0;
  }

  /** `isAsked`: only says what would come of it. */
  async place(tag: AccountTag, ask: HoldAsk, maxMillis: number, isAsked = false): Promise<HoldVerdict> {
    const { cost, rates } = ask;
    const answer = await placeHold.run(this.redis, this.keysOf(tag), [
      this.now(),
      ask.callId,
      ask.process,
      maxMillis,
      isAsked ? 1 : 0,
      String(cost.fixedNano),
      cost.perTokenPico,
      cost.outputTokens,
      String(ask.minimumNano),
      rates?.keyId ?? '',
      rates?.requestsPerMinute ?? none,
      rates?.tokensPerMinute ?? none,
      ask.countedTokens,
      rates?.concurrentRequests ?? none,
      ...ask.spendLimits.flatMap(({ name, limit, forgetAt }) => [name, String(limit), forgetAt]),
    ]);
    return verdictFrom(answer);
  }

  async settle(tag: AccountTag, call: SettledCall): Promise<void> {
    const scopes = call.scopes.flatMap(({ name, forgetAt }) => [name, forgetAt]);
    const facts = [this.now(), call.callId, String(call.chargedNano), call.tokens, ...scopes];
    await settleCall.run(this.redis, this.keysOf(tag), facts);
  }

  async release(tag: AccountTag, callId: string): Promise<void> {
    await releaseCall.run(this.redis, this.keysOf(tag), [this.now(), callId]);
  }

  /** Puts holds back where Redis has lost them. */
  async keep(tag: AccountTag, holds: readonly KeptHold[]): Promise<number> {
    const pairs = holds.flatMap(({ callId, record }) => [callId, record]);
    return keepCalls.run(this.redis, this.keysOf(tag), [this.now(), ...pairs]);
  }

  async holdsOf(tag: AccountTag, process: string): Promise<HoldInRedis[]> {
    const records = await this.redis.hgetall(this.keys.tagged(tag, 'calls'));
    return Object.entries(records).flatMap(([callId, record]) => {
      const [, owner, , , placedAt] = record.split('|');
      return owner === process ? [{ callId, placedAt: Number(placedAt) }] : [];
    });
  }

  /** Ends what is too old, and what belongs to a process that is gone; answers how many. */
  async void(tag: AccountTag, process = ''): Promise<number> {
    return voidHolds.run(this.redis, this.keysOf(tag), [this.now(), process]);
  }

  /** Ends what is too old, and what none of the living placed, where it is older than that. */
  async voidStray(tag: AccountTag, living: readonly string[], olderThanMillis: number): Promise<number> {
    const facts = [this.now(), '', Math.ceil(olderThanMillis), ...living];
    return voidHolds.run(this.redis, this.keysOf(tag), facts);
  }

  async openWallet(tag: AccountTag): Promise<void> {
    await openWallet.run(this.redis, this.keysOf(tag), [this.now()]);
  }

  /** To be done before Postgres is asked for their figures. */
  async nameScopes(tag: AccountTag, scopes: readonly Pick<SpendLimit, 'name' | 'forgetAt'>[]): Promise<void> {
    const facts = scopes.flatMap(({ name, forgetAt }) => [name, forgetAt]);
    await nameScopes.run(this.redis, this.keysOf(tag), [this.now(), ...facts]);
  }

  async openScopes(tag: AccountTag, figures: readonly ScopeFigure[]): Promise<void> {
    const facts = figures.flatMap(({ name, spentNano, forgetAt }) => [name, String(spentNano), forgetAt]);
    await openScopes.run(this.redis, this.keysOf(tag), [this.now(), ...facts]);
  }

  /** The names of the quotas and budgets of an account that Redis knows, or is about to be told. */
  allScopes(tag: AccountTag): Promise<string[]> {
    return listScopes.run(this.redis, this.keysOf(tag), [this.now()]);
  }

  /**
   * The names of the quotas and budgets that charges count in which Postgres may have by now. A charge that Redis does not
   * know, because it has lost it, may count in any of them.
   */
  async scopesOf(tag: AccountTag, callIds: readonly string[]): Promise<string[]> {
    const records = await this.redis.hmget(this.keys.tagged(tag, 'pending'), ...callIds);
    if (records.includes(null)) return this.allScopes(tag);
    const names = records.flatMap((record) => record?.split('|')[1]?.split(',') ?? []);
    return [...new Set(names.filter(Boolean))];
  }

  /** What Postgres says was spent of quotas and budgets that Redis knows. */
  async correctScopes(tag: AccountTag, figures: readonly Pick<ScopeFigure, 'name' | 'spentNano'>[]) {
    await this.absorb(tag, [], figures);
  }

  /** Postgres has these charges, and Redis the ledger's figure that includes them. */
  async absorb(
    tag: AccountTag,
    callIds: readonly string[],
    figures: readonly Pick<ScopeFigure, 'name' | 'spentNano'>[] = [],
  ): Promise<number> {
    const facts = figures.flatMap(({ name, spentNano }) => [name, String(spentNano)]);
    return absorbCalls.run(this.redis, this.keysOf(tag), [this.now(), callIds.length, ...callIds, ...facts]);
  }

  keysOf(tag: AccountTag): string[] {
    return ['wallet', 'calls', 'pending', 'voided'].map((name) => this.keys.tagged(tag, name));
  }
}

/** A hold as the scripts write it. */
export function recordOf(
  { process, rates, countedTokens, spendLimits }: HoldAsk,
  { holdNano, placedAt, maxMillis }: { holdNano: bigint; placedAt: number; maxMillis: number },
): string {
  const scopes = holdNano > 0n ? spendLimits.map(({ name }: SpendLimit) => name).join(',') : '';
  return [holdNano, process, rates?.keyId ?? '', countedTokens, placedAt, placedAt + maxMillis, scopes].join(
    '|',
  );
}
