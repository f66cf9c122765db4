import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { RedisKeys } from '@onegate/platform';
import fc from 'fast-check';
import { Redis } from 'ioredis';
import { writeCredits } from '../../libs/billing/src/credits/credits.scripts.ts';
import type { HoldAsk } from '../../libs/usage/src/holds/hold-ask.ts';
import { HoldBook, recordOf } from '../../libs/usage/src/holds/hold-book.service.ts';
import { testEnvironment } from '../setup/test-environment.ts';
import { HoldModel } from './hold-model.ts';

/** The scripts with a clock of the test's own. */
class TimedHoldBook extends HoldBook {
  moment = 0;

  protected override now(): number {
    return this.moment;
  }
}

let redis: Redis;
beforeAll(() => {
  redis = new Redis(testEnvironment({}).REDIS_URL ?? '');
});
afterAll(() => redis.disconnect());

const tag = 'u1';
const start = Date.UTC(2026, 2, 31, 23, 57);
const maxMillis = 150_000;
const scopes = ['k.1.7.0', 'p.1.0'];
const nth = fc.nat(9);

const step = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('place' as const),
      process: fc.constantFrom('a', 'b'),
      fixed: fc.oneof(fc.constant(0), fc.nat(2_000)),
      price: fc.constantFrom<number[]>(0, 1, 999, 1_000, 150_500),
      tokens: fc.nat(60),
      counted: fc.nat(500),
      hasKey: fc.boolean(),
      limited: fc.subarray(scopes),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('settle' as const),
      nth,
      amount: fc.nat(9_000),
      tokens: fc.nat(600),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('tell again' as const), nth }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('release' as const), nth }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('book' as const), nth }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('absorb' as const) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('wait' as const), millis: fc.nat(90_000) }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('kill' as const), process: fc.constantFrom('a', 'b') }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('empty' as const) }) },
);
type Step = typeof step extends fc.Arbitrary<infer One> ? One : never;

interface Charged {
  readonly amount: bigint;
  readonly scopes: readonly string[];
  readonly tokens: number;
}

/** Redis, the model, and what does not die with Redis: journals, calls under way, the books. */
class World {
  readonly model = new HoldModel();
  readonly keys = new RedisKeys(`prop-${randomUUID()}`);
  readonly book = new TimedHoldBook(redis, this.keys);
  readonly settled = new Map<string, Charged>();
  readonly booked = new Set<string>();
  readonly underWay = new Map<string, { ask: HoldAsk; record: string }>();
  private version = 0;
  private calls = 0;

  constructor(
    readonly credits: bigint,
    /** Used before the story begins. */
    private readonly spentBefore: bigint,
    readonly limits: { rpm: number | null; tpm: number | null; at: number | null; quota: bigint },
  ) {
    this.at(start);
  }

  at(moment: number): void {
    this.model.now = moment;
    this.book.moment = moment;
  }

  /** What the books say was spent, of everything or of a quota. */
  bookedSum(scope?: string): bigint {
    return [...this.booked].reduce((sum, callId) => {
      const charge = this.settled.get(callId);
      return sum + (charge && (!scope || charge.scopes.includes(scope)) ? charge.amount : 0n);
    }, 0n);
  }

  async publish(): Promise<void> {
    await writeCredits.run(
      redis,
      [this.keys.tagged(tag, 'wallet')],
      [String(this.credits), 1, '', String(this.spentBefore + this.bookedSum()), this.version],
    );
    this.model.credits = this.credits;
    this.model.spent = this.spentBefore + this.bookedSum();
  }

  async open(): Promise<void> {
    await this.publish();
    await this.book.openWallet(tag);
    this.model.isReady = true;
    await this.openScopes();
  }

  async openScopes(): Promise<void> {
    const figures = scopes.map((name) => ({ name, spentNano: this.bookedSum(name), forgetAt: 4e12 }));
    await this.book.nameScopes(tag, figures);
    await this.book.openScopes(tag, figures);
    for (const { name, spentNano } of figures) this.model.bases.set(name, spentNano);
  }

  async run(one: Step): Promise<void> {
    switch (one.kind) {
      case 'place':
        return this.place(one);
      case 'settle':
        return this.settle(one);
      case 'tell again':
        return this.tellAgain(one.nth);
      case 'release':
        return this.release(one.nth);
      case 'book':
        return this.bookOne(one.nth);
      case 'absorb':
        return this.absorb();
      case 'wait':
        return this.at(this.model.now + one.millis);
      case 'kill':
        return this.kill(one.process);
      case 'empty':
        return this.empty();
    }
  }

