import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { ApiKeysService } from '@onegate/auth';
import { Database, usd } from '@onegate/platform';
import type { UsageEvent } from '@onegate/usage';
import {
  people,
  refusal,
  type Enveloped,
  type Items,
  type Organization,
  type Person,
} from '../account/people.ts';
import type { Caller } from '../setup/caller.ts';
import { Installation } from '../setup/installation.ts';
import { recorded, usageEvents } from './usage-bench.ts';

type Item = Readonly<Record<string, unknown>> & { readonly id: string };

let installation: Installation;
let app: NestFastifyApplication;
let call: Caller;
let world: ReturnType<typeof people>;
let acme: Organization;
let acmeId: number;
let member: Person & { memberId: string };
let stranger: Person;
let model: { id: number; slug: string };

const january = 'startDate=2026-01-01&endDate=2026-01-31';
const noon = Date.UTC(2026, 0, 15, 12);

beforeAll(async () => {
  installation = await Installation.create();
  ({ app, call } = await installation.api());
  world = people(app, call);
  acme = await world.organization();
  member = await world.joined(acme, 'member');
  stranger = await world.person();
  const [tenant] = await app
    .get(Database)
    .query<{ id: number }>('select id::integer from tenants where public_id = $1', [acme.id]);
  acmeId = tenant?.id ?? 0;
  [model = { id: 0, slug: '' }] = await app
    .get(Database)
    .query<typeof model>('select id::integer, slug from models order by id limit 1');
  await recorded(app, [
    ...calls(member, 25, (index) => ({ settledAt: noon + index })),
    ...calls(member, 3, () => ({ account: `u${member.user.id}`, operation: 'embeddings', settledAt: noon })),
    ...calls(acme.owner, 2, () => ({ settledAt: noon + 86_400_000, chargedNano: '1499' })),
    ...calls(stranger, 4, () => ({ account: `u${stranger.user.id}`, settledAt: noon })),
  ]);
});
afterAll(() => installation.close());

function calls({ user }: Person, count: number, of: (index: number) => Partial<UsageEvent>): UsageEvent[] {
  const common = { userId: user.id, modelId: model.id, modelSlug: model.slug } as const;
  return usageEvents(count, (index) => ({ account: `o${acmeId}`, ...common, ...of(index) }));
}

describe('GET /api/v1/users/{id}/usages', () => {
  it('200 with the shape that editors read, money in millionths of a dollar', async () => {
    const { body } = await member.call.get<Enveloped<Items<Item>>>('/api/v1/users/me/usages?limit=1');
    expect(body).toMatchObject({ success: true, data: { nextToken: expect.any(String) } });
    expect(body.data.items).toEqual([
      {
        id: expect.stringMatching(/^evt_/),
        generationId: expect.stringMatching(/^gen_/),
        userId: member.user.publicId,
        organizationId: acme.id,
        aiInferenceProviderName: 'openai',
        aiModelName: model.slug,
        aiModelTypeName: 'chat',
        promptTokens: 120,
        completionTokens: 50,
        totalTokens: 170,
        costUsd: 1_200,
        creditsUsed: 1_200,
        createdAt: new Date(noon + 24 - 500).toISOString(),
        operation: 'chat_completion',
        metadata: expect.objectContaining({ status: 'completed', countSource: 'upstream' }),
      },
    ]);
  });

  it('200 page by page: everything once, the newest first', async () => {
    const seen: Item[] = [];
    for (let cursor = ''; ;) {
      const path = `/api/v1/users/${member.user.publicId}/usages?limit=10&cursor=${cursor}`;
      const { data } = (await member.call.get<Enveloped<Items<Item>>>(path)).body;
      seen.push(...data.items);
      if (!data.nextToken) break;
      cursor = data.nextToken;
    }
    expect(seen).toHaveLength(28);
    expect(new Set(seen.map(({ id }) => id)).size).toBe(28);
    const times = seen.map(({ createdAt }) => String(createdAt));
    expect(times).toEqual(times.toSorted().toReversed());
  });

  it('200 with a key: the calls on its account only', async () => {
    const listed = async (key: string) =>
      (await call.signedIn(key).get<Enveloped<Items<Item>>>('/api/v1/users/me/usages?limit=100')).body.data
        .items;
    expect(await listed(await world.key(member, acme))).toHaveLength(25);
    const own = await listed(await world.key(member));
    expect(own).toHaveLength(3);
    expect(own[0]).toMatchObject({
      organizationId: '',
      operation: 'embedding',
      aiModelTypeName: 'embeddings',
    });
  });

  it('404 for somebody else, 400 for a cursor of another list', async () => {
    const path = `/api/v1/users/${member.user.publicId}/usages`;
    expect(await stranger.call.get(path)).toMatchObject(refusal(404));
    expect(await acme.owner.call.get(path)).toMatchObject(refusal(404));
    expect(await member.call.get(`${path}?cursor=nonsense`)).toMatchObject(refusal(400));
  });
});

