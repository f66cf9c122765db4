import { createServer, type AddressInfo, type Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { gatewayHouse, type GatewayHouse } from './gateway-house.ts';

let house: GatewayHouse;
let deafUrl: string;

beforeAll(async () => {
  house = await gatewayHouse({ env: { ONEGATE_GATEWAY_TRIES: '1' } });
  deafUrl = await deafServer();
});
afterEach(() => house.removeAccounts());
afterAll(() => house.installation.close());

/** Takes connections and never says a word, so that no encrypted one comes about. */
async function deafServer(): Promise<string> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => sockets.add(socket.on('error', () => socket.destroy())));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  house.installation.onClose(async () => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return `https://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
}

const messages = [{ role: 'user', content: 'Say hello' }];
const long = { connect_ms: 30_000, first_byte_ms: 30_000, idle_ms: 30_000, total_ms: 60_000 };

interface Surface {
  readonly path: string;
  readonly slug: string;
  readonly body: object;
  /** The error in the form of the surface. */
  error(status: number, code: string): object;
  /** What a stream ends with. */
  readonly ends: RegExp;
}

const openAiError = (_status: number, code: string) => ({
  error: { message: expect.any(String), type: expect.any(String), param: null, code },
});
const anthropicTypes: Record<number, string> = { 502: 'api_error', 504: 'timeout_error' };

const surfaces: Record<string, Surface> = {
  chat: {
    path: '/v1/chat/completions',
    slug: 'openai/gpt-4o-mini',
    body: { messages },
    error: openAiError,
    ends: /"finish_reason":"error".*"code":"upstream_timed_out".*\n\ndata: \[DONE\]\n\n$/,
  },
  'account-chat': {
    path: '/api/v1/chat/completions',
    slug: 'openai/gpt-4o-mini',
    body: { messages },
    error: (status) => ({ error: { code: status, message: expect.any(String), metadata: {} } }),
    ends: /"finish_reason":"error".*"code":504.*\n\ndata: \[DONE\]\n\n$/,
  },
  responses: {
    path: '/v1/responses',
    slug: 'openai/gpt-4o-mini',
    body: { input: 'Say hello' },
    error: openAiError,
    ends: /event: error\ndata: .*upstream_timed_out.*\n\nevent: response\.failed\ndata: .*"status":"failed".*\n\n$/,
  },
  messages: {
    path: '/v1/messages',
    slug: 'anthropic/claude-sonnet-4.6',
    body: { max_tokens: 5_000, messages },
    error: (status) => ({
      type: 'error',
      error: { type: anthropicTypes[status], message: expect.any(String) },
      request_id: expect.any(String),
    }),
    ends: /event: error\ndata: .*"type":"timeout_error".*\n\n$/,
  },
  completions: {
    path: '/v1/completions',
    slug: 'openai/gpt-4o-mini',
    body: { prompt: 'Say hello', max_tokens: 5_000 },
    error: openAiError,
    ends: /"finish_reason":"error".*"code":"upstream_timed_out".*\n\ndata: \[DONE\]\n\n$/,
  },
};

const native: Surface = {
  path: '/api',
  slug: 'openai/gpt-4o-mini',
  body: { messages },
  error: (status) => ({ code: status, output: { error: expect.any(String), content: expect.any(String) } }),
  ends: /$^/,
};

function asked({ path, slug, body }: Surface, script: string, isStream = false): Promise<Response> {
  return fetch(house.call.url + path, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${house.apiKey}`,
      'content-type': 'application/json',
      'x-simulate': script,
    },
    body: JSON.stringify({ model: slug, ...body, ...(isStream && { stream: true }) }),
  });
}

const simulatorUrl = () => `${house.installation.config.simulator.url}/v1`;

describe.each(Object.entries({ ...surfaces, native }))('By %s, a provider', (_name, surface) => {
  const failures: readonly (readonly [string, object, number, string])[] = [
    ['to which no connection comes about in time', { connect_ms: 150 }, 502, 'upstream_unreachable'],
    ['that says nothing in time', { first_byte_ms: 150 }, 504, 'upstream_timed_out'],
    ['that takes longer than a call may', { total_ms: 150 }, 504, 'upstream_timed_out'],
  ];
  it.each(failures)('%s: its call fails, and costs nothing', async (_what, wait, status, code) => {
    const isDeaf = 'connect_ms' in wait;
    const base_url = isDeaf ? deafUrl : simulatorUrl();
    const kind = isDeaf ? 'openai-compatible' : 'simulator';
    await house.account(surface.slug, { kind, base_url, timeouts: { ...long, ...wait } });
    const answer = await asked(surface, 'hang');
    expect([answer.status, await answer.json()]).toMatchObject([status, surface.error(status, code)]);
    expect(house.calls.at(-1)).toMatchObject({ ends: [], released: 1 });
  });
});

describe.each(Object.entries(surfaces))('A stream of %s', (_name, surface) => {
  it('that takes longer than a call may ends with the event of a time-out, and is charged', async () => {
    await house.account(surface.slug, { base_url: simulatorUrl(), timeouts: { ...long, total_ms: 400 } });
    const answer = await asked(surface, 'out=5000,tps=100', true);
    expect(answer.status).toBe(200);
    expect((await answer.text()).split('\n\n').slice(-3).join('\n\n')).toMatch(surface.ends);
    const end = await house.settled(answer.headers.get('x-request-id'));
    expect(end).toMatchObject({ status: 'interrupted', disconnect: 'none' });
    expect(Number(end.usage.output)).toBeGreaterThan(0);
  });
});