  private async settle(one: Extract<Step, { kind: 'settle' }>): Promise<void> {
    const [callId, call] = pick(this.underWay, one.nth) ?? [];
    if (!callId || !call) return;
    this.underWay.delete(callId);
    const scopesOfCall = call.ask.spendLimits.map(({ name }) => name);
    const charge = { amount: BigInt(one.amount), scopes: scopesOfCall, tokens: one.tokens };
    this.settled.set(callId, charge);
    await this.tell(callId, charge);
  }

  private async tellAgain(nth: number): Promise<void> {
    const [callId, charge] = pick(this.settled, nth) ?? [];
    if (callId && charge) await this.tell(callId, charge);
  }

  private async release(nth: number): Promise<void> {
    const [callId] = pick(this.underWay, nth) ?? [];
    if (!callId) return;
    this.underWay.delete(callId);
    await this.book.release(tag, callId);
    this.model.release(callId);
  }

  private bookOne(nth: number): void {
    const unbooked = new Map([...this.settled].filter(([callId]) => !this.booked.has(callId)));
    const [callId] = pick(unbooked, nth) ?? [];
    if (callId) this.booked.add(callId);
    this.version += 1;
  }

  async absorb(): Promise<void> {
    await this.publish();
    const ids = [...this.booked];
    await this.book.absorb(
      tag,
      ids,
      scopes.map((name) => ({ name, spentNano: this.bookedSum(name) })),
    );
    for (const name of scopes) {
      if (this.model.bases.has(name)) this.model.bases.set(name, this.bookedSum(name));
    }
    this.model.absorb(ids);
  }

  private async place(one: Extract<Step, { kind: 'place' }>): Promise<void> {
    this.calls += 1;
    const callId = `evt_${this.calls}`;
    const { rpm, tpm, at, quota } = this.limits;
    const rates = { keyId: 7, requestsPerMinute: rpm, tokensPerMinute: tpm, concurrentRequests: at };
    const ask: HoldAsk = {
      callId,
      process: one.process,
      cost: { fixedNano: BigInt(one.fixed), perTokenPico: one.price, outputTokens: one.tokens },
      minimumNano: 100n,
      rates: one.hasKey ? rates : null,
      countedTokens: one.counted,
      spendLimits: one.limited.map((name) => ({ name, limit: quota, forgetAt: 4e12 })),
    };
    const asked = await this.book.place(tag, ask, maxMillis, true);
    const verdict = await this.book.place(tag, ask, maxMillis);
    const expected = this.model.place(callId, ask, maxMillis);
    expect(asked.kind).toEqual(verdict.kind);
    const told =
      verdict.kind === 'admitted' ? { hold: verdict.holdNano, tokens: verdict.outputTokens } : verdict.kind;
    expect(told).toEqual(expected);
    if (verdict.kind !== 'admitted') return;
    const record = recordOf(ask, { holdNano: verdict.holdNano, placedAt: this.model.now, maxMillis });
    this.underWay.set(callId, { ask, record });
  }

  private async tell(callId: string, charge: Charged): Promise<void> {
    const facts = { callId, chargedNano: charge.amount, tokens: charge.tokens };
    await this.book.settle(tag, {
      ...facts,
      scopes: charge.scopes.map((name) => ({ name, forgetAt: 4e12 })),
    });
    this.model.settle(callId, charge, charge.tokens);
  }

  /** Its calls under way are lost, its journal is taken over. */
  private async kill(process: string): Promise<void> {
    for (const [callId, { ask }] of this.underWay) if (ask.process === process) this.underWay.delete(callId);
    await this.book.void(tag, process);
    this.model.voidWhere((hold) => hold.endsAt <= this.model.now || hold.process === process);
  }

  /** Redis forgets all. Processes tell it again what they have, in an order that nobody chose. */
  private async empty(): Promise<void> {
    const names = await redis.keys(this.keys.tagged(tag, '*').replaceAll(/[{}]/g, '?'));
    if (names.length > 0) await redis.del(...names);
    this.model.lose();
    if (this.calls % 2) await this.open();
    for (const [callId, charge] of this.settled) await this.tell(callId, charge);
    for (const [callId, { ask, record }] of this.underWay) {
      await this.book.keep(tag, [{ callId, record }]);
      const [amount = '0', , , , , endsAt = '0', names = ''] = record.split('|');
      this.model.keep(callId, {
        amount: BigInt(amount),
        process: ask.process,
        key: ask.rates ? String(ask.rates.keyId) : '',
        tokens: ask.countedTokens,
        scopes: names.split(',').filter(Boolean),
        endsAt: Number(endsAt),
      });
    }
    if (this.calls % 2 === 0) await this.open();
  }

