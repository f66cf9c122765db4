import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { KeyGrant, Principal } from '@onegate/auth';
import { accountOf, Ledger, tagOf, type AccountTag } from '@onegate/billing';
import type { CatalogModel, PriceTable, PriceTier } from '@onegate/models';
import { newId, RedisKeys } from '@onegate/platform';
import { Admission, type CallAsk, type CallEnd } from '@onegate/usage';
import { Redis } from 'ioredis';
import { given } from '../setup/given.ts';

type SaidFacts = Pick<CatalogModel, 'id' | 'slug' | 'contextLength' | 'maxOutputTokens' | 'markupBps'>;

interface ModelFacts extends Partial<SaidFacts> {
  readonly prices?: PriceTable;
  readonly tiers?: PriceTier[];
}

/** A dollar for a million tokens in, and ten for a million out, unless told. */
export function model({ prices, tiers = [], ...facts }: ModelFacts = {}): CatalogModel {
  const table = { input: '0.000001', output: '0.00001', ...prices };
  return {
    id: 1,
    slug: 'openai/gpt-4o-mini',
    canonicalSlug: null,
    aliases: [],
    maxOutputTokens: 10_000,
    markupBps: null,
    price: { id: 1, prices: table, tiers, unknown: [] },
    ...facts,
  } as unknown as CatalogModel;
}

let keys = 0;
/** A key without limits, but for those given. */
export function keyGrant(limits: Partial<KeyGrant> = {}): KeyGrant {
  keys += 1;
  return {
    id: keys,
    publicId: `key_${keys}`,
    tenantId: null,
    quotaNanoUsd: null,
    quotaPeriod: 'none',
    requestsPerMinute: null,
    tokensPerMinute: null,
    concurrentRequests: null,
    allowedModels: null,
    isUnlimited: false,
    ...limits,
  };
}

export function principal(userId: number, key: KeyGrant | null = null): Principal {
  return {
    userId,
    userPublicId: `usr_${userId}`,
    email: 'caller@example.com',
    isSuperAdmin: false,
    homeTenantId: null,
    activeTenantId: null,
    roles: new Map(),
    keyId: key?.id ?? null,
    key,
    sessionId: null,
  };
}

export interface AskFacts extends Partial<Omit<CallAsk, 'principal' | 'estimate'>> {
  readonly promptTokens?: number;
  readonly maxOutputTokens?: number | null;
  readonly answers?: number;
  readonly others?: CallAsk['estimate']['others'];
}

export function ask(who: Principal, facts: AskFacts = {}): CallAsk {
  const { promptTokens = 1_000, maxOutputTokens = 100, answers = 1, others, ...rest } = facts;
  return {
    eventId: newId('evt'),
    requestId: newId('req'),
    principal: who,
    ip: null,
    serviceUser: null,
    operation: 'chat',
    requestedModel: 'gpt-4o-mini',
    models: [model()],
    estimate: { promptTokens, maxOutputTokens, answers, ...(others ? { others } : {}) },
    isStream: false,
    ...rest,
  };
}

export function end(
  usage: CallEnd['usage'] = { input: 1_000, output: 100 },
  facts: Partial<CallEnd> = {},
): CallEnd {
  return {
    model: model(),
    route: null,
    usage,
    countSource: 'upstream',
    reportedCostNano: null,
    generationId: null,
    status: 'completed',
    httpStatus: 200,
    finishReason: 'stop',
    disconnect: 'none',
    latencyMs: 12,
    firstTokenMs: null,
    attempts: 1,
    isCached: false,
    ...facts,
  };
}

export interface Figures {
  readonly credits: bigint;
  readonly spent: bigint;
  readonly pending: bigint;
  readonly held: bigint;
  readonly holds: number;
}

/** Accounts with money, and what Redis says of them. */
export function bench(app: NestFastifyApplication) {
  const redis = app.get(Redis);
  const keysOf = app.get(RedisKeys);
  return {
    admission: app.get(Admission),
    redis,

    async person(credit: bigint): Promise<{ who: Principal; tag: AccountTag }> {
      const { id } = await given(app).user();
      const who = principal(id);
      if (credit > 0n) await this.credit(who, credit);
      return { who, tag: tagOf(accountOf(who)) };
    },

    async credit(who: Principal, amount: bigint): Promise<void> {
      const account = accountOf(who);
      await app.get(Ledger).grantCredit({ account, amount, kind: 'purchase', reference: newId('pay') });
    },

    async figures(tag: AccountTag): Promise<Figures> {
      const hash = await redis.hgetall(keysOf.tagged(tag, 'wallet'));
      return {
        credits: BigInt(hash.credits ?? 0),
        spent: BigInt(hash.spent ?? 0),
        pending: BigInt(hash.pending ?? 0),
        held: BigInt(hash.held ?? 0),
        holds: await redis.hlen(keysOf.tagged(tag, 'calls')),
      };
    },
  };
}
export type Bench = ReturnType<typeof bench>;
