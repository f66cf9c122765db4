import { describe, expect, it } from '@jest/globals';
import { SseFrames } from '../sse/sse-frames.js';
import { completeUsage } from './complete-usage.js';
import type { ReadProtocol, UsageReading } from './usage-reading.js';
import { usageReader } from './usage-readers.js';

function read(protocol: ReadProtocol, stream: string | readonly Buffer[], limit?: number): UsageReading {
  const reader = usageReader(protocol);
  const frames = new SseFrames((frame) => reader.see(frame), limit);
  for (const chunk of typeof stream === 'string' ? [Buffer.from(stream)] : stream) frames.push(chunk);
  frames.end();
  return reader.result();
}

const events = (...all: (object | string)[]) =>
  all.map((event) => `data: ${typeof event === 'string' ? event : JSON.stringify(event)}\n\n`).join('');
const chunk = (delta: object, more: object = {}) => ({
  id: 'chatcmpl-1',
  model: 'gpt-x-2026',
  choices: [{ index: 0, delta, finish_reason: null }],
  usage: null,
  ...more,
});
const finished = { choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] };
const usage = { prompt_tokens: 10, completion_tokens: 4, total_tokens: 14 };

describe('a chat stream', () => {
  it.each([
    [
      'in a last event without choices',
      events(chunk({ content: 'Hi' }), chunk({}, finished), chunk({}, { choices: [], usage }), '[DONE]'),
    ],
    [
      'beside the finish reason',
      events(chunk({ content: 'Hi' }), chunk({}, { ...finished, usage }), '[DONE]'),
    ],
    [
      'in each event, added up',
      events(
        ...[1, 2, 4].map((tokens) =>
          chunk(
            { content: 'H' },
            {
              ...(tokens === 4 && finished),
              usage: { ...usage, completion_tokens: tokens, total_tokens: 10 + tokens },
            },
          ),
        ),
      ),
    ],
    [
      'in Groq’s old place',
      events(chunk({ content: 'Hi' }), chunk({}, { ...finished, usage: undefined, x_groq: { usage } })),
    ],
    [
      'with spaces in the JSON',
      `data: ${JSON.stringify(chunk({}, finished)).replaceAll(':', ': ')}\n\n${events(chunk({}, { choices: [], usage })).replaceAll(':', ': ')}`,
    ],
  ])('tells its usage %s', (_where, stream) => {
    expect(read('openai-chat', stream)).toMatchObject({
      usage: { input: 10, output: 4 },
      isUsageFinal: true,
      generationId: 'chatcmpl-1',
      model: 'gpt-x-2026',
      finishReason: 'stop',
      sawTerminal: true,
      sawError: false,
    });
  });

  it('is not fooled by an answer that speaks of usage and errors', () => {
    const content = '{"usage":{"prompt_tokens":1},"error":{},"finish_reason":"stop","x":"\\"}';
    const reading = read('openai-chat', events(chunk({ content })));
    expect(reading).toMatchObject({ usage: null, sawTerminal: false, sawError: false });
    expect(reading.output.text).toBe(content);
  });

  it.each([
    ['as an event of its own', `event: error\n${events({ error: { message: 'no' } })}`],
    ['inside a chunk', events(chunk({}, { error: { code: 400, message: 'limit' } }), '[DONE]')],
    ['as a finish reason', events(chunk({}, { choices: [{ delta: {}, finish_reason: 'error' }] }))],
  ])('tells of an error %s', (_how, stream) => {
    expect(read('openai-chat', stream).sawError).toBe(true);
  });

  it('counts what is said once, in whatever fields it is said', () => {
    const details = [{ type: 'reasoning.text', text: 'hm' }];
    const stream = events(
      chunk({ reasoning: 'hm', reasoning_content: 'hm', reasoning_details: details }),
      chunk({ content: 'é 😀' }, { choices: [{ text: 'é 😀', delta: { content: 'é 😀' } }] }),
      chunk({ content: [{ type: 'thinking', thinking: [{ type: 'text', text: ' so' }] }] }),
      chunk({ tool_calls: [{ index: 0, function: { name: 'f', arguments: '{"a' } }] }),
      chunk({ tool_calls: [{ index: 0, function: { arguments: '":1}' } }] }),
    );
    const { output } = read('openai-chat', stream);
    expect([output.text, output.calls]).toEqual(['hmé 😀 sof{"a":1}', 1]);
    expect(output.textBytes).toBe(Buffer.byteLength(output.text));
  });

  it('counts a search that is cited and not counted', () => {
    const annotations = [{ type: 'url_citation', url_citation: {} }];
    const stream = events(chunk({ content: 'a', annotations }), chunk({}, { ...finished, usage }));
    expect(read('openai-chat', stream).usage).toMatchObject({ web_search: 1 });
  });
});

