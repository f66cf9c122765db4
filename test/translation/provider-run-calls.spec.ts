import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { chatWire, messagesWire, responsesWire, streamedAnswer, type Wire } from '@onegate/gateway';
import { PlayingProvider } from './playing-provider.js';
import { translationOf } from './translating.js';

const item = (type: string, id: string, more: object) => ({ type, id, status: 'completed', ...more });
const search = item('web_search_call', 'ws_1', {
  name: 'web_search',
  arguments: '{"query":"Onegate"}',
  action: { type: 'search', query: 'Onegate', sources: [] },
});
const posts = item('custom_tool_call', 'ctc_1', { name: 'x_keyword_search', input: '{"query":"Onegate"}' });
const said = 'It is a gateway.';
const weather = (status: string, args: string) => ({
  ...item('function_call', 'fc_1', { name: 'weather', call_id: 'call_1', arguments: args }),
  status,
});

function grok(...events: readonly { readonly type: string }[]): string {
  const opening = { id: 'resp_1', object: 'response', model: 'grok-4', output: [], status: 'in_progress' };
  const usage = { input_tokens: 10, output_tokens: 5, total_tokens: 15 };
  return [
    { type: 'response.created', response: opening },
    ...events,
    { type: 'response.completed', response: { ...opening, status: 'completed', usage } },
  ]
    .map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`)
    .join('');
}

const around = (output_index: number, added: object, done: object = added) => [
  { type: 'response.output_item.added', output_index, item: added },
  { type: 'response.output_item.done', output_index, item: done },
];
const runByProvider = [...around(0, search), ...around(1, posts)];
const text = [
  {
    type: 'response.output_item.added',
    output_index: 2,
    item: { type: 'message', id: 'msg_1', role: 'assistant', status: 'in_progress', content: [] },
  },
  { type: 'response.output_text.delta', item_id: 'msg_1', output_index: 2, content_index: 0, delta: said },
];
const called = around(3, weather('in_progress', ''), weather('completed', '{"city":"Paris"}'));

const messages = [{ role: 'user', content: 'Hi' }];
const schema = { type: 'object', properties: { city: { type: 'string' } } };

const clients: { wire: Wire; body: object; ofClient: RegExp; atEnd: (calls: boolean) => string }[] = [
  {
    wire: messagesWire,
    body: {
      max_tokens: 20,
      messages,
      tools: [
        { type: 'web_search_20250305', name: 'web_search' },
        { name: 'weather', input_schema: schema },
      ],
    },
    ofClient: /"type":"tool_use"[^}]*"name":"(\w+)"/g,
    atEnd: (calls) => `"stop_reason":"${calls ? 'tool_use' : 'end_turn'}"`,
  },
  {
    wire: responsesWire,
    body: {
      input: 'Hi',
      tools: [{ type: 'web_search' }, { type: 'function', name: 'weather', parameters: schema }],
    },
    ofClient: /"type":"response.output_item.added"[^}]*"type":"function_call"[^}]*"name":"(\w+)"/g,
    atEnd: () => '"type":"response.completed"',
  },
  {
    wire: chatWire,
    body: {
      messages,
      web_search_options: {},
      tools: [{ type: 'function', function: { name: 'weather', parameters: schema } }],
    },
    ofClient: /"function":\{"name":"(\w+)"/g,
    atEnd: (calls) => `"finish_reason":"${calls ? 'tool_calls' : 'stop'}"`,
  },
];

describe('Calls that the provider runs itself', () => {
  let provider: PlayingProvider;

  beforeAll(async () => {
    provider = await PlayingProvider.start();
  });
  afterAll(() => provider.stop());

  const written = async (wire: Wire, asked: object, stream: string) => {
    provider.streams(stream);
    const body = { model: 'vendor/model', stream: true, ...asked };
    const { events } = await streamedAnswer(
      await translationOf({ kind: 'xai', address: provider.address, model: 'grok-4', wire, body }),
    );
    let all = '';
    for await (const piece of events) all += piece;
    return all;
  };
  const cases = clients.map((client) => ({ protocol: client.wire.protocol, ...client }));

  it.each(cases)('are none of the client’s, in $protocol', async ({ wire, body, ofClient, atEnd }) => {
    const all = await written(wire, body, grok(...runByProvider, ...text));
    expect([...all.matchAll(ofClient)]).toEqual([]);
    expect(all).toContain(atEnd(false));
    expect(all).toContain(said);
  });

  it.each(cases)('stand beside the client’s own, in $protocol', async ({ wire, body, ofClient, atEnd }) => {
    const all = await written(wire, body, grok(...runByProvider, ...text, ...called));
    expect([...all.matchAll(ofClient)].map(([, name]) => name)).toEqual(['weather']);
    expect(all).toContain(atEnd(true));
  });

  it('leave a block of its own to the text of a message', async () => {
    const [client] = clients;
    const all = await written(messagesWire, client?.body ?? {}, grok(...runByProvider, ...text));
    const events = all
      .split('\n')
      .filter((line) => line.startsWith('data: '))
      .map((line) => JSON.parse(line.slice('data: '.length)) as Record<string, unknown>);
    const blocks = events.filter(({ type }) => type === 'content_block_start');
    expect(blocks.map(({ content_block }) => content_block)).toMatchObject([
      { type: 'server_tool_use', name: 'web_search' },
      { type: 'web_search_tool_result' },
      { type: 'text' },
    ]);
    expect(events).toContainEqual({
      type: 'content_block_delta',
      index: 2,
      delta: { type: 'text_delta', text: said },
    });
  });
});
