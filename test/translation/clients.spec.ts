import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { streamText } from 'ai';
import OpenAI from 'openai';
import OpenAI7 from 'openai7';
import { PlayingProvider } from './playing-provider.js';
import { translatingServer } from './translating-server.js';

function claude(...events: readonly Readonly<Record<string, unknown>>[]): string {
  return events
    .map((event) => `event: ${String(event['type'])}\ndata: ${JSON.stringify(event)}\n\n`)
    .join('');
}

const start = {
  type: 'message_start',
  message: {
    id: 'msg_1',
    type: 'message',
    role: 'assistant',
    model: 'claude',
    content: [],
    usage: { input_tokens: 9, output_tokens: 1 },
  },
};
const textBlock = { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } };
const said = (text: string) => ({
  type: 'content_block_delta',
  index: 0,
  delta: { type: 'text_delta', text },
});
const stop = (index: number) => ({ type: 'content_block_stop', index });
const call = (index: number, id: string) => ({
  type: 'content_block_start',
  index,
  content_block: { type: 'tool_use', id, name: 'weather', input: {} },
});
const argument = (index: number, partial_json: string) => ({
  type: 'content_block_delta',
  index,
  delta: { type: 'input_json_delta', partial_json },
});
const end = [
  {
    type: 'message_delta',
    delta: { stop_reason: 'tool_use', stop_sequence: null },
    usage: { output_tokens: 20 },
  },
  { type: 'message_stop' },
];
const overloaded = {
  type: 'error',
  error: { type: 'overloaded_error', message: 'Overloaded at https://secret.example/x' },
};

const ask = {
  model: 'vendor/model',
  messages: [{ role: 'user' as const, content: 'Weather in Paris and Rome?' }],
  stream_options: { include_usage: true },
};

describe('Clients of the chat API, answered by Claude', () => {
  let provider: PlayingProvider;
  let server: Awaited<ReturnType<typeof translatingServer>>;

  beforeAll(async () => {
    provider = await PlayingProvider.start();
    server = await translatingServer({
      kind: 'anthropic',
      address: provider.address,
      model: 'claude-sonnet-4-5',
    });
  });
  afterAll(async () => {
    await server.stop();
    await provider.stop();
  });

  describe.each([
    ['openai 6', OpenAI],
    ['openai 7', OpenAI7 as unknown as typeof OpenAI],
  ])('%s', (_, Client) => {
    const client = () => new Client({ apiKey: 'none', baseURL: server.baseURL, maxRetries: 0 });

    it('puts together text and two tool calls at once', async () => {
      provider.streams(
        claude(
          start,
          textBlock,
          said('Let me '),
          said('look.'),
          stop(0),
          call(1, 'toolu_a'),
          argument(1, '{"city":'),
          argument(1, '"Paris"}'),
          stop(1),
          call(2, 'toolu_b'),
          argument(2, '{"city":"Rome"}'),
          stop(2),
          ...end,
        ),
      );
      const stream = client().chat.completions.stream(ask);
      const completion = await stream.finalChatCompletion();
      expect(completion.choices[0]).toMatchObject({
        finish_reason: 'tool_calls',
        message: {
          content: 'Let me look.',
          tool_calls: [
            { id: 'toolu_a', function: { name: 'weather', arguments: '{"city":"Paris"}' } },
            { id: 'toolu_b', function: { name: 'weather', arguments: '{"city":"Rome"}' } },
          ],
        },
      });
      expect(completion.usage).toMatchObject({ prompt_tokens: 9, completion_tokens: 20, total_tokens: 29 });
    });

    it('raises what goes wrong in mid-stream, and learns no address', async () => {
      provider.streams(claude(start, textBlock, said('Let me '), overloaded));
      const stream = client().chat.completions.stream(ask);
      const failure = await stream.finalChatCompletion().then(
        () => null,
        (error: Error) => error,
      );
      expect(failure?.message).toMatch(/overloaded/i);
      expect(failure?.message).not.toContain('secret.example');
    });

    it('gets a status for what goes wrong before that', async () => {
      provider.streams(claude(overloaded));
      await expect(client().chat.completions.create({ ...ask, stream: true })).rejects.toMatchObject({
        status: 503,
      });
    });
  });

  it('The AI SDK raises what goes wrong in mid-stream', async () => {
    provider.streams(claude(start, textBlock, said('Let me '), overloaded));
    const onegate = createOpenAICompatible({ name: 'onegate', baseURL: server.baseURL });
    const errors: unknown[] = [];
    const { fullStream } = streamText({
      model: onegate.chatModel('vendor/model'),
      prompt: 'Hi',
      maxRetries: 0,
      onError: ({ error }) => {
        errors.push(error);
      },
    });
    for await (const part of fullStream) void part;
    expect(JSON.stringify(errors)).toMatch(/overloaded/i);
  });

  it('The AI SDK gets thoughts, and gives the seal of a tool call back', async () => {
    provider.streams(
      claude(
        start,
        {
          type: 'content_block_start',
          index: 0,
          content_block: { type: 'thinking', thinking: '', signature: '' },
        },
        { type: 'content_block_delta', index: 0, delta: { type: 'thinking_delta', thinking: 'Hm.' } },
        stop(0),
        { ...textBlock, index: 1 },
        { ...said('Sunny.'), index: 1 },
        stop(1),
        ...end,
      ),
    );
    const onegate = createOpenAICompatible({ name: 'onegate', baseURL: server.baseURL });
    const result = streamText({ model: onegate.chatModel('vendor/model'), prompt: 'Hi', maxRetries: 0 });
    expect(await result.text).toBe('Sunny.');
    expect(await result.reasoningText).toBe('Hm.');
  });
});