  async compare(): Promise<void> {
    const { model } = this;
    const wallet = await redis.hgetall(this.keys.tagged(tag, 'wallet'));
    const figures = { spent: model.spent, pending: model.unbooked, held: model.held };
    expect({
      spent: BigInt(wallet.spent ?? 0),
      pending: BigInt(wallet.pending ?? 0),
      held: BigInt(wallet.held ?? 0),
    }).toEqual(figures);
    expect((await redis.hkeys(this.keys.tagged(tag, 'calls'))).toSorted()).toEqual(
      [...model.holds.keys()].toSorted(),
    );
    expect(Number((await redis.hget(this.keys.tagged(tag, 'key:7'), 'flight')) ?? 0)).toBe(model.flight('7'));
    for (const name of scopes) {
      const hash = await redis.hgetall(this.keys.tagged(tag, `scope:${name}`));
      expect({
        base: BigInt(hash.base ?? 0),
        pend: BigInt(hash.pend ?? 0),
        held: BigInt(hash.held ?? 0),
      }).toEqual(model.usedOf(name));
    }
    // Whatever happened: nothing that was settled is missing.
    const all = [...this.settled.values()].reduce((sum, { amount }) => sum + amount, 0n);
    expect(model.spent + model.unbooked >= all + (model.isReady ? this.spentBefore : 0n)).toBe(true);
  }
}

function pick<Value>(from: ReadonlyMap<string, Value>, index: number): [string, Value] | undefined {
  return from.size === 0 ? undefined : [...from][index % from.size];
}

const perMinute = (max: number) => fc.option(fc.integer({ min: 1, max }));

it('the scripts decide and remember what the rules say, whatever happens in whatever order', async () => {
  const stories = fc.record({
    credits: fc.constantFrom(0n, 5_000n, 40_000n, 1_000_000_000_000_000_000n),
    // Beyond 2^53, where a number in a script is no longer exact.
    spentBefore: fc.constantFrom(0n, 9_007_199_254_740_993n, 8_000_000_000_000_000_001n),
    limits: fc.record({
      rpm: perMinute(8),
      tpm: perMinute(1_500),
      at: perMinute(4),
      quota: fc.constantFrom(3_000n, 20_000n, 9_223_372_036_854_775_807n),
    }),
    steps: fc.array(step, { minLength: 1, maxLength: 40 }),
  });
  await fc.assert(
    fc.asyncProperty(stories, async ({ credits, spentBefore, limits, steps }) => {
      const world = new World(credits + spentBefore, spentBefore, limits);
      await world.open();
      for (const one of steps) {
        await world.run(one);
        await world.compare();
      }
      for (const callId of world.settled.keys()) world.booked.add(callId);
      await world.run({ kind: 'book', nth: 0 });
      await world.absorb();
      await world.run({ kind: 'kill', process: 'a' });
      await world.run({ kind: 'kill', process: 'b' });
      await world.compare();
      expect([world.model.held, world.model.unbooked, world.model.spent]).toEqual([
        0n,
        0n,
        spentBefore + world.bookedSum(),
      ]);
    }),
    { numRuns: Number(process.env.ONEGATE_PROPERTY_RUNS ?? 150) },
  );
});

it('not a nano-dollar is lost where billions were paid in and spent', async () => {
  const spent = 8_000_000_000_000_000_001n;
  const limits = { rpm: null, tpm: null, at: null, quota: 9n };
  const world = new World(spent + 5_000n, spent, limits);
  await world.open();
  for (let price = 1_000; price < 200_000; price += 7_777) {
    const call = { kind: 'place', process: 'a', fixed: 0, price, tokens: 5_000, counted: 0 } as const;
    await world.run({ ...call, hasKey: false, limited: [] });
    await world.run({ kind: 'release', nth: 0 });
  }
});

it('what is booked while a quota is asked for stays in its figure', async () => {
  const keys = new RedisKeys(`prop_${randomUUID()}`);
  const book = new HoldBook(redis, keys);
  const known = () => redis.hget(keys.tagged(tag, 'scope:k.1.7.0'), 'base');
  const figure = (spentNano: bigint) => [{ name: 'k.1.7.0', spentNano, forgetAt: 4e12 }];
  // Redis was emptied: it knows nothing of the charge that is booked now.
  expect(await book.scopesOf(tag, ['evt_1'])).toEqual([]);
  await book.nameScopes(tag, figure(0n));
  expect(await book.scopesOf(tag, ['evt_1'])).toEqual(['k.1.7.0']);
  await book.absorb(tag, ['evt_1'], figure(7n));
  await book.openScopes(tag, figure(0n));
  expect(await known()).toBe('7');
  await redis.del(keys.tagged(tag, 'scopes'), keys.tagged(tag, 'scope:k.1.7.0'));
  // Emptied once more, after Postgres was asked: its answer may be too old.
  await book.openScopes(tag, figure(7n));
  expect(await known()).toBeNull();
});
