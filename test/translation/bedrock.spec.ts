import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { chatWire, messagesWire } from '@onegate/gateway';
import { PlayingProvider } from './playing-provider.js';
import { wholeBody, type Asked } from './translating.js';

const claude = 'anthropic.claude-sonnet-4-5-20250929-v1:0';

const schema = { type: 'object', properties: { city: { type: 'string' } }, additionalProperties: false };

function answer(content: object, stopReason: string) {
  const usage = { inputTokens: 1, outputTokens: 1, totalTokens: 2 };
  return { output: { message: { role: 'assistant', content: [content] } }, stopReason, usage };
}

describe('Models on Bedrock', () => {
  let provider: PlayingProvider;

  beforeAll(async () => {
    provider = await PlayingProvider.start();
  });
  afterAll(() => provider.stop());

  const ask = (asked: Pick<Asked, 'wire' | 'body' | 'model'>) =>
    wholeBody({ kind: 'bedrock', address: provider.address, ...asked });

  const parameters = { type: 'object', properties: { city: { type: 'string' } } };
  const tools = [{ type: 'function', function: { name: 'weather', parameters } }];
  const conversation = [
    { role: 'user', content: 'Weather in Rome and Oslo?' },
    {
      role: 'assistant',
      content: 'I look it up.',
      reasoning: 'Two calls.',
      tool_calls: ['Rome', 'Oslo'].map((city) => ({
        id: `call_${city}`,
        type: 'function',
        function: { name: 'weather', arguments: JSON.stringify({ city }) },
      })),
    },
    { role: 'tool', tool_call_id: 'call_Rome', content: '31 degrees' },
    {
      role: 'tool',
      tool_call_id: 'call_Oslo',
      content: [
        { type: 'text', text: '12 degrees' },
        { type: 'image_url', image_url: { url: 'data:image/png;base64,AA==' } },
      ],
    },
    { role: 'user', content: 'So?' },
  ];

  it.each([
    ['without tools', {}],
    ['with tools that are not to be called', { tools, tool_choice: 'none' }],
  ])('are told what was called before, %s', async (_case, fields) => {
    provider.answers(answer({ text: 'Rome is warmer.' }, 'end_turn'));
    const { dropped } = await ask({
      wire: chatWire,
      model: claude,
      body: { messages: conversation, ...fields },
    });
    expect(dropped).toEqual([]);
    expect(provider.lastCall.body).not.toHaveProperty('toolConfig');
    expect(provider.lastCall.body['messages']).toEqual([
      { role: 'user', content: [{ text: 'Weather in Rome and Oslo?' }] },
      { role: 'assistant', content: [{ text: 'I look it up.' }] },
      {
        role: 'user',
        content: [
          { text: 'The tool weather was called with {"city":"Rome"} and answered:' },
          { text: '31 degrees' },
          { text: 'The tool weather was called with {"city":"Oslo"} and answered:' },
          { text: '12 degrees' },
          { image: { format: 'png', source: { bytes: 'AA==' } } },
          { text: 'So?' },
        ],
      },
    ]);
  });

  it('are told of failed calls, and nothing of the assistant who only called', async () => {
    provider.answers(answer({ text: 'Sorry.' }, 'end_turn'));
    const failed = { type: 'tool_result', tool_use_id: 't', content: 'No such city', is_error: true };
    const messages = [
      { role: 'user', content: 'Weather in Atlantis?' },
      {
        role: 'assistant',
        content: [
          { type: 'thinking', thinking: 'Hm', signature: 'signed' },
          { type: 'tool_use', id: 't', name: 'weather', input: { city: 'Atlantis' } },
        ],
      },
      { role: 'user', content: [{ ...failed, cache_control: { type: 'ephemeral' } }] },
    ];
    await ask({ wire: messagesWire, model: claude, body: { max_tokens: 9, messages } });
    expect(provider.lastCall.body['messages']).toEqual([
      {
        role: 'user',
        content: [
          { text: 'Weather in Atlantis?' },
          { text: 'The tool weather was called with {"city":"Atlantis"} and failed:' },
          { text: 'No such city' },
          { cachePoint: { type: 'default' } },
        ],
      },
    ]);
  });

  it('are given calls as calls where there are tools to be called', async () => {
    provider.answers(answer({ text: 'Rome is warmer.' }, 'end_turn'));
    await ask({ wire: chatWire, model: claude, body: { messages: conversation, tools } });
    expect(JSON.stringify(provider.lastCall.body)).toMatch(/"toolUse".*"toolResult"/);
  });

  it('that answer JSON by a tool of their own end their turn for Messages clients', async () => {
    provider.answers(
      answer({ toolUse: { toolUseId: 't', name: 'json', input: { city: 'Rome' } } }, 'tool_use'),
    );
    const body = {
      max_tokens: 9,
      messages: [{ role: 'user', content: 'Which city?' }],
      output_config: { format: { type: 'json_schema', schema } },
    };
    const whole = await ask({ wire: messagesWire, model: 'amazon.nova-pro-v1:0', body });
    expect(whole.body).toMatchObject({
      content: [{ type: 'text', text: '{"city":"Rome"}' }],
      stop_reason: 'end_turn',
    });
  });
});
