import type { HoldAsk, HoldVerdict } from '../../libs/usage/src/holds/hold-ask.ts';

interface Hold {
  readonly amount: bigint;
  readonly process: string;
  readonly key: string;
  readonly tokens: number;
  readonly scopes: readonly string[];
  readonly endsAt: number;
}

interface Charge {
  readonly amount: bigint;
  readonly scopes: readonly string[];
}

const minuteMillis = 60_000;

/** What the scripts should do, written down a second time without Redis: the plainest way that is right. */
export class HoldModel {
  now = 0;
  credits = 0n;
  spent = 0n;
  isReady = true;
  readonly holds = new Map<string, Hold>();
  readonly pending = new Map<string, Charge>();
  readonly voided: string[] = [];
  readonly bases = new Map<string, bigint>();
  private minutes = new Map<string, Map<number, { requests: number; tokens: number }>>();

  get held(): bigint {
    return sum([...this.holds.values()].map(({ amount }) => amount));
  }

  get unbooked(): bigint {
    return sum([...this.pending.values()].map(({ amount }) => amount));
  }

  get available(): bigint {
    return this.credits - this.spent - this.unbooked - this.held;
  }

  flight(key: string): number {
    return [...this.holds.values()].filter((hold) => hold.key === key).length;
  }

  usedOf(scope: string): { base: bigint; pend: bigint; held: bigint } {
    const of = (all: Iterable<{ amount: bigint; scopes: readonly string[] }>) =>
      sum([...all].filter(({ scopes }) => scopes.includes(scope)).map(({ amount }) => amount));
    return {
      base: this.bases.get(scope) ?? 0n,
      pend: of(this.pending.values()),
      held: of(this.holds.values()),
    };
  }

  place(
    callId: string,
    ask: HoldAsk,
    maxMillis: number,
  ): HoldVerdict['kind'] | { hold: bigint; tokens: number } {
    const isPaid = costOf(ask, ask.cost.outputTokens) > 0n;
    const unknown = isPaid ? this.unknownOf(ask) : undefined;
    if (unknown) return unknown;
    const key = ask.rates ? String(ask.rates.keyId) : '';
    const counted = Math.min(ask.countedTokens, ask.rates?.tokensPerMinute ?? Infinity);
    const hindered = this.hindered(ask, key, counted);
    if (hindered) return hindered;
    if (isPaid && this.available < ask.minimumNano) return 'money';
    const tokens = isPaid ? mostTokens(ask, this.leftFor(ask)) : ask.cost.outputTokens;
    if (tokens === null) return 'money';
    const hold = costOf(ask, tokens);
    this.count(key, { requests: 1, tokens: counted });
    this.holds.set(callId, {
      amount: hold,
      process: ask.process,
      key,
      tokens: counted,
      scopes: isPaid ? ask.spendLimits.map(({ name }) => name) : [],
      endsAt: this.now + maxMillis,
    });
    return { hold, tokens };
  }

  private unknownOf(ask: HoldAsk): 'unknown' | 'unknown_scope' | undefined {
    if (!this.isReady) return 'unknown';
    return ask.spendLimits.some(({ name }) => !this.bases.has(name)) ? 'unknown_scope' : undefined;
  }

  private leftFor(ask: HoldAsk): bigint {
    const left = ask.spendLimits.map(({ name, limit }) => {
      const { base, pend, held } = this.usedOf(name);
      return limit - base - pend - held;
    });
    return [this.available, ...left].reduce((least, one) => (one < least ? one : least));
  }

  settle(callId: string, charge: Charge, tokens: number): void {
    const hold = this.holds.get(callId);
    this.holds.delete(callId);
    if (hold) this.count(hold.key, { requests: 0, tokens: tokens - hold.tokens });
    if (charge.amount > 0n && !this.pending.has(callId)) this.pending.set(callId, charge);
  }

  release(callId: string): void {
    const hold = this.holds.get(callId);
    this.holds.delete(callId);
    if (hold) this.count(hold.key, { requests: 0, tokens: -hold.tokens });
  }

  keep(callId: string, hold: Hold): void {
    if (!this.holds.has(callId) && !this.pending.has(callId)) this.holds.set(callId, hold);
  }

  voidWhere(isOver: (hold: Hold) => boolean): void {
    for (const [callId, hold] of this.holds) {
      if (!isOver(hold)) continue;
      this.holds.delete(callId);
      this.voided.push(callId);
    }
  }

  absorb(callIds: readonly string[]): void {
    for (const callId of callIds) this.pending.delete(callId);
  }

  /** All that Redis has is gone. */
  lose(): void {
    this.isReady = false;
    this.credits = 0n;
    this.spent = 0n;
    for (const part of [this.holds, this.pending, this.bases, this.minutes]) part.clear();
    this.voided.length = 0;
  }

  private hindered(ask: HoldAsk, key: string, counted: number): 'busy' | 'requests' | 'tokens' | null {
    const { concurrentRequests, requestsPerMinute, tokensPerMinute } = ask.rates ?? {};
    const used = this.window(key);
    if (ask.rates && concurrentRequests !== null && this.flight(key) >= (concurrentRequests ?? Infinity))
      return 'busy';
    if (used.requests + 1 > (requestsPerMinute ?? Infinity)) return 'requests';
    if (used.tokens + counted > (tokensPerMinute ?? Infinity)) return 'tokens';
    return null;
  }

  private window(key: string): { requests: number; tokens: number } {
    const minute = Math.floor(this.now / minuteMillis);
    const share = 1 - (this.now % minuteMillis) / minuteMillis;
    const of = (at: number) => this.minutes.get(key)?.get(at) ?? { requests: 0, tokens: 0 };
    return {
      requests: of(minute).requests + of(minute - 1).requests * share,
      tokens: of(minute).tokens + of(minute - 1).tokens * share,
    };
  }

  private count(key: string, { requests, tokens }: { requests: number; tokens: number }): void {
    if (key === '') return;
    const minute = Math.floor(this.now / minuteMillis);
    const minutes = this.minutes.get(key) ?? new Map<number, { requests: number; tokens: number }>();
    const before = minutes.get(minute) ?? { requests: 0, tokens: 0 };
    minutes.set(minute, {
      requests: before.requests + requests,
      tokens: Math.max(0, before.tokens + tokens),
    });
    this.minutes.set(key, minutes);
  }
}

function costOf({ cost }: HoldAsk, tokens: number): bigint {
  return cost.fixedNano + (BigInt(cost.perTokenPico) * BigInt(tokens) + 999n) / 1000n;
}

/** By halving. */
function mostTokens(ask: HoldAsk, left: bigint): number | null {
  if (costOf(ask, ask.cost.outputTokens) <= left) return ask.cost.outputTokens;
  if (ask.cost.perTokenPico === 0 || costOf(ask, 1) > left) return null;
  let [fits, tooMany] = [1, ask.cost.outputTokens];
  while (tooMany - fits > 1) {
    const middle = Math.floor((fits + tooMany) / 2);
    if (costOf(ask, middle) <= left) fits = middle;
    else tooMany = middle;
  }
  return fits;
}

function sum(amounts: readonly bigint[]): bigint {
  return amounts.reduce((total, amount) => total + amount, 0n);
}
