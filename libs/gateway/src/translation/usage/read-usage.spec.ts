import { describe, expect, it } from '@jest/globals';
import type { JSONObject, LanguageModelV4Usage } from '@ai-sdk/provider';
import fc from 'fast-check';
import { chatUsage } from '../chat/chat-usage.js';
import { messageUsage } from '../messages/message-usage.js';
import { responseUsage } from '../responses/response-object.js';
import { readUsage } from './read-usage.js';

/** The sums of a package; nobody is to believe them where the provider's own words are beside them. */
const sums = (
  { input, read, write }: { input: number; read?: number; write?: number },
  { output, reasoning }: { output: number; reasoning?: number },
): LanguageModelV4Usage => ({
  inputTokens: { total: input, noCache: undefined, cacheRead: read, cacheWrite: write },
  outputTokens: { total: output, text: undefined, reasoning },
});
const told = (raw: JSONObject): LanguageModelV4Usage => ({
  ...sums({ input: 1_000, read: 500 }, { output: 1_000 }),
  raw,
});

const cases: [string, JSONObject, object][] = [
  [
    'OpenAI’s sound',
    {
      prompt_tokens: 10,
      completion_tokens: 8,
      prompt_tokens_details: { audio_tokens: 4 },
      completion_tokens_details: { audio_tokens: 6 },
    },
    { input: 6, audio: 4, output: 2, audio_output: 6 },
  ],
  [
    'reasoning beside the answer, which only the total tells',
    {
      prompt_tokens: 12,
      completion_tokens: 2,
      total_tokens: 354,
      completion_tokens_details: { reasoning_tokens: 340 },
    },
    { input: 12, output: 2, reasoning: 340 },
  ],
  [
    'Gemini’s thoughts in OpenAI’s words, which are in the total alone',
    { prompt_tokens: 35, completion_tokens: 12, total_tokens: 109 },
    { input: 35, output: 12, reasoning: 62 },
  ],
  [
    'more cached than there was of prompt',
    { prompt_tokens: 235, completion_tokens: 9, prompt_tokens_details: { cached_tokens: 373 } },
    { input: 235, output: 9 },
  ],
  [
    'more cached than there was of prompt, in Mistral’s words',
    { prompt_tokens: 10, completion_tokens: 9, total_tokens: 19, num_cached_tokens: 64 },
    { input: 10, output: 9 },
  ],
  [
    'the names of Messages beside those of OpenAI',
    {
      prompt_tokens: 30,
      completion_tokens: 9,
      total_tokens: 39,
      prompt_tokens_details: { cached_tokens: 20 },
      cache_read_input_tokens: 20,
      cache_creation_input_tokens: 0,
    },
    { input: 10, cached_read: 20, output: 9 },
  ],
  [
    'Messages, whose totals leave out rounds',
    {
      input_tokens: 10,
      cache_read_input_tokens: 5,
      cache_creation_input_tokens: 30,
      cache_creation: { ephemeral_5m_input_tokens: 10, ephemeral_1h_input_tokens: 20 },
      output_tokens: 8,
      output_tokens_details: { thinking_tokens: 3 },
      iterations: [{ type: 'compaction', input_tokens: 1_000, output_tokens: 100 }],
      server_tool_use: { web_search_requests: 2 },
    },
    {
      input: 1_010,
      cached_read: 5,
      cache_write: 10,
      cache_write_1h: 20,
      output: 105,
      reasoning: 3,
      web_search: 2,
    },
  ],
  [
    'Responses',
    {
      input_tokens: 20,
      input_tokens_details: { cached_tokens: 8 },
      output_tokens: 6,
      output_tokens_details: { reasoning_tokens: 4 },
      total_tokens: 26,
      server_side_tool_usage_details: { web_search_calls: 3 },
    },
    { input: 12, cached_read: 8, output: 2, reasoning: 4, web_search: 3 },
  ],
  [
    'Gemini’s pictures, seen and drawn',
    {
      promptTokenCount: 268,
      promptTokensDetails: [
        { modality: 'TEXT', tokenCount: 10 },
        { modality: 'IMAGE', tokenCount: 258 },
      ],
      candidatesTokenCount: 1_304,
      candidatesTokensDetails: [{ modality: 'IMAGE', tokenCount: 1_290 }],
      thoughtsTokenCount: 7,
      totalTokenCount: 1_579,
    },
    { input: 10, image_token: 258, output: 14, image_output: 1_290, reasoning: 7 },
  ],
  [
    'Gemini’s sound, some of it cached',
    {
      promptTokenCount: 100,
      cachedContentTokenCount: 40,
      candidatesTokenCount: 1,
      promptTokensDetails: [
        { modality: 'TEXT', tokenCount: 20 },
        { modality: 'AUDIO', tokenCount: 80 },
      ],
      cacheTokensDetails: [{ modality: 'AUDIO', tokenCount: 30 }],
    },
    { input: 10, cached_read: 10, cached_audio: 30, audio: 50, output: 1 },
  ],
  [
    'Converse',
    {
      inputTokens: 5,
      outputTokens: 6,
      cacheWriteInputTokens: 10,
      cacheDetails: [{ ttl: '1h', inputTokens: 4 }],
    },
    { input: 5, cache_write: 6, cache_write_1h: 4, output: 6 },
  ],
  [
    'what Cohere bills, which is less than it counts',
    {
      billed_units: { input_tokens: 135, output_tokens: 21 },
      tokens: { input_tokens: 1_645, output_tokens: 33 },
      cached_tokens: 1_632,
    },
    { input: 135, output: 21 },
  ],
  [
    'Perplexity’s search that is not counted',
    { prompt_tokens: 3, completion_tokens: 4, total_tokens: 7, search_context_size: 'low' },
    { input: 3, output: 4, web_search: 1 },
  ],
];

