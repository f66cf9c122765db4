import type { LanguageModelV4StreamPart } from '@ai-sdk/provider';
import { describe, expect, it } from '@jest/globals';
import { MessageWriter } from './message-writer.js';

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

function written(...parts: Part[]) {
  const writer = new MessageWriter({ id: 'msg_1', model: 'm', createdAt: new Date(), body: {} });
  return [...parts.flatMap((part) => writer.part(part)), ...writer.end()];
}

function blocks(...parts: Part[]): unknown[] {
  return written(...parts, finish('stop')).flatMap(({ type, content_block, delta }) => {
    if (type === 'content_block_start') return [(content_block as { type: string }).type];
    return type === 'content_block_delta' ? [delta] : [];
  });
}

describe('A message', () => {
  it('is text, from its start with nothing counted to its end with all', () => {
    const events = written(
      { type: 'text-start', id: '0' },
      { type: 'text-delta', id: '0', delta: 'Hi' },
      { type: 'text-end', id: '0' },
      finish('stop', 'stop'),
    );
    expect(events.map(({ type }) => type)).toEqual([
      'message_start',
      'content_block_start',
      'content_block_delta',
      'content_block_stop',
      'message_delta',
      'message_stop',
    ]);
    expect(events.at(-2)).toMatchObject({
      delta: { stop_reason: 'end_turn', stop_sequence: null, stop_details: null, container: null },
      usage: {
        input_tokens: 4,
        cache_read_input_tokens: 5,
        cache_creation_input_tokens: 1,
        output_tokens: 3,
      },
    });
  });

  it('signs thoughts at their end and wraps the signatures of others', () => {
    const thought = (metadata: { [place: string]: { [name: string]: string } }): Part[] => [
      { type: 'reasoning-start', id: '0' },
      { type: 'reasoning-delta', id: '0', delta: 'Hm' },
      { type: 'reasoning-delta', id: '0', delta: '', providerMetadata: metadata },
      { type: 'reasoning-end', id: '0' },
    ];
    const told = { type: 'thinking_delta', thinking: 'Hm' };
    expect(blocks(...thought({ anthropic: { signature: 's' } }))).toEqual([
      'thinking',
      told,
      { type: 'signature_delta', signature: 's' },
    ]);
    expect(blocks(...thought({ google: { thoughtSignature: 's' } }))).toEqual([
      'thinking',
      told,
      { type: 'signature_delta', signature: expect.stringMatching(/^onegate\.v1\./) },
    ]);
  });

  it('keeps the arguments of calls together that come in turns', () => {
    const parts: Part[] = [
      { type: 'tool-input-start', id: 'a', toolName: 'f' },
      { type: 'tool-input-start', id: 'b', toolName: 'g' },
      { type: 'tool-input-delta', id: 'a', delta: '{"x"' },
      { type: 'tool-input-delta', id: 'b', delta: '{}' },
      { type: 'tool-input-delta', id: 'a', delta: ':1}' },
      { type: 'tool-call', toolCallId: 'b', toolName: 'g', input: '{}' },
      { type: 'tool-call', toolCallId: 'a', toolName: 'f', input: '{"x":1}' },
    ];
    expect(blocks(...parts)).toEqual([
      'tool_use',
      { type: 'input_json_delta', partial_json: '{"x"' },
      { type: 'input_json_delta', partial_json: ':1}' },
      'tool_use',
      { type: 'input_json_delta', partial_json: '{}' },
    ]);
  });

  it('cites what the text stands on, in Claude’s words or as a place on the web', () => {
    const own = {
      type: 'char_location',
      cited_text: 'c',
      document_index: 0,
      start_char_index: 0,
      end_char_index: 1,
    };
    const events = blocks(
      { type: 'text-start', id: '0' },
      { type: 'text-delta', id: '0', delta: 'It is so.' },
      {
        type: 'text-end',
        id: '0',
        citations: [
          {
            source: { type: 'source', sourceType: 'url', id: '1', url: 'https://a.example', title: 'A' },
            startIndex: 0,
            endIndex: 2,
          },
          {
            source: {
              type: 'source',
              sourceType: 'document',
              id: '2',
              mediaType: 'text/plain',
              title: 'D',
              providerMetadata: { anthropic: own },
            },
          },
        ],
      },
    );
    expect(events.slice(2)).toEqual([
      {
        type: 'citations_delta',
        citation: {
          type: 'web_search_result_location',
          url: 'https://a.example',
          title: 'A',
          cited_text: 'It',
          encrypted_index: '',
        },
      },
      { type: 'citations_delta', citation: { ...own, document_title: null, file_id: null } },
    ]);
  });

  it('shows a search of the provider, also where it says only afterwards what it looked for', () => {
    const [use, query, result] = blocks(
      { type: 'tool-call', toolCallId: 'ws_1', toolName: 'web_search', input: '{}', providerExecuted: true },
      {
        type: 'tool-result',
        toolCallId: 'ws_1',
        toolName: 'web_search',
        result: {
          action: { type: 'search', query: 'q' },
          sources: [{ type: 'url', url: 'https://a.example' }],
        },
      },
    );
    expect([use, query, result]).toEqual([
      'server_tool_use',
      { type: 'input_json_delta', partial_json: '{"query":"q"}' },
      'web_search_tool_result',
    ]);
  });

  it.each([
    ['length', undefined, 'max_tokens'],
    ['length', 'model_context_window_exceeded', 'model_context_window_exceeded'],
    ['content-filter', 'SAFETY', 'refusal'],
    ['stop', 'pause_turn', 'pause_turn'],
    ['stop', 'stop_sequence', 'stop_sequence'],
    ['stop', 'tool_use', 'end_turn'],
    ['other', undefined, 'end_turn'],
  ] as const)('that ended for %s (%s) says %s', (unified, raw, stop_reason) => {
    expect(written(finish(unified, raw)).at(-2)).toMatchObject({ delta: { stop_reason } });
  });

  it('with calls ends in tool_use whatever the provider says', () => {
    const call: Part = { type: 'tool-call', toolCallId: 'a', toolName: 'f', input: '' };
    expect(written(call, finish('stop')).at(-2)).toMatchObject({ delta: { stop_reason: 'tool_use' } });
  });

  it('says why it was refused, where the provider does', () => {
    const providerMetadata = {
      anthropic: { stopDetails: { type: 'refusal', category: 'bio', explanation: 'No.' } },
    };
    const events = written(finish('content-filter', 'refusal', { providerMetadata }));
    expect(events.at(-2)).toMatchObject({
      delta: { stop_details: { type: 'refusal', category: 'bio', explanation: 'No.' } },
    });
  });

  it.each(['interrupted', 'error'] as const)('that ended as %s is an error', (unified) => {
    expect(written(finish(unified)).map(({ type }) => type)).toEqual(['error']);
  });
});
