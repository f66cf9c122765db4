import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { crc32 } from 'node:zlib';
import { answerOf } from './chat-answer.js';
import { PlayingProvider } from './playing-provider.js';
import { streamedText, wholeBody } from './translating.js';

const question = {
  model: 'vendor/model',
  messages: [{ role: 'user', content: 'Weather in Paris?' }],
  stream: true,
  stream_options: { include_usage: true },
};

function sse(...events: readonly object[]): string {
  return events.map((event) => `data: ${JSON.stringify(event)}\n\n`).join('');
}

function named(...events: readonly Readonly<Record<string, unknown>>[]): string {
  return events
    .map((event) => `event: ${String(event['type'])}\ndata: ${JSON.stringify(event)}\n\n`)
    .join('');
}

/** A message of Amazon's event stream: lengths, headers, content, each followed by its checksum. */
function amazonMessage(type: string, content: object): Buffer {
  const header = (name: string, value: string) =>
    Buffer.concat([
      Buffer.from([name.length]),
      Buffer.from(name),
      Buffer.from([7, 0, value.length]),
      Buffer.from(value),
    ]);
  const headers = Buffer.concat([
    header(':event-type', type),
    header(':content-type', 'application/json'),
    header(':message-type', 'event'),
  ]);
  const payload = Buffer.from(JSON.stringify(content));
  const prelude = Buffer.alloc(12);
  prelude.writeUInt32BE(headers.length + payload.length + 16, 0);
  prelude.writeUInt32BE(headers.length, 4);
  prelude.writeUInt32BE(crc32(prelude.subarray(0, 8)), 8);
  const message = Buffer.concat([prelude, headers, payload]);
  const checksum = Buffer.alloc(4);
  checksum.writeUInt32BE(crc32(message));
  return Buffer.concat([message, checksum]);
}

