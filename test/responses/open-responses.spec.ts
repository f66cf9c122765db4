import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { WebSocket } from 'ws';
import type { Caller } from '../setup/caller.ts';
import { gatewayHouse, type GatewayHouse } from '../gateway/gateway-house.ts';
import { until } from '../setup/until.ts';
import { brokenRulesOfResponses, eventsOf, type Event } from '../translation/answer-rules.ts';
import {
  againstSchema,
  missingIn,
  missingInEvents,
  missingInItem,
  type ResponseLike,
} from './open-responses.ts';

let house: GatewayHouse;
let caller: Caller;

beforeAll(async () => {
  house = await gatewayHouse();
  const base_url = `${house.installation.config.simulator.url}/v1`;
  await house.account(translated, { kind: 'anthropic', base_url });
  const models = [{ model: breaking, upstream_name: 'claude-haiku-4-5+out=50,cut=6' }];
  await house.account(breaking, { kind: 'anthropic', base_url, models });
  caller = house.call.signedIn(house.apiKey);
});
afterAll(() => house.installation.close());

const passed = 'gpt-4o-mini';
const translated = 'anthropic/claude-sonnet-4.6';
const tools = [{ type: 'function', name: 'weather', parameters: { type: 'object', properties: {} } }];
/** Translated too: its provider breaks off. */
const breaking = 'anthropic/claude-haiku-4.5';
const asks = {
  text: { input: 'Hello' },
  tool: { input: 'Weather?', tools, tool_choice: 'required' },
  everything: {
    input: [{ role: 'user', content: [{ type: 'input_text', text: 'Hello' }] }],
    instructions: 'Be brief',
    metadata: { a: 'b' },
    temperature: 0.5,
    max_output_tokens: 400,
    prompt_cache_key: 'k',
    safety_identifier: 'somebody',
  },
};
const cases = [passed, translated].flatMap((model) =>
  Object.entries(asks).map(([name, ask]) => ({ model, name, ask: { model, ...ask } })),
);

const lastPath = () => house.journal.list().at(-1)?.path;

type Stored = ResponseLike & { readonly id: string; readonly status: string };

async function made(body: object): Promise<Stored> {
  const { status, body: answer } = await caller.post<Stored>('/v1/responses', body);
  expect({ status, answer }).toMatchObject({ status: 200 });
  return answer;
}

async function streamed(path: string, body?: object, headers = {}): Promise<Event[]> {
  const answer = await fetch(`${house.call.url}${path}`, {
    method: body ? 'POST' : 'GET',
    headers: { authorization: `Bearer ${house.apiKey}`, 'content-type': 'application/json', ...headers },
    ...(body && { body: JSON.stringify(body) }),
  });
  expect(answer.status).toBe(200);
  const frames = (await answer.text()).split('\n\n').filter((frame) => frame.startsWith('event: '));
  return eventsOf(frames.join('\n\n'));
}

function expectWhole(response: ResponseLike): void {
  expect(missingIn(response)).toEqual([]);
  expect(againstSchema('openresponses.responses.response', response)).toEqual([]);
}

function expectWholeEvents(events: readonly Event[]): void {
  expect(missingInEvents(events)).toEqual([]);
  expect(againstSchema('openresponses.responses.event', ...events)).toEqual([]);
}