describe('GET /api/v1/users/{id}/usages/daily', () => {
  it('200 by day, model and operation', async () => {
    const { body } = await member.call.get<Enveloped<Items<Item>>>(
      `/api/v1/users/me/usages/daily?${january}`,
    );
    expect(body.data.items).toEqual([
      {
        date: '2026-01-15',
        operation: 'chat_completion',
        aiModelTypeName: 'chat',
        aiModelName: model.slug,
        requests: 25,
        promptTokens: 3_000,
        completionTokens: 1_250,
        totalTokens: 4_250,
        costUsd: 30_000,
        creditsUsed: 30_000,
      },
      expect.objectContaining({ date: '2026-01-15', operation: 'embedding', requests: 3 }),
    ]);
  });

  it('400 for days that are none', async () => {
    const path = '/api/v1/users/me/usages/daily?startDate=2026-13-01';
    expect(await member.call.get(path)).toMatchObject(refusal(400));
  });
});

describe('GET /api/v1/organizations/{id}/usages and /metrics', () => {
  it('200 with what all members used, and the sum rounded once', async () => {
    const { body } = await acme.owner.call.get<Enveloped<Item>>(`${acme.path}/usages?${january}`);
    expect(body.data).toMatchObject({
      organizationId: acme.id,
      startDate: '2026-01-01',
      totals: { requests: 27, costUsd: 30_003 },
      items: [
        { date: '2026-01-16', aiModelName: model.slug, requests: 2 },
        { date: '2026-01-15', requests: 25 },
      ],
    });
  });

  it('200 with members, models and days', async () => {
    const { body } = await acme.owner.call.get<Enveloped<Item>>(`${acme.path}/metrics?${january}`);
    expect(body.data).toMatchObject({
      totals: { requests: 27 },
      previous: { startDate: '2025-12-01', totals: { requests: 0 } },
      activeMembers: 2,
      models: [{ aiModelName: model.slug, requests: 27 }],
      members: [
        { memberEmail: member.user.email, requests: 25 },
        { memberEmail: acme.owner.user.email, requests: 2 },
      ],
    });
  });

  it('403 for a member, 404 for a stranger', async () => {
    for (const path of ['usages', 'metrics', 'usages/export']) {
      expect(await member.call.get(`${acme.path}/${path}`)).toMatchObject(refusal(403));
      expect(await stranger.call.get(`${acme.path}/${path}`)).toMatchObject(refusal(404));
    }
  });
});

describe('GET /api/v1/organizations/{id}/members/{memberId}/usages', () => {
  const path = () => `${acme.path}/members/${member.memberId}/usages`;

  it('200 for an owner and for the member himself: his calls on this organization, with his name', async () => {
    for (const { call: caller } of [acme.owner, member]) {
      const { body } = await caller.get<Enveloped<Items<Item>>>(`${path()}?limit=100`);
      expect(body.data.items).toHaveLength(25);
      expect(body.data.items[0]).toMatchObject({
        memberDisplayName: member.user.name,
        memberEmail: member.user.email,
        organizationId: acme.id,
      });
    }
  });

  it('403 for another member, 404 for strangers and for nobody', async () => {
    const other = await world.joined(acme, 'member');
    expect(await other.call.get(path())).toMatchObject(refusal(403));
    expect(await stranger.call.get(path())).toMatchObject(refusal(404));
    expect(await acme.owner.call.get(`${acme.path}/members/mem_1/usages`)).toMatchObject(refusal(404));
  });
});

