import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { until } from '../setup/until.ts';
import { gatewayHouse, type GatewayHouse } from './gateway-house.ts';
import { LoopbackProvider } from './loopback-provider.ts';

let house: GatewayHouse;
let lenient: GatewayHouse;

beforeAll(async () => {
  house = await gatewayHouse();
  lenient = await gatewayHouse({ env: { ONEGATE_CUT_OFF_STREAMS: 'false' } });
});
afterEach(async () => {
  await house.removeAccounts();
  await lenient.removeAccounts();
});
afterAll(async () => {
  await lenient.installation.close();
  await house.installation.close();
});

const paidTokens = 10;
/** A hundred times what is paid for, in pieces of twenty tokens. */
const pieces = 50;
const words = 'one two three four five six seven eight nine ten '.repeat(2);
const messages = [{ role: 'user', content: 'Count to ten' }];

const sse = (data: object) => `data: ${JSON.stringify(data)}\n\n`;
const event = (data: { type: string }) => `event: ${data.type}\n${sse(data)}`;

const chunk = (choice: object) =>
  sse({
    id: 'chatcmpl-1',
    object: 'chat.completion.chunk',
    created: 1,
    model: 'm',
    choices: [{ index: 0, delta: {}, finish_reason: null, ...choice }],
  });

const response = { id: 'resp_1', object: 'response', created_at: 1, status: 'in_progress', output: [] };

/** Providers that say whatever they like, however long an answer may be. */
const talkative = {
  'openai-compatible': [
    ...Array<string>(pieces).fill(chunk({ delta: { role: 'assistant', content: words } })),
    chunk({ finish_reason: 'stop' }),
    'data: [DONE]\n\n',
  ],
  anthropic: [
    event({
      type: 'message_start',
      message: {
        id: 'msg_1',
        type: 'message',
        role: 'assistant',
        model: 'm',
        content: [],
        usage: { input_tokens: 9, output_tokens: 1 },
      },
    } as { type: string }),
    event({ type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } } as {
      type: string;
    }),
    ...Array<string>(pieces).fill(
      event({ type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: words } } as {
        type: string;
      }),
    ),
    event({ type: 'content_block_stop', index: 0 } as { type: string }),
    event({ type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage: { output_tokens: 1000 } } as {
      type: string;
    }),
    event({ type: 'message_stop' }),
  ],
  openai: [
    event({ type: 'response.created', response } as { type: string }),
    event({
      type: 'response.output_item.added',
      output_index: 0,
      item: { id: 'msg_1', type: 'message', status: 'in_progress', role: 'assistant', content: [] },
    } as { type: string }),
    ...Array<string>(pieces).fill(
      event({
        type: 'response.output_text.delta',
        item_id: 'msg_1',
        output_index: 0,
        content_index: 0,
        delta: words,
      } as { type: string }),
    ),
    event({ type: 'response.completed', response: { ...response, status: 'completed' } } as { type: string }),
  ],
} as const;

async function provider(at: GatewayHouse, kind: keyof typeof talkative, model: string) {
  const loopback = await LoopbackProvider.start(at.installation);
  loopback.does((response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    const left = [...talkative[kind]];
    const timer = setInterval(() => {
      const next = left.shift();
      if (next !== undefined) response.write(next);
      else response.end();
    }, 2);
    response.once('close', () => clearInterval(timer));
  });
  await at.account(model, { kind, base_url: loopback.url });
  return loopback;
}

