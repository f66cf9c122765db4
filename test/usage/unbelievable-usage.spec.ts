import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { RouteTable } from '@onegate/models';
import { Database } from '@onegate/platform';
import { RecordedEvent } from '@onegate/usage';
import { people } from '../account/people.ts';
import { gatewayHouse, type GatewayHouse } from '../gateway/gateway-house.ts';
import { LoopbackProvider } from '../gateway/loopback-provider.ts';
import { until } from '../setup/until.ts';
import { modelNamed } from '../upstreams/catalog.ts';

const model = 'openai/gpt-4o';
const messages = [{ role: 'user', content: 'Hello' }];
/** Of what its server tells. */
const absurd = 2 ** 40;

let house: GatewayHouse;

beforeAll(async () => {
  house = await gatewayHouse();
  await house.installation.worker();
});
afterAll(() => house.installation.close());

/** Of an organization whose own account at a provider tells absurd figures. */
async function boastingKey(): Promise<string> {
  const provider = await LoopbackProvider.start(house.installation);
  provider.answers(200, {
    id: 'chatcmpl-1',
    object: 'chat.completion',
    created: 1,
    model: 'm',
    choices: [{ index: 0, message: { role: 'assistant', content: 'Hello' }, finish_reason: 'stop' }],
    usage: { prompt_tokens: 1, completion_tokens: absurd, total_tokens: absurd + 1, cost: 1e12 },
  });
  const folk = people(house.app, house.call);
  const where = await folk.organization();
  const made = await where.owner.call.post(`${where.path}/upstream-accounts`, {
    name: 'Our own',
    kind: 'openai-compatible',
    baseUrl: provider.url,
    credentials: { api_key: 'sk-own' },
    exclusive: true,
    models: [{ model, upstreamName: 'x' }],
  });
  expect(made.status).toBe(200);
  const { id } = await modelNamed(house.app, model);
  const tenants = 'select id from tenants where public_id = $1';
  const [tenant] = await house.app.get(Database).query<{ id: string }>(tenants, [where.id]);
  await until('the route', async () => {
    const routes = await house.app.get(RouteTable).routesTo(id, Number(tenant?.id));
    return routes.some(({ account }) => account.tenantId !== null);
  });
  return folk.key(where.owner, where);
}

async function booked(key: string, path: string, body: object): Promise<RecordedEvent> {
  const { status, headers } = await house.call.signedIn(key).post(path, { model, ...body });
  expect(status).toBe(200);
  const where = { requestId: headers.get('x-request-id') ?? '' };
  const events = house.app.get(Database).of(RecordedEvent);
  return until('the call to be booked', async () => (await events.findOne({ where })) ?? undefined);
}

it('what nobody can have used is counted here, and all are charged as before', async () => {
  const key = await boastingKey();
  for (const [path, body] of [
    ['/v1/chat/completions', { messages }],
    ['/v1/messages', { messages, max_tokens: 50 }],
  ] as const) {
    const event = await booked(key, path, body);
    expect(event).toMatchObject({ isOwnUpstream: true, chargedNano: 0n, reportedCostNano: null });
    expect(event.countSource).not.toBe('upstream');
    expect(event.usage.output).toBeLessThan(50);
  }
  const other = await booked(house.apiKey, '/v1/chat/completions', { messages });
  expect(other).toMatchObject({ countSource: 'upstream', isOwnUpstream: false });
  expect(other.chargedNano).toBeGreaterThan(0n);
});