const message = (more: object) => ({
  type: 'message_start',
  message: { id: 'msg_1', model: 'claude-x', usage: more },
});
const delta = (more: object) => ({ type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage: more });

describe('a stream of Messages', () => {
  const start = { input_tokens: 17, cache_read_input_tokens: 5, output_tokens: 1 };

  it.each([
    [
      'merges start and end',
      [message(start), delta({ output_tokens: 30 })],
      { input: 17, cached_read: 5, output: 30 },
    ],
    [
      'takes a start that comes twice once',
      [message(start), message(start), delta({ output_tokens: 30 })],
      { input: 17, cached_read: 5, output: 30 },
    ],
    [
      'takes the end’s word on the prompt',
      [message(start), delta({ input_tokens: 61, cache_read_input_tokens: 0, output_tokens: 2 })],
      { input: 61, output: 2 },
    ],
    [
      'but not where it has none',
      [message(start), delta({ input_tokens: 0, cache_read_input_tokens: 0, output_tokens: 2 })],
      { input: 17, cached_read: 5, output: 2 },
    ],
    [
      'and not null',
      [message(start), delta({ input_tokens: null, output_tokens: 2 })],
      { input: 17, cached_read: 5, output: 2 },
    ],
  ])('%s', (_name, all, expected) => {
    expect(read('anthropic-messages', events(...all, { type: 'message_stop' }))).toMatchObject({
      usage: expected,
      isUsageFinal: true,
      finishReason: 'end_turn',
      sawTerminal: true,
    });
  });

  it('that is cut off has the prompt that was told, and an answer that we count', async () => {
    const said = {
      type: 'content_block_delta',
      delta: { type: 'text_delta', text: 'Hello there, my friend' },
    };
    const reading = read('anthropic-messages', events(message(start), said));
    expect(reading).toMatchObject({ isUsageFinal: false, sawTerminal: false });
    expect(await completeUsage(reading, 'anthropic-messages', {})).toEqual({
      usage: { input: 17, cached_read: 5, output: 5 },
      source: 'counted',
    });
  });
});

describe('a stream of Responses', () => {
  const response = (status: string, more: object = {}) => ({ id: 'resp_1', model: 'gpt-x', status, ...more });
  const told = {
    input_tokens: 20,
    input_tokens_details: { cached_tokens: 8 },
    output_tokens: 6,
    total_tokens: 26,
  };

  it('reads the last event, its searches and its pictures', () => {
    const search = (type: string) => ({ type: 'web_search_call', action: { type } });
    const image_gen = { input_tokens: 5, output_tokens: 90, output_tokens_details: { image_tokens: 90 } };
    const done = response('completed', {
      usage: told,
      output: [search('search'), search('open_page')],
      tool_usage: { image_gen },
    });
    expect(
      read(
        'openai-responses',
        events(
          { type: 'response.created', response: response('in_progress') },
          { type: 'response.completed', response: done },
        ),
      ),
    ).toMatchObject({
      usage: { input: 17, cached_read: 8, output: 6, web_search: 1, image_output: 90 },
      generationId: 'resp_1',
      finishReason: 'completed',
      sawTerminal: true,
    });
  });

  it('does not count the searches that are listed where the usage counts none', () => {
    const usage = { ...told, server_side_tool_usage_details: { web_search_calls: 0, x_search_calls: 1 } };
    const output = [{ type: 'web_search_call', action: { type: 'search', query: '' } }];
    const done = { type: 'response.completed', response: response('completed', { usage, output }) };
    expect(read('openai-responses', events(done)).usage).toEqual({ input: 12, cached_read: 8, output: 6 });
  });

  it('reads the usage behind a picture too long to be kept', () => {
    const item = { type: 'image_generation_call', result: 'A'.repeat(3_000_000) };
    const last = {
      type: 'response.completed',
      response: response('completed', { output: [item], usage: told }),
    };
    const bytes = Buffer.from(events({ type: 'response.created', response: response('queued') }, last));
    const pieces = Array.from({ length: Math.ceil(bytes.length / 16_384) }, (_, at) =>
      bytes.subarray(at * 16_384, (at + 1) * 16_384),
    );
    expect(read('openai-responses', pieces)).toMatchObject({
      usage: { input: 12, cached_read: 8, output: 6 },
      generationId: 'resp_1',
      sawTerminal: true,
    });
  });

  it.each([
    [
      'failed',
      { type: 'response.failed', response: response('failed', { error: { code: 'x' } }) },
      true,
      'failed',
    ],
    [
      'incomplete',
      {
        type: 'response.incomplete',
        response: response('incomplete', { incomplete_details: { reason: 'max_output_tokens' } }),
      },
      false,
      'max_output_tokens',
    ],
  ])('that ends %s says so', (_status, event, sawError, finishReason) => {
    expect(read('openai-responses', events(event))).toMatchObject({
      sawTerminal: true,
      sawError,
      finishReason,
    });
  });
});