async function ask(at: GatewayHouse, path: string, body: object): Promise<string> {
  const answer = await fetch(at.call.url + path, {
    method: 'POST',
    headers: { authorization: `Bearer ${at.apiKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({ ...body, stream: true }),
  });
  return answer.text();
}

const gpt = 'openai/gpt-4o-mini';
const claude = 'anthropic/claude-sonnet-4.6';
const ways: [string, keyof typeof talkative, string, string, object, RegExp][] = [
  [
    'chat',
    'openai-compatible',
    gpt,
    '/v1/chat/completions',
    { messages, max_tokens: paidTokens },
    /"finish_reason":"length".*\n\ndata: \[DONE\]\n\n$/,
  ],
  [
    'messages',
    'anthropic',
    claude,
    '/v1/messages',
    { messages, max_tokens: paidTokens },
    /"type":"content_block_stop","index":0\}\n\nevent: message_delta\n.*"stop_reason":"max_tokens".*\n\nevent: message_stop\n.*\n\n$/,
  ],
  [
    'messages, translated',
    'openai-compatible',
    gpt,
    '/v1/messages',
    { messages, max_tokens: paidTokens },
    /event: content_block_stop\n[^]*"stop_reason":"max_tokens"[^]*event: message_stop\n.*\n\n$/,
  ],
  [
    'responses, translated',
    'openai-compatible',
    gpt,
    '/v1/responses',
    { input: 'Count', max_output_tokens: paidTokens, store: false },
    /event: response\.incomplete\n.*"max_output_tokens".*\n\n$/,
  ],
];

describe('a stream that has used up the money held for it', () => {
  it.each(ways)(
    'ends as one that is as long as it may be: %s',
    async (_name, ...[kind, model, path, body, ending]) => {
      const loopback = await provider(house, kind, model);
      const text = await ask(house, path, { model, ...body });
      expect(text).toMatch(ending);
      expect(text.length).toBeLessThan(talkative[kind].join('').length * 3);
      expect(await house.settled()).toMatchObject({
        status: 'cut_off',
        finishReason: 'length',
        disconnect: 'none',
      });
      await until('the provider to be told', () => loopback.abandoned === 1);
    },
  );

  it.each(ways)('tells what is charged for it: %s', async (_name, ...[kind, model, path, body]) => {
    await provider(house, kind, model);
    const text = await ask(house, path, { model, ...body, stream_options: { include_usage: true } });
    const events = [...text.matchAll(/^data: (\{.+)$/gm)].map(([, data]) => JSON.parse(data ?? ''));
    const told = events.map((one) => one.usage ?? one.response?.usage).findLast((one) => one);
    const { usage } = await house.settled();
    expect(told.completion_tokens ?? told.output_tokens).toBe(usage.output);
    if (path !== '/v1/messages') expect(told.prompt_tokens ?? told.input_tokens).toBe(usage.input);
  });

  it('does not tell it to a client of chat that did not ask', async () => {
    await provider(house, 'openai-compatible', gpt);
    const text = await ask(house, '/v1/chat/completions', { model: gpt, messages, max_tokens: paidTokens });
    expect(text).toMatch(/"finish_reason":"length"/);
    expect(text).not.toMatch(/"prompt_tokens"/);
  });

  it('shows once more in its last event what a response said, which is also what is kept of it', async () => {
    await provider(house, 'openai', gpt);
    const text = await ask(house, '/v1/responses', {
      model: gpt,
      input: 'Count',
      max_output_tokens: paidTokens,
    });
    const events = [...text.matchAll(/^data: (.+)$/gm)].map(([, data]) => JSON.parse(data ?? ''));
    const last = events.at(-1);
    const said = events.filter(({ type }) => type === 'response.output_text.delta').map(({ delta }) => delta);
    const content = [{ type: 'output_text', text: said.join(''), annotations: [], logprobs: [] }];
    const item = { id: 'msg_1', type: 'message', status: 'incomplete', role: 'assistant', content };
    expect(last).toMatchObject({ type: 'response.incomplete', response: { output: [item] } });
    expect(events.at(-2)).toMatchObject({ type: 'response.output_item.done', output_index: 0, item });
    expect(events.slice(-4).map((one) => one.sequence_number)).toEqual(
      [0, 1, 2, 3].map((index) => events.length - 4 + index),
    );
    const kept = await fetch(`${house.call.url}/v1/responses/${last.response.id}`, {
      headers: { authorization: `Bearer ${house.apiKey}` },
    });
    expect(await kept.json()).toMatchObject({ status: 'incomplete', output: [item] });
  });

  it('goes on by setting, and what it costs above is an overdraft', async () => {
    await provider(lenient, 'openai-compatible', gpt);
    const text = await ask(lenient, '/v1/chat/completions', { model: gpt, messages, max_tokens: paidTokens });
    expect(text).toMatch(/"finish_reason":"stop"/);
    expect(await lenient.settled()).toMatchObject({ status: 'completed', finishReason: 'stop' });
  });
});