describe('GET …/usages/export', () => {
  it('200 as CSV, workbook and JSON Lines, by as many batches as it takes', async () => {
    await recorded(
      app,
      calls(acme.owner, 2_300, (index) => ({ settledAt: Date.UTC(2026, 2, 1) + (index % 7) })),
    );
    const path = `${acme.path}/usages/export?startDate=2026-03-01&endDate=2026-03-01`;
    const csv = await acme.owner.call.get<string>(path);
    expect(csv.headers.get('content-disposition')).toBe('attachment; filename="usages.csv"');
    expect(csv.body.trim().split('\r\n')).toHaveLength(2_301);
    const lines = (await acme.owner.call.get<string>(`${path}&format=jsonl`)).body.trim().split('\n');
    const rows = lines.map((line) => JSON.parse(line) as Item);
    expect(new Set(rows.map(({ id }) => id)).size).toBe(2_300);
    expect(rows[0]).toMatchObject({
      cost_usd: '0.0012',
      model: model.slug,
      user_email: acme.owner.user.email,
    });
    const xlsx = await acme.owner.call.get<string>(`${path}&format=xlsx`);
    expect(xlsx.headers.get('content-type')).toContain('spreadsheetml');
    const own = await member.call.get<string>(`/api/v1/users/me/usages/export?${january}`);
    expect(own.body.trim().split('\r\n')).toHaveLength(29);
    const reversed = 'startDate=2026-01-31&endDate=2026-01-01';
    for (const query of ['format=pdf', reversed]) {
      const path = `/api/v1/users/me/usages/export?${query}`;
      expect(await member.call.get(path)).toMatchObject({ status: 400 });
    }
  });
});