const promptKinds = [
  'input',
  'audio',
  'image_token',
  'cached_read',
  'cached_audio',
  'cache_write',
  'cache_write_1h',
];
const answerKinds = ['output', 'reasoning', 'audio_output', 'image_output'];

describe('The tokens of an answer', () => {
  it.each(cases)('%s', (_, raw, expected) => {
    expect(readUsage(told(raw))).toEqual(expected);
  });

  it('sums, where there is nothing else', () => {
    const usage = sums({ input: 10, read: 3, write: 2 }, { output: 8, reasoning: 5 });
    expect(readUsage(usage)).toEqual({ input: 5, cached_read: 3, cache_write: 2, output: 3, reasoning: 5 });
  });

  it('are as many as the sums say, and of no kind fewer than none', () => {
    const counts = fc.array(fc.nat(1_000), { minLength: 5, maxLength: 5 });
    fc.assert(
      fc.property(counts, ([input = 0, read = 0, write = 0, output = 0, reasoning = 0]) => {
        const counted = readUsage(sums({ input: input + read + write, read, write }, { output, reasoning }));
        const sum = Object.values(counted).reduce((total, each) => Number(total) + Number(each), 0);
        expect(sum).toBe(input + read + write + output);
        expect(Object.values(counted).every((each) => Number(each) >= 0)).toBe(true);
      }),
    );
  });
});

describe('What clients are told', () => {
  it.each(cases)('is what is charged: %s', (_, raw, expected) => {
    const usage = told(raw);
    const charged = new Map(Object.entries(expected));
    const of = (kinds: readonly string[]) =>
      kinds.reduce((sum, kind) => sum + Number(charged.get(kind) ?? 0), 0);
    const [prompt, answer, cached, written] = [
      of(promptKinds),
      of(answerKinds),
      of(['cached_read', 'cached_audio']),
      of(['cache_write', 'cache_write_1h']),
    ];
    expect(chatUsage(usage)).toMatchObject({
      prompt_tokens: prompt,
      completion_tokens: answer,
      prompt_tokens_details: { cached_tokens: cached, cache_write_tokens: written },
    });
    expect(responseUsage(usage)).toMatchObject({
      input_tokens: prompt,
      input_tokens_details: { cached_tokens: cached, cache_write_tokens: written },
      output_tokens: answer,
      output_tokens_details: { reasoning_tokens: of(['reasoning']) },
      total_tokens: prompt + answer,
    });
    expect(messageUsage(usage, 0)).toMatchObject({
      input_tokens: prompt - cached - written,
      cache_read_input_tokens: cached,
      cache_creation_input_tokens: written,
      output_tokens: answer,
      server_tool_use: charged.has('web_search') ? { web_search_requests: charged.get('web_search') } : null,
    });
  });
});
