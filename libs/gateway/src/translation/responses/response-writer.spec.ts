import type { LanguageModelV4StreamPart } from '@ai-sdk/provider';
import { describe, expect, it } from '@jest/globals';
import { defineFailure } from '@onegate/platform';
import { ResponseWriter } from './response-writer.js';

type Part = LanguageModelV4StreamPart;
type Finish = Extract<Part, { type: 'finish' }>;

const usage: Finish['usage'] = {
  inputTokens: { total: 10, noCache: 4, cacheRead: 5, cacheWrite: 1 },
  outputTokens: { total: 3, text: 2, reasoning: 1 },
};

function finish(
  unified: Finish['finishReason']['unified'],
  raw?: string,
  more: Partial<Finish> = {},
): Finish {
  return { type: 'finish', usage, finishReason: { unified, raw }, ...more };
}

function writing(body: Record<string, unknown> = {}) {
  return new ResponseWriter({ id: 'resp_abc', model: 'm', createdAt: new Date(5_000), body });
}

function written(parts: Part[], body?: Record<string, unknown>) {
  const writer = writing(body);
  const events = [...parts.flatMap((part) => writer.part(part)), ...writer.end()];
  return { events, types: events.map(({ type }) => type), response: writer.response };
}

const text = (id: string, ...deltas: string[]): Part[] => [
  { type: 'text-start', id },
  ...deltas.map((delta): Part => ({ type: 'text-delta', id, delta })),
  { type: 'text-end', id },
];

