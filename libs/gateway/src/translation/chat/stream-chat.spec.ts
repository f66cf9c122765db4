import { describe, expect, it } from '@jest/globals';
import type { LanguageModelV4StreamPart } from '@ai-sdk/provider';
import fc from 'fast-check';
import { chatWire } from './chat.wire.js';

const facts = {
  id: 'chatcmpl-1',
  model: 'm',
  createdAt: new Date(1_000_000),
  body: { stream_options: { include_usage: true } },
};
const usage = {
  inputTokens: { total: 10, noCache: 6, cacheRead: 4, cacheWrite: 0 },
  outputTokens: { total: 5, text: 3, reasoning: 2 },
};
const finish = (unified: 'stop' | 'tool-calls' = 'stop'): LanguageModelV4StreamPart => ({
  type: 'finish',
  usage,
  finishReason: { unified, raw: 'END' },
});

function written(parts: readonly LanguageModelV4StreamPart[], body = facts.body): Record<string, never>[] {
  const writer = chatWire.stream({ ...facts, body });
  const text = parts.map((part) => writer.part(part)).join('');
  expect(writer.end()).toBe('data: [DONE]\n\n');
  const frames = text.split('\n\n').slice(0, -1);
  return frames.map((frame) => JSON.parse(frame.replace('data: ', '')) as Record<string, never>);
}

const text = (id: string, ...deltas: string[]): LanguageModelV4StreamPart[] => [
  { type: 'text-start', id },
  ...deltas.map((delta) => ({ type: 'text-delta', id, delta }) as const),
  { type: 'text-end', id },
];

describe('A stream of the chat API', () => {
  it('begins with who speaks, ends with why and what it cost', () => {
    expect(written([...text('0', 'Hi'), finish()])).toMatchObject([
      {
        id: 'chatcmpl-1',
        object: 'chat.completion.chunk',
        created: 1_000,
        model: 'm',
        choices: [{ index: 0, delta: { role: 'assistant', content: 'Hi' }, finish_reason: null }],
      },
      { choices: [{ delta: {}, finish_reason: 'stop', native_finish_reason: 'END' }] },
      {
        choices: [],
        usage: {
          prompt_tokens: 10,
          completion_tokens: 5,
          total_tokens: 15,
          prompt_tokens_details: { cached_tokens: 4 },
          completion_tokens_details: { reasoning_tokens: 2 },
        },
      },
    ]);
  });

  it('says who speaks also where nothing is said, and the cost only to those who want it', () => {
    const chunks = written([finish()], {} as never);
    expect(chunks).toHaveLength(1);
    expect(chunks).toMatchObject([{ choices: [{ delta: { role: 'assistant' }, finish_reason: 'stop' }] }]);
  });

  it('says the text to the letter', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' })), (deltas) => {
        const chunks = written([...text('0', ...deltas), finish()]) as unknown as {
          choices: { delta: { content?: string } }[];
        }[];
        expect(chunks.map(({ choices }) => choices[0]?.delta.content ?? '').join('')).toBe(deltas.join(''));
      }),
    );
  });

  it('numbers tool calls as they come, and leaves out those that the provider makes itself', () => {
    const chunks = written([
      { type: 'tool-input-start', id: 's', toolName: 'web_search', providerExecuted: true },
      { type: 'tool-input-delta', id: 's', delta: '{}' },
      { type: 'tool-call', toolCallId: 's', toolName: 'web_search', input: '{}', providerExecuted: true },
      { type: 'tool-input-start', id: 'a', toolName: 'f' },
      { type: 'tool-input-delta', id: 'a', delta: '{"x":' },
      { type: 'tool-input-delta', id: 'a', delta: '1}' },
      { type: 'tool-call', toolCallId: 'a', toolName: 'f', input: '{"x":1}' },
      { type: 'tool-call', toolCallId: 'b', toolName: 'g', input: '{}' },
      finish('stop'),
    ]);
    expect(chunks.slice(0, -1)).toMatchObject([
      {
        choices: [
          {
            delta: {
              role: 'assistant',
              tool_calls: [{ index: 0, id: 'a', type: 'function', function: { name: 'f', arguments: '' } }],
            },
          },
        ],
      },
      { choices: [{ delta: { tool_calls: [{ index: 0, function: { arguments: '{"x":' } }] } }] },
      { choices: [{ delta: { tool_calls: [{ index: 0, function: { arguments: '1}' } }] } }] },
      {
        choices: [
          { delta: { tool_calls: [{ index: 1, id: 'b', function: { name: 'g', arguments: '{}' } }] } },
        ],
      },
      { choices: [{ finish_reason: 'tool_calls' }] },
    ]);
  });

  it('says where in the text a source is cited, and the others at the end', () => {
    const source = (url: string) =>
      ({ type: 'source', sourceType: 'url', id: url, url, title: 'T' }) as const;
    const chunks = written([
      ...text('0', 'Well: '),
      source('https://a.example'),
      source('https://b.example'),
      { type: 'text-start', id: '1' },
      { type: 'text-delta', id: '1', delta: 'sunny' },
      { type: 'text-end', id: '1', citations: [{ source: source('https://a.example') }] },
      finish(),
    ]);
    const said = chunks as unknown as { choices: { delta?: { annotations?: object[] } }[] }[];
    const annotations = said.flatMap(({ choices }) => choices[0]?.delta?.annotations ?? []);
    expect(annotations).toEqual([
      {
        type: 'url_citation',
        url_citation: { url: 'https://a.example', title: 'T', start_index: 6, end_index: 11 },
      },
      {
        type: 'url_citation',
        url_citation: { url: 'https://b.example', title: 'T', start_index: 0, end_index: 0 },
      },
    ]);
  });
});
