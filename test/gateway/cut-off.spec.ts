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

  it('goes on by setting, and what it costs above is an overdraft', async () => {
    await provider(lenient, 'openai-compatible', gpt);
    const text = await ask(lenient, '/v1/chat/completions', { model: gpt, messages, max_tokens: paidTokens });
    expect(text).toMatch(/"finish_reason":"stop"/);
    expect(await lenient.settled()).toMatchObject({ status: 'completed', finishReason: 'stop' });
  });
});