describe('a key about itself', () => {
  const limited = async (given: object) => {
    const { key, value } = await app
      .get(ApiKeysService)
      .create({ userId: member.user.id, name: 'Budget', tenantId: acmeId, ...given });
    const common = { userId: member.user.id, keyId: key.id, account: `o${acmeId}` } as const;
    await recorded(app, [
      ...usageEvents(2, () => ({ ...common, chargedNano: '100000000' })),
      ...usageEvents(1, () => ({ ...common, chargedNano: '7', settledAt: Date.UTC(2026, 0, 3) })),
    ]);
    return { key, caller: call.signedIn(value) };
  };

  it('GET /v1/usage: 200 with its budget in all', async () => {
    const { key, caller } = await limited({ quotaNanoUsd: usd(1), allowedModels: ['openai/gpt-4o-mini'] });
    expect(await caller.get('/v1/usage')).toMatchObject({
      status: 200,
      body: {
        object: 'api_key.usage',
        id: key.publicId,
        name: 'Budget',
        redacted_value: key.redactedValue,
        created_at: Math.floor(key.createdAt.getTime() / 1000),
        expires_at: null,
        foundation: 'all',
        budget: {
          limit_usd: '1.000000000',
          used_usd: '0.200000007',
          remaining_usd: '0.799999993',
          used_percent: 20,
          remaining_percent: 79.99,
          period: 'none',
          resets_at: null,
        },
        subscription: null,
      },
    });
    expect((await caller.get('/api/usage/token/')).body).toEqual({
      code: true,
      message: 'ok',
      data: {
        object: 'token_usage',
        name: 'Budget',
        total_granted: 500_000,
        total_used: 100_000,
        total_available: 400_000,
        unlimited_quota: false,
        model_limits: { 'openai/gpt-4o-mini': true },
        model_limits_enabled: true,
        expires_at: 0,
      },
    });
  });

  it('GET /api/usage/token/: 200 with a key that has expired, which may do nothing else', async () => {
    const expiresAt = new Date(Date.now() - 60_000);
    const { caller } = await limited({ expiresAt });
    const { status, body } = await caller.get<{ data: { expires_at: number } }>('/api/usage/token/');
    expect({ status, expiresAt: body.data.expires_at }).toEqual({
      status: 200,
      expiresAt: Math.floor(expiresAt.getTime() / 1000),
    });
    for (const path of ['/v1/usage', '/v1/dashboard/billing/usage'])
      expect((await caller.get(path)).status).toBe(401);
  });

  it('GET /v1/usage: 200 with the budget of the present period', async () => {
    const { caller } = await limited({ quotaNanoUsd: usd('0.1'), quotaPeriod: 'weekly' });
    const { body } = await caller.get<{ budget: object }>('/v1/usage');
    expect(body.budget).toMatchObject({
      period: 'weekly',
      used_usd: '0.200000000',
      remaining_usd: '0.000000000',
      used_percent: 100,
    });
  });

  it('GET /v1/dashboard/billing/*: 200 with the limit in dollars and the use in cents', async () => {
    const { caller } = await limited({ quotaNanoUsd: usd(5) });
    const billing = '/v1/dashboard/billing';
    expect((await caller.get(`${billing}/subscription`)).body).toMatchObject({
      object: 'billing_subscription',
      hard_limit_usd: 5,
      access_until: 0,
    });
    expect((await caller.get(`${billing}/usage`)).body).toEqual({ object: 'list', total_usage: 20.0000007 });
    const dated = `${billing}/usage?start_date=2026-01-01&end_date=2026-01-31`;
    expect((await caller.get(dated)).body).toEqual({ object: 'list', total_usage: 0.0000007 });
    const zoned = `${billing}/usage?start_date=2026-01-02&end_date=2026-01-02&time_zone=`;
    expect((await caller.get(`${zoned}America/New_York`)).body).toMatchObject({ total_usage: 0.0000007 });
    expect((await caller.get(`${zoned}Asia/Kolkata`)).body).toMatchObject({ total_usage: 0 });
    const free = await limited({});
    expect((await free.caller.get(`${billing}/subscription`)).body).toMatchObject({
      hard_limit_usd: 100_000_000,
    });
    expect((await free.caller.get('/v1/usage')).body).toMatchObject({ budget: { limit_usd: null } });
  });

  it('403 for a session: there is no key to tell of', async () => {
    for (const path of ['/v1/usage', '/api/usage/token/', '/v1/dashboard/billing/usage']) {
      expect(await member.call.get(path)).toMatchObject({ status: 403 });
    }
  });

  it('any page may ask for it from a browser', async () => {
    const { caller } = await limited({});
    const { headers } = await caller.with({ origin: 'https://elsewhere.example' }).get('/v1/usage');
    expect(headers.get('access-control-allow-origin')).toBe('https://elsewhere.example');
  });
});

describe('GET /api/v1/generation', () => {
  it('200 for whoever made the call, by its key too, and for those who see the usage of the organization', async () => {
    const [event] = calls(member, 1, () => ({
      generationId: 'gen_shown',
      settledAt: noon,
      finishReason: 'max_tokens',
    }));
    await recorded(app, event ? [event] : []);
    const path = '/api/v1/generation?id=gen_shown';
    for (const caller of [member.call, acme.owner.call, call.signedIn(await world.key(member, acme))]) {
      expect(await caller.get(path)).toMatchObject({
        status: 200,
        body: {
          data: {
            id: 'gen_shown',
            model: model.slug,
            total_cost: 0.0012,
            tokens_prompt: 120,
            native_tokens_reasoning: 10,
            native_tokens_cached: 20,
            streamed: true,
            cancelled: false,
            is_byok: false,
            finish_reason: 'length',
            native_finish_reason: 'max_tokens',
            latency: 100,
            generation_time: 500,
          },
        },
      });
    }
    expect(await member.call.get(`/api/v1/generation?id=${event?.id}`)).toMatchObject({ status: 200 });
    const personalKey = call.signedIn(await world.key(member));
    const other = await world.joined(acme, 'member');
    for (const caller of [stranger.call, other.call, personalKey]) {
      expect(await caller.get(path)).toMatchObject({
        status: 404,
        body: { error: { code: 404 } },
      });
    }
    expect(await member.call.get('/api/v1/generation')).toMatchObject({ status: 400 });
  });
});
