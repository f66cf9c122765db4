import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Database } from '@onegate/platform';
import { administration, type Administration } from '../admin/administration.ts';
import { gatewayHouse, type GatewayHouse } from '../gateway/gateway-house.ts';
import { LoopbackProvider } from '../gateway/loopback-provider.ts';
import { given } from '../setup/given.ts';
import { until } from '../setup/until.ts';

const model = 'openai/gpt-4o';
const token = 'm'.repeat(20);

interface Compared {
  readonly period: object;
  readonly data: readonly {
    readonly calls: number;
    readonly cost_nano: string;
    readonly reported_cost_nano: string;
    readonly difference_nano: string;
  }[];
}

interface EventRow {
  readonly cost: string;
  readonly charged: string;
  readonly reported: string | null;
}

let house: GatewayHouse;
let admin: Administration;
let provider: LoopbackProvider;
let accountId: number;

beforeAll(async () => {
  house = await gatewayHouse({ env: { ONEGATE_METRICS_TOKEN: token } });
  admin = await administration(house.app, house.call);
  provider = await LoopbackProvider.start(house.installation);
  const { url: base_url } = provider;
  accountId = await house.account(model, { kind: 'openai-compatible', base_url, priority: 1 });
});
afterAll(() => house.installation.close());

function answerThatCost(cost: number | undefined): object {
  const usage = { prompt_tokens: 1_000, completion_tokens: 100, total_tokens: 1_100, cost };
  const message = { role: 'assistant', content: 'Hello' };
  const choices = [{ index: 0, message, finish_reason: 'stop' }];
  return { id: 'gen-1', object: 'chat.completion', created: 1, model, choices, usage };
}

it('what a provider says that a call cost is kept, charges nothing, and is told beside our prices', async () => {
  const caller = house.call.signedIn(await given(house.app).payingKey());
  for (const cost of [0.01, undefined, 0.02]) {
    provider.answers(200, answerThatCost(cost));
    const messages = [{ role: 'user', content: 'Hi' }];
    expect((await caller.post('/v1/chat/completions', { model, messages })).status).toBe(200);
  }
  provider.answers(200, answerThatCost(0.03));
  const translated = { model, max_tokens: 100, messages: [{ role: 'user', content: 'Hi' }] };
  expect((await caller.post('/v1/messages', translated)).status).toBe(200);
  const worker = await house.installation.worker();
  const events = await until('the calls to be in the books', async () => {
    const rows = await house.app.get(Database).query<EventRow>(
      `select cost_nano as cost, charged_nano as charged, reported_cost_nano as reported from usage_events
         where upstream_account_id = $1 order by settled_at`,
      [accountId],
    );
    return rows.length === 4 && rows;
  });
  expect(events.map(({ reported }) => reported)).toEqual(['10000000', null, '20000000', '30000000']);
  const [{ cost } = { cost: '0' }] = events;
  expect(new Set(events.map((event) => event.cost))).toEqual(new Set([cost]));
  expect(new Set(events.map(({ charged }) => charged)).size).toBe(1);

  const { status, body } = await admin.boss.get<Compared>('/api/reconciliation/provider-costs');
  const ours = 3n * BigInt(cost);
  expect(status).toBe(200);
  expect(body.data).toEqual([
    {
      provider: 'openai-compatible',
      upstream_account_id: accountId,
      model,
      calls: 3,
      differing_calls: 3,
      cost_nano: String(ours),
      reported_cost_nano: '60000000',
      difference_nano: String(60_000_000n - ours),
    },
  ]);
  const metrics = house.call.at(await worker.getUrl()).signedIn(token);
  const name = 'onegate_provider_cost_usd_total{provider="openai-compatible",said_by=';
  // Counted once the books are closed over it.
  const told = await until('the costs to be counted', async () => {
    const text = (await metrics.get<string>('/metrics')).body;
    return text.includes(name) && text;
  });
  expect(told).toContain(`${name}"provider"} 0.06`);
  expect(told).toContain(`${name}"prices"} ${Number(ours) / 1e9}`);
});

it('it is for administrators of the platform, and for days that are some', async () => {
  const owner = await admin.person(await admin.tenant(), 'owner');
  const path = '/api/reconciliation/provider-costs';
  expect(await owner.call.get(path)).toMatchObject({ status: 403 });
  const reversed = `${path}?start_date=2026-02-02&end_date=2026-02-01`;
  expect(await admin.boss.get(reversed)).toMatchObject({ status: 422 });
  const earlier = `${path}?start_date=2026-02-01&end_date=2026-02-02&time_zone=Asia/Kolkata`;
  expect((await admin.boss.get(earlier)).body).toEqual({
    period: { start_date: '2026-02-01', end_date: '2026-02-02', time_zone: 'Asia/Kolkata' },
    data: [],
  });
});