describe('what was not told', () => {
  it('is counted from what passed and what was asked', async () => {
    const body = { messages: [{ role: 'user', content: 'Say hello to everyone, please.' }] };
    const reading = read('openai-chat', events(chunk({ content: 'Hello, <|endoftext|> everyone!' })));
    const { usage: counted, source } = await completeUsage(reading, 'openai-chat', body);
    expect(source).toBe('counted');
    expect(Number(counted.input)).toBeGreaterThanOrEqual(8);
    expect(Number(counted.output)).toBeGreaterThanOrEqual(5);
  });

  it('is scaled where it is long, in a moment, whatever the text', async () => {
    const stream = events(
      ...Array.from({ length: 300 }, () => chunk({ content: '大阪は日本の都市'.repeat(50) })),
    );
    const reading = read('openai-chat', stream);
    const { usage: counted, source } = await completeUsage(reading, 'openai-chat', { messages: [] });
    expect(source).toBe('estimated');
    expect(Number(counted.output) / (300 * 50 * 8)).toBeCloseTo(0.75, 0);
  });
});

describe('a stream of pictures or sound', () => {
  const event = (type: string, more: object = {}) => ({ type, b64_json: 'AAAA', ...more });
  const sketch = (partial_image_index: number) =>
    event('image_generation.partial_image', { partial_image_index });
  const drawn = event('image_generation.completed');

  it.each<[string, object[], number]>([
    ['finished ones', [drawn, drawn], 2],
    ['one that is sketched', [sketch(0), sketch(1), sketch(2)], 1],
    ['one finished and the next one sketched', [sketch(0), sketch(1), drawn, sketch(0)], 2],
    ['several that are drawn at once', [sketch(0), sketch(0), sketch(0), drawn, sketch(1)], 3],
    ['sketches without a number', [event('image_edit.partial_image'), event('image_edit.partial_image')], 1],
  ])('tells how many pictures were begun: %s', (_what, stream, pictures) => {
    expect(read('openai-images', events(...stream))).toMatchObject({ usage: null, pictures });
  });

  it('tells the usage behind a picture that is too long to be kept', () => {
    const told = { input_tokens: 10, output_tokens: 272, total_tokens: 282 };
    const long = { ...drawn, b64_json: 'A'.repeat(3_000_000), usage: told };
    expect(read('openai-images', events(long))).toMatchObject({
      usage: { input: 10, image_output: 272 },
      sawTerminal: true,
      pictures: 1,
    });
  });

  it('has the text that was heard until it broke off', () => {
    const heard = { type: 'transcript.text.delta', delta: 'Good "morning" ' };
    const { output, sawTerminal } = read('openai-transcriptions', events(heard, heard));
    expect({ text: output.text, sawTerminal }).toEqual({
      text: 'Good "morning" '.repeat(2),
      sawTerminal: false,
    });
  });
});

describe('usage that no call can have', () => {
  const absurd = 2 ** 40;
  const body = {
    messages: [{ role: 'user', content: 'Say hello to everybody who is here' }],
    input: 'Hello there',
  };
  const told: Partial<Record<ReadProtocol, object>> = {
    'openai-chat': {
      choices: [{ message: { content: 'Hello' } }],
      usage: { prompt_tokens: 5, completion_tokens: absurd },
    },
    'openai-responses': {
      status: 'completed',
      output: [],
      usage: { input_tokens: absurd, output_tokens: 1 },
    },
    'openai-embeddings': { usage: { prompt_tokens: absurd, total_tokens: absurd } },
    'openai-images': { data: [], usage: { input_tokens: 1, output_tokens: absurd } },
    'anthropic-messages': {
      stop_reason: 'end_turn',
      content: [{ type: 'text', text: 'Hello' }],
      usage: { input_tokens: 5, output_tokens: absurd },
    },
  };

  it.each(Object.keys(told) as ReadProtocol[])('counts as not said: %s', async (protocol) => {
    const reader = usageReader(protocol);
    reader.readWhole({ ...told[protocol] });
    const { usage, source } = await completeUsage(reader.result(), protocol, body, { image: 2 });
    expect(source).toBe('counted');
    expect(usage).toMatchObject({ image: 2 });
    expect(Number(usage.input) + Number(usage.output)).toBeLessThan(50);
  });
});