describe('every field that the open specification requires is there', () => {
  it.each(cases)('in a response of $model ($name) and in what is kept of it', async ({ ask }) => {
    const response = await made(ask);
    expect(lastPath()).toBe(ask.model === passed ? '/v1/responses' : '/v1/messages');
    expectWhole(response);
    const { body } = await caller.get<ResponseLike>(`/v1/responses/${response.id}`);
    expectWhole(body);
    expect(body.output).toEqual(response.output);
  });

  it.each(cases)('in the events of $model ($name), live and told once more', async ({ ask }) => {
    const events = await streamed('/v1/responses', { ...ask, stream: true });
    expectWholeEvents(events);
    expect(brokenRulesOfResponses(events)).toEqual([]);
    const { id } = (events[0] as Event & { response: Stored }).response;
    expect(await streamed(`/v1/responses/${id}?stream=true`)).toEqual(events);
    expect(await streamed(`/v1/responses/${id}?stream=true&starting_after=3`)).toEqual(events.slice(4));
  });

  it.each(cases)('in the events of a response of $model ($name) that came in one piece', async ({ ask }) => {
    const { id } = await made(ask);
    const events = await streamed(`/v1/responses/${id}?stream=true`);
    expectWholeEvents(events);
    expect(brokenRulesOfResponses(events)).toEqual([]);
  });

  it('in one that goes on from another, in a conversation too', async () => {
    const { id } = await made({ model: passed, input: 'One' });
    expectWhole(await made({ model: passed, input: 'Two', previous_response_id: id }));
    const ask = { model: translated, input: 'Three', previous_response_id: id, stream: true };
    expectWholeEvents(await streamed('/v1/responses', ask));
    const { body } = await caller.post<{ id: string }>('/v1/conversations', {});
    expectWhole(await made({ model: passed, input: 'Four', conversation: body.id }));
  });

  it('in one in the background: queued, running, streamed, done, and cancelled', async () => {
    const queued = await made({ model: passed, input: 'x', background: true });
    expect(queued.status).toBe('queued');
    expectWhole(queued);
    const done = await until('it to be done', async () => {
      const { body } = await caller.get<Stored>(`/v1/responses/${queued.id}`);
      expectWhole(body);
      return body.status === 'completed' && body;
    });
    expect(done.output).not.toEqual([]);
    const live = await streamed('/v1/responses', {
      model: passed,
      input: 'x',
      background: true,
      stream: true,
    });
    expectWholeEvents(live);
    const slow = { model: passed, input: 'x', background: true };
    const headers = { 'x-simulate': 'out=2000,tps=50' };
    const { body } = await caller.with(headers).post<Stored>('/v1/responses', slow);
    const cancelled = await caller.post<Stored>(`/v1/responses/${body.id}/cancel`, {});
    expect(cancelled.body.status).toBe('cancelled');
    expectWhole(cancelled.body);
    const told = await streamed(`/v1/responses/${body.id}?stream=true`);
    expect(told.length).toBeGreaterThan(0);
  });

  it('in one that failed', async () => {
    const queued = await made({ model: 'no-such-model', input: 'x', background: true });
    const failed = await until('it to have failed', async () => {
      const { body } = await caller.get<Stored>(`/v1/responses/${queued.id}`);
      return body.status === 'failed' && body;
    });
    expectWhole(failed);
    const events = await streamed(`/v1/responses/${queued.id}?stream=true`);
    expectWholeEvents(events);
    expect(events.at(-1)?.type).toBe('response.failed');
  });

  it.each([passed, breaking])('in one of %s that breaks off in mid-stream', async (model) => {
    const headers = { 'x-simulate': 'out=50,cut=5' };
    const events = await streamed('/v1/responses', { model, input: 'x', stream: true }, headers);
    expectWholeEvents(events);
    expect(events.slice(-2).map(({ type }) => type)).toEqual(['error', 'response.failed']);
  });

  it('in lists of input items and in conversations', async () => {
    const input = [
      { role: 'user', content: 'one' },
      { role: 'assistant', content: 'two' },
      { type: 'function_call', call_id: 'c1', name: 'weather', arguments: '{}' },
      { type: 'function_call_output', call_id: 'c1', output: 'sunny' },
    ];
    const { id } = await made({ model: passed, input, tools });
    const { body: page } = await caller.get<ItemList>(`/v1/responses/${id}/input_items`);
    expect(page.data.flatMap(missingInItem)).toEqual([]);
    expect(againstSchema('openai.responses.input_items', page)).toEqual([]);
    const conversation = await caller.post<{ id: string }>('/v1/conversations', { items: input });
    expect(againstSchema('openai.conversations.create', conversation.body)).toEqual([]);
    const path = `/v1/conversations/${conversation.body.id}`;
    const { body: items } = await caller.get<ItemList>(`${path}/items`);
    expect(items.data.flatMap(missingInItem)).toEqual([]);
    expect(againstSchema('openai.conversations.items', items)).toEqual([]);
    const { body: gone } = await caller.delete(path);
    expect(againstSchema('openai.conversations.delete', gone)).toEqual([]);
  });

  it('in empty lists: first and last are null', async () => {
    const { body } = await caller.post<{ id: string }>('/v1/conversations', {});
    const { body: items } = await caller.get<ItemList>(`/v1/conversations/${body.id}/items`);
    expect(items).toEqual({ object: 'list', data: [], first_id: null, last_id: null, has_more: false });
  });

  it('in compactions and counts', async () => {
    const input = [{ role: 'user', content: 'My name is Ada' }];
    const { body } = await caller.post<ResponseLike>('/v1/responses/compact', { model: passed, input });
    expect(body.output.flatMap(missingInItem)).toEqual([]);
    expect(againstSchema('openresponses.compact', body)).toEqual([]);
    const count = await caller.post('/v1/responses/input_tokens', { model: passed, input });
    expect(againstSchema('openai.responses.input_tokens', count.body)).toEqual([]);
    expect(count.body).toEqual({ object: 'response.input_tokens', input_tokens: expect.any(Number) });
  });

  it.each([passed, translated])('in the frames of a WebSocket (%s)', async (model) => {
    const url = `${house.call.url.replace('http', 'ws')}/v1/responses`;
    const socket = new WebSocket(url, { headers: { authorization: `Bearer ${house.apiKey}` } });
    await once(socket, 'open');
    const events: Event[] = [];
    const over = new Promise<void>((done) => {
      socket.on('message', (data: Buffer) => {
        const event = JSON.parse(data.toString()) as Event;
        events.push(event);
        if (event.type === 'response.completed') done();
      });
    });
    socket.send(JSON.stringify({ type: 'response.create', model, input: 'Hello' }));
    await over;
    socket.close();
    expectWholeEvents(events);
    expect(brokenRulesOfResponses(events)).toEqual([]);
  });
});

interface ItemList {
  readonly data: readonly { type: string }[];
}
