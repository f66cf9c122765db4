import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { administration } from '../admin/administration.ts';
import { gatewayHouse, type GatewayHouse } from '../gateway/gateway-house.ts';
import { LoopbackProvider } from '../gateway/loopback-provider.ts';
import type { Caller } from '../setup/caller.ts';

const model = 'openai/gpt-4o';
const speaking = { settings: { speaks_responses: 'yes' } };

let house: GatewayHouse;
let caller: Caller;
let boss: Caller;
let provider: LoopbackProvider;
/** Whether the provider has the path at all. */
let hasResponses = false;

beforeAll(async () => {
  house = await gatewayHouse();
  caller = house.call.signedIn(house.apiKey);
  ({ boss } = await administration(house.app, house.call));
  provider = await LoopbackProvider.start(house.installation);
  provider.does((response, { path, text }) => {
    const json = (status: number, body: object) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    if (path.endsWith('/models')) return json(200, { object: 'list', data: [{ id: 'gpt-4o' }] });
    if (path.endsWith('/chat/completions')) return json(200, chat);
    if (!hasResponses) return json(404, { detail: 'Not Found' });
    return json(text === '{}' ? 400 : 200, {
      id: 'resp_there',
      object: 'response',
      status: 'completed',
      output: [],
    });
  });
});
afterEach(() => house.removeAccounts());
afterAll(() => house.installation.close());

const chat = {
  id: 'chatcmpl-1',
  object: 'chat.completion',
  created: 1,
  model: 'gpt-4o',
  choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content: 'Hello there' } }],
  usage: { prompt_tokens: 3, completion_tokens: 2, total_tokens: 5 },
};

const account = (fields = {}) =>
  house.account(model, { kind: 'openai-compatible', base_url: provider.url, ...fields });

interface Answer {
  readonly id: string;
  readonly output: readonly { content: readonly { text: string }[] }[];
}

describe('an OpenAI-compatible server', () => {
  it('is asked for responses in chat, as most have nothing else', async () => {
    hasResponses = false;
    await account();
    const { status, headers, body } = await caller.post<Answer>('/v1/responses', { model, input: 'Hi' });
    expect(status).toBe(200);
    expect(headers.get('x-onegate-translated')).toBe('true');
    expect(body.output[0]?.content[0]?.text).toBe('Hello there');
    expect(provider.last.path).toBe('/v1/chat/completions');
  });

  it('is asked for them as they are where its account says that it has them', async () => {
    hasResponses = true;
    await account(speaking);
    const { status, body } = await caller.post<Answer>('/v1/responses', { model, input: 'Hi' });
    expect([status, body.id]).toEqual([200, 'resp_there']);
    expect(provider.last.path).toBe('/v1/responses');
  });

  it.each([true, false])('tells whether it has them when its account is tested (%s)', async (has) => {
    hasResponses = has;
    const { body } = await boss.post(`/api/upstream-accounts/${await account()}/test`, {});
    expect(body).toMatchObject({ ok: true, speaks_responses: has });
  });

  it('takes no other words for it', async () => {
    const draft = {
      name: 'Unclear',
      kind: 'openai-compatible',
      base_url: provider.url,
      settings: { speaks_responses: 'maybe' },
    };
    const { status, body } = await boss.post('/api/upstream-accounts', draft);
    expect(status).toBe(422);
    expect(body).toHaveProperty(['errors', 'settings.speaks_responses']);
  });
});