describe('Models at providers with a language of their own', () => {
  let provider: PlayingProvider;
  const at = (
    kind: 'google' | 'vertex' | 'anthropic' | 'bedrock' | 'cohere',
    body: object = question,
    model?: string,
  ) => ({
    kind,
    address: provider.address,
    body: { ...question, ...body },
    ...(model ? { model } : {}),
  });

  beforeAll(async () => {
    provider = await PlayingProvider.start();
  });
  afterAll(() => provider.stop());

  it('Gemini: thoughts, a sealed tool call, and cached tokens', async () => {
    provider.streams(
      sse(
        { candidates: [{ content: { role: 'model', parts: [{ text: 'Hm, été', thought: true }] } }] },
        { candidates: [{ content: { role: 'model', parts: [{ text: 'Let me see ☀️' }] } }] },
        {
          candidates: [
            {
              content: {
                role: 'model',
                parts: [
                  {
                    functionCall: { name: 'weather', args: { city: 'Paris', days: 2 } },
                    thoughtSignature: 'c2ln',
                  },
                ],
              },
              finishReason: 'STOP',
            },
          ],
          usageMetadata: {
            promptTokenCount: 100,
            cachedContentTokenCount: 60,
            candidatesTokenCount: 10,
            thoughtsTokenCount: 5,
            totalTokenCount: 115,
          },
        },
      ),
      { pieceSize: 1 },
    );

    const { chunks, report } = await streamedText(
      at('google', { reasoning_effort: 'low' }, 'gemini-2.5-flash'),
    );
    const answer = answerOf(chunks);

    expect(answer).toMatchObject({
      content: 'Let me see ☀️',
      reasoning: 'Hm, été',
      finishReason: 'tool_calls',
      usage: { prompt_tokens: 100, completion_tokens: 15, prompt_tokens_details: { cached_tokens: 60 } },
    });
    expect(answer.calls).toEqual([
      {
        id: expect.any(String),
        name: 'weather',
        arguments: '{"city":"Paris","days":2}',
        extra: { google: { thought_signature: 'c2ln' } },
      },
    ]);
    expect(report).toMatchObject({
      usage: { input: 40, cached_read: 60, output: 10, reasoning: 5 },
      isCounted: true,
      finishReason: 'STOP',
      failure: null,
    });
    expect(provider.lastCall.path).toBe('/v1/models/gemini-2.5-flash:streamGenerateContent?alt=sse');
    expect(provider.lastCall.body).toMatchObject({
      generationConfig: { thinkingConfig: { includeThoughts: true } },
    });
  });

  it('Gemini on Vertex AI is called below its project; Claude and others there in their own ways', async () => {
    provider.streams(sse({ candidates: [{ content: { parts: [{ text: 'Hi' }] }, finishReason: 'STOP' }] }));
    await streamedText(at('vertex', {}, 'gemini-2.5-pro'));
    expect(provider.lastCall.path).toBe(
      '/v1/publishers/google/models/gemini-2.5-pro:streamGenerateContent?alt=sse',
    );

    provider.streams(named(...claudeSays('Hi')));
    await streamedText(at('vertex', {}, 'claude-sonnet-4-5@20250929'));
    expect(provider.lastCall.path).toBe(
      '/v1/publishers/anthropic/models/claude-sonnet-4-5@20250929:streamRawPredict',
    );
    expect(provider.lastCall.body).toMatchObject({ anthropic_version: 'vertex-2023-10-16' });

    provider.streams(
      `${sse({ choices: [{ index: 0, delta: { content: 'Hi' }, finish_reason: 'stop' }] })}data: [DONE]\n\n`,
    );
    await streamedText(at('vertex', {}, 'meta/llama-4-maverick'));
    expect(provider.lastCall.path).toBe('/v1/endpoints/openapi/chat/completions');
  });

  it('Claude: thinking with its signature, arguments piece by piece, and what the cache wrote for an hour', async () => {
    provider.streams(
      named(
        {
          type: 'message_start',
          message: {
            id: 'msg_1',
            type: 'message',
            role: 'assistant',
            model: 'claude',
            content: [],
            stop_reason: null,
            usage: {
              input_tokens: 7,
              output_tokens: 1,
              cache_creation_input_tokens: 30,
              cache_read_input_tokens: 50,
              cache_creation: { ephemeral_5m_input_tokens: 10, ephemeral_1h_input_tokens: 20 },
            },
          },
        },
        {
          type: 'content_block_start',
          index: 0,
          content_block: { type: 'thinking', thinking: '', signature: '' },
        },
        { type: 'content_block_delta', index: 0, delta: { type: 'thinking_delta', thinking: 'I should ' } },
        { type: 'content_block_delta', index: 0, delta: { type: 'thinking_delta', thinking: 'ask.' } },
        { type: 'content_block_delta', index: 0, delta: { type: 'signature_delta', signature: 'signed' } },
        { type: 'content_block_stop', index: 0 },
        {
          type: 'content_block_start',
          index: 1,
          content_block: { type: 'tool_use', id: 'toolu_1', name: 'weather', input: {} },
        },
        {
          type: 'content_block_delta',
          index: 1,
          delta: { type: 'input_json_delta', partial_json: '{"city": ' },
        },
        {
          type: 'content_block_delta',
          index: 1,
          delta: { type: 'input_json_delta', partial_json: '"Paris"}' },
        },
        { type: 'content_block_stop', index: 1 },
        {
          type: 'message_delta',
          delta: { stop_reason: 'tool_use', stop_sequence: null },
          usage: { output_tokens: 40, server_tool_use: { web_search_requests: 2 } },
        },
        { type: 'message_stop' },
      ),
    );

    const { chunks, report } = await streamedText(at('anthropic', {}, 'claude-sonnet-4-5'));
    const answer = answerOf(chunks);

    expect(answer.calls).toEqual([{ id: 'toolu_1', name: 'weather', arguments: '{"city": "Paris"}' }]);
    expect(chunks.filter((chunk) => JSON.stringify(chunk).includes('"arguments"'))).toHaveLength(3);
    expect(answer.reasoning).toBe('I should ask.');
    expect(answer.details.at(-1)).toMatchObject({ type: 'reasoning.text', signature: 'signed' });
    const formats = answer.details.map(({ format }) => format);
    expect(formats.length).toBeGreaterThan(1);
    expect(new Set(formats)).toEqual(new Set(['anthropic-claude-v1']));
    expect(report.usage).toEqual({
      input: 7,
      cached_read: 50,
      cache_write: 10,
      cache_write_1h: 20,
      output: 40,
      web_search: 2,
    });
  });

  it('gives Claude its thoughts back in the next turn, and to nobody else', async () => {
    const messages = [
      { role: 'user', content: 'Weather?' },
      {
        role: 'assistant',
        content: null,
        reasoning_details: [
          { type: 'reasoning.text', text: 'I should ', index: 0, format: 'unknown' },
          { type: 'reasoning.text', text: 'ask.', index: 0, format: 'unknown' },
          { type: 'reasoning.text', text: '', signature: 'signed', index: 0, format: 'anthropic-claude-v1' },
        ],
        tool_calls: [
          { id: 'toolu_1', type: 'function', function: { name: 'weather', arguments: '{"city": "Paris"}' } },
        ],
      },
      { role: 'tool', tool_call_id: 'toolu_1', content: 'Sunny' },
    ];
    provider.answers(claudeAnswer);
    await wholeBody(at('anthropic', { messages }, 'claude-sonnet-4-5'));
    expect(provider.lastCall.body).toMatchObject({
      messages: [
        { role: 'user' },
        {
          role: 'assistant',
          content: [
            { type: 'thinking', thinking: 'I should ask.', signature: 'signed' },
            { type: 'tool_use', id: 'toolu_1', name: 'weather', input: { city: 'Paris' } },
          ],
        },
        { role: 'user', content: [{ type: 'tool_result', tool_use_id: 'toolu_1', content: 'Sunny' }] },
      ],
    });

    provider.answers({ candidates: [{ content: { parts: [{ text: 'Hi' }] }, finishReason: 'STOP' }] });
    await wholeBody(at('google', { messages }, 'gemini-2.5-flash'));
    expect(JSON.stringify(provider.lastCall.body)).not.toContain('signed');
  });

  it('Claude: a refusal is told as one, in its words', async () => {
    provider.answers({
      ...claudeAnswer,
      content: [],
      stop_reason: 'refusal',
      stop_details: { type: 'refusal', category: 'cyber', explanation: 'I would rather not.' },
    });
    const { body } = await wholeBody(at('anthropic', {}, 'claude-sonnet-4-5'));
    expect(body).toMatchObject({
      choices: [
        {
          finish_reason: 'content_filter',
          native_finish_reason: 'refusal',
          message: { refusal: 'I would rather not.' },
        },
      ],
    });
  });

  it('Bedrock: Amazon’s event stream, whole at any piece', async () => {
    const stream = Buffer.concat([
      amazonMessage('messageStart', { role: 'assistant' }),
      amazonMessage('contentBlockDelta', { contentBlockIndex: 0, delta: { text: 'Bon' } }),
      amazonMessage('contentBlockDelta', { contentBlockIndex: 0, delta: { text: 'jour 👋' } }),
      amazonMessage('contentBlockStop', { contentBlockIndex: 0 }),
      amazonMessage('contentBlockStart', {
        contentBlockIndex: 1,
        start: { toolUse: { toolUseId: 'tooluse_1', name: 'weather' } },
      }),
      amazonMessage('contentBlockDelta', { contentBlockIndex: 1, delta: { toolUse: { input: '{"city":' } } }),
      amazonMessage('contentBlockDelta', { contentBlockIndex: 1, delta: { toolUse: { input: '"Paris"}' } } }),
      amazonMessage('contentBlockStop', { contentBlockIndex: 1 }),
      amazonMessage('messageStop', { stopReason: 'tool_use' }),
      amazonMessage('metadata', {
        usage: {
          inputTokens: 9,
          outputTokens: 4,
          totalTokens: 43,
          cacheReadInputTokens: 10,
          cacheWriteInputTokens: 20,
          cacheDetails: [{ inputTokens: 15, ttl: '1h' }],
        },
        metrics: { latencyMs: 5 },
      }),
    ]);
    provider.streams(stream, { type: 'application/vnd.amazon.eventstream', pieceSize: 7 });

    const { chunks, report } = await streamedText(
      at('bedrock', {}, 'anthropic.claude-sonnet-4-5-20250929-v1:0'),
    );
    const answer = answerOf(chunks);

    expect(answer.content).toBe('Bonjour 👋');
    expect(answer.calls).toEqual([{ id: 'tooluse_1', name: 'weather', arguments: '{"city":"Paris"}' }]);
    expect(answer.finishReason).toBe('tool_calls');
    expect(report.usage).toEqual({
      input: 9,
      cached_read: 10,
      cache_write: 5,
      cache_write_1h: 15,
      output: 4,
    });
    expect(provider.lastCall.path).toBe(
      '/v1/model/anthropic.claude-sonnet-4-5-20250929-v1%3A0/converse-stream',
    );
  });

  it('Cohere: what it bills is what is counted', async () => {
    provider.streams(
      named(
        { type: 'message-start', id: 'x', delta: { message: { role: 'assistant' } } },
        {
          type: 'content-start',
          index: 0,
          delta: { message: { content: { type: 'text', text: '' } } },
        },
        { type: 'content-delta', index: 0, delta: { message: { content: { text: 'Bonjour' } } } },
        { type: 'content-end', index: 0 },
        {
          type: 'message-end',
          delta: {
            finish_reason: 'COMPLETE',
            usage: {
              billed_units: { input_tokens: 12, output_tokens: 3 },
              tokens: { input_tokens: 212, output_tokens: 3 },
              cached_tokens: 208,
            },
          },
        },
      ),
    );
    const { chunks, report } = await streamedText(at('cohere', {}, 'command-a-03-2025'));
    expect(answerOf(chunks)).toMatchObject({ content: 'Bonjour', finishReason: 'stop' });
    expect(report.usage).toEqual({ input: 12, output: 3 });
  });
});

function claudeSays(text: string) {
  return [
    {
      type: 'message_start',
      message: {
        id: 'msg_1',
        type: 'message',
        role: 'assistant',
        model: 'claude',
        content: [],
        usage: { input_tokens: 1, output_tokens: 1 },
      },
    },
    { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } },
    { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text } },
    { type: 'content_block_stop', index: 0 },
    {
      type: 'message_delta',
      delta: { stop_reason: 'end_turn', stop_sequence: null },
      usage: { output_tokens: 1 },
    },
    { type: 'message_stop' },
  ];
}

const claudeAnswer = {
  id: 'msg_1',
  type: 'message',
  role: 'assistant',
  model: 'claude',
  content: [{ type: 'text', text: 'Hi' }],
  stop_reason: 'end_turn',
  stop_sequence: null,
  usage: { input_tokens: 1, output_tokens: 1 },
};