describe('A response', () => {
  it('is text, event by event', () => {
    const { types, response } = written([...text('0', 'Hi', ' there'), finish('stop')]);
    expect(types).toEqual([
      'response.created',
      'response.in_progress',
      'response.output_item.added',
      'response.content_part.added',
      'response.output_text.delta',
      'response.output_text.delta',
      'response.output_text.done',
      'response.content_part.done',
      'response.output_item.done',
      'response.completed',
    ]);
    expect(response).toMatchObject({
      id: 'resp_abc',
      created_at: 5,
      status: 'completed',
      output: [
        {
          id: 'msg_abc000',
          status: 'completed',
          content: [{ type: 'output_text', text: 'Hi there', annotations: [] }],
        },
      ],
      usage: {
        input_tokens: 10,
        input_tokens_details: { cached_tokens: 5, cache_write_tokens: 1 },
        output_tokens: 3,
        output_tokens_details: { reasoning_tokens: 1 },
        total_tokens: 13,
      },
    });
  });

  it('repeats what was asked, every field of it', () => {
    const body = {
      instructions: 'Be kind',
      metadata: { a: 'b' },
      tools: [{ type: 'function', name: 'f' }],
      temperature: null,
      conversation: 'conv_1',
    };
    expect(written([finish('stop')], body).response).toMatchObject({
      instructions: 'Be kind',
      metadata: { a: 'b' },
      tools: [{ type: 'function', name: 'f', description: null, parameters: null, strict: null }],
      temperature: 1,
      conversation: { id: 'conv_1' },
      error: null,
      incomplete_details: null,
    });
  });

  it('has calls side by side, each event under its own index', () => {
    const { events, response } = written([
      { type: 'tool-input-start', id: 'a', toolName: 'f' },
      { type: 'tool-input-start', id: 'b', toolName: 'g' },
      { type: 'tool-input-delta', id: 'a', delta: '{"x":' },
      { type: 'tool-input-delta', id: 'b', delta: '{}' },
      { type: 'tool-input-delta', id: 'a', delta: '1}' },
      { type: 'tool-call', toolCallId: 'b', toolName: 'g', input: '{}' },
      { type: 'tool-call', toolCallId: 'a', toolName: 'f', input: '{"x":1}' },
      finish('tool-calls'),
    ]);
    const deltas = events.filter(({ type }) => type === 'response.function_call_arguments.delta');
    expect(deltas.map(({ output_index, item_id, delta }) => [output_index, item_id, delta])).toEqual([
      [0, 'fc_abc000', '{"x":'],
      [1, 'fc_abc001', '{}'],
      [0, 'fc_abc000', '1}'],
    ]);
    expect(response).toMatchObject({
      output: [
        { call_id: 'a', name: 'f', arguments: '{"x":1}', status: 'completed' },
        { call_id: 'b', name: 'g', arguments: '{}', status: 'completed' },
      ],
    });
  });

  it('tells the summaries of one thought in one item, with what its provider wants back', () => {
    const thought = (id: string, delta: string, last: Record<string, string> = {}): Part[] => [
      { type: 'reasoning-start', id, providerMetadata: { openai: { itemId: 'rs_1' } } },
      { type: 'reasoning-delta', id, delta },
      { type: 'reasoning-end', id, providerMetadata: { openai: { itemId: 'rs_1', ...last } } },
    ];
    const { events, response } = written([
      ...thought('rs_1:0', 'First'),
      ...thought('rs_1:1', 'Second', { reasoningEncryptedContent: 'e' }),
      ...text('0', 'So'),
      finish('stop'),
    ]);
    const added = events.filter(({ type }) => type === 'response.reasoning_summary_part.added');
    expect(added.map(({ summary_index }) => summary_index)).toEqual([0, 1]);
    expect(response).toMatchObject({
      output: [
        {
          type: 'reasoning',
          id: 'rs_1',
          summary: [{ text: 'First' }, { text: 'Second' }],
          encrypted_content: 'e',
        },
        { type: 'message' },
      ],
    });
  });

  it('gives tools that take text their text', () => {
    const call: Part = {
      type: 'tool-call',
      toolCallId: 'c',
      toolName: 'patch',
      input: '{"input":"*** Begin"}',
    };
    const { types, response } = written([call, finish('tool-calls')], {
      tools: [{ type: 'custom', name: 'patch' }],
    });
    expect(types).toContain('response.custom_tool_call_input.done');
    expect(response).toMatchObject({
      output: [{ type: 'custom_tool_call', call_id: 'c', input: '*** Begin' }],
    });
  });

  it('cites pages where the text stands on them, and under it what was only looked at', () => {
    const source = {
      type: 'source' as const,
      sourceType: 'url' as const,
      id: '1',
      url: 'https://a.example',
      title: 'A',
    };
    const citations = [{ source, startIndex: 0, endIndex: 2 }];
    const cited = written([
      ...text('0', 'It is').slice(0, 2),
      { type: 'text-end', id: '0', citations },
      finish('stop'),
    ]);
    const seen = written([...text('0', 'It is'), source, finish('stop')]);
    const annotation = { type: 'url_citation', url: 'https://a.example', title: 'A', start_index: 0 };
    expect(cited.response).toMatchObject({
      output: [{ content: [{ annotations: [{ ...annotation, end_index: 2 }] }] }],
    });
    expect(seen.response).toMatchObject({
      output: [{ content: [{ annotations: [{ ...annotation, end_index: 5 }] }] }],
    });
    expect(seen.types).toContain('response.output_text.annotation.added');
  });

  it('shows a search of the provider', () => {
    const { types, response } = written([
      {
        type: 'tool-call',
        toolCallId: 'w',
        toolName: 'web_search',
        input: '{"query":"q"}',
        providerExecuted: true,
      },
      {
        type: 'tool-result',
        toolCallId: 'w',
        toolName: 'web_search',
        result: [{ url: 'https://a.example' }],
      },
      finish('stop'),
    ]);
    expect(types).toContain('response.web_search_call.completed');
    expect(response).toMatchObject({
      output: [
        {
          type: 'web_search_call',
          status: 'completed',
          action: { query: 'q', sources: [{ type: 'url', url: 'https://a.example' }] },
        },
      ],
    });
  });

  it('is refused in its own words', () => {
    const providerMetadata = { anthropic: { stopDetails: { explanation: 'No.' } } };
    const { types, response } = written([
      ...text('0', 'Well'),
      finish('content-filter', 'refusal', { providerMetadata }),
    ]);
    expect(types).toEqual(
      expect.arrayContaining(['response.refusal.delta', 'response.refusal.done', 'response.completed']),
    );
    expect(response).toMatchObject({
      output: [{ content: [{ text: 'Well' }, { type: 'refusal', refusal: 'No.' }] }],
    });
  });

  it.each([
    ['length', 'max_output_tokens'],
    ['content-filter', 'content_filter'],
  ] as const)('cut off by %s is incomplete: %s', (unified, reason) => {
    const { types, response } = written([...text('0', 'So'), finish(unified)]);
    expect(types.at(-1)).toBe('response.incomplete');
    expect(response).toMatchObject({
      status: 'incomplete',
      incomplete_details: { reason },
      output: [{ status: 'incomplete' }],
    });
  });

  it('knows how probable its words were', () => {
    const providerMetadata = {
      openai: { logprobs: [[{ token: 'é', logprob: -0.1, top_logprobs: [{ token: 'e', logprob: -2 }] }]] },
    };
    const { response } = written([...text('0', 'é'), finish('stop', 'stop', { providerMetadata })]);
    const top_logprobs = [{ token: 'e', logprob: -2, bytes: [101] }];
    expect(response).toMatchObject({
      output: [{ content: [{ logprobs: [{ token: 'é', logprob: -0.1, bytes: [195, 169], top_logprobs }] }] }],
    });
  });

  it('keeps a picture that the model made', () => {
    const file: Part = { type: 'file', mediaType: 'image/png', data: { type: 'data', data: 'AA==' } };
    expect(written([file, finish('stop')]).response).toMatchObject({
      output: [{ type: 'image_generation_call', result: 'AA==' }],
    });
  });

  it('that failed says so in both ways, and nothing after it', () => {
    const tooMany = defineFailure('gateway.too_many_for_a_test', 'rate_limited', 'Too many.');
    const writer = writing();
    const events = text('0', 'So')
      .slice(0, 2)
      .flatMap((part) => writer.part(part));
    events.push(...writer.fail(tooMany()), ...writer.part(finish('stop')), ...writer.end());
    expect(events.slice(-2)).toMatchObject([
      {
        type: 'error',
        message: 'Too many.',
        error: { type: 'rate_limit_error', message: 'Too many.', param: null },
      },
      {
        type: 'response.failed',
        response: { status: 'failed', error: { code: 'rate_limit_exceeded', message: 'Too many.' } },
      },
    ]);
  });
});
