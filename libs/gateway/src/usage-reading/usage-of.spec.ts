import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { reportedCost } from './reported-cost.js';
import { answerUsage, promptUsage } from './token-totals.js';
import { usageOfAnthropic } from './usage-of-anthropic.js';
import { usageOfGemini } from './usage-of-gemini.js';
import { usageOfOpenAi } from './usage-of-openai.js';
import { usageOfCohere, usageOfConverse } from './usage-of-others.js';

const openAi = (prompt: number, answer: number, more: object = {}) => ({
  prompt_tokens: prompt,
  completion_tokens: answer,
  total_tokens: prompt + answer,
  ...more,
});

describe('usageOfOpenAi', () => {
  it.each([
    ['nothing but totals', openAi(10, 5), { input: 10, output: 5 }],
    [
      'cache, sound and reasoning inside the totals',
      openAi(100, 50, {
        prompt_tokens_details: { cached_tokens: 60, cache_write_tokens: 10, audio_tokens: 20 },
        completion_tokens_details: { reasoning_tokens: 30, audio_tokens: 5 },
      }),
      {
        input: 10,
        cached_read: 60,
        cache_write: 10,
        audio: 20,
        output: 15,
        reasoning: 30,
        audio_output: 5,
      },
    ],
    [
      'Responses’ names',
      { input_tokens: 9, output_tokens: 8, input_tokens_details: { cached_tokens: 4 }, total_tokens: 17 },
      { input: 5, cached_read: 4, output: 8 },
    ],
    [
      'DeepSeek’s cache',
      openAi(10, 1, { prompt_cache_hit_tokens: 8 }),
      { input: 2, cached_read: 8, output: 1 },
    ],
    ['Mistral’s cache', openAi(10, 1, { num_cached_tokens: 8 }), { input: 2, cached_read: 8, output: 1 }],
    ['Moonshot’s cache', openAi(10, 1, { cached_tokens: 8 }), { input: 2, cached_read: 8, output: 1 }],
    [
      'xAI’s reasoning beside the answer',
      { ...openAi(32, 9, { completion_tokens_details: { reasoning_tokens: 94 } }), total_tokens: 135 },
      { input: 32, output: 9, reasoning: 94 },
    ],
    [
      'Gemini’s thoughts that are only in the total',
      { prompt_tokens: 35, completion_tokens: 12, total_tokens: 109 },
      { input: 35, output: 12, reasoning: 62 },
    ],
    [
      'a cache that a translator left out of the prompt',
      { ...openAi(10, 5, { prompt_tokens_details: { cached_tokens: 90 } }), total_tokens: 105 },
      { input: 10, cached_read: 90, output: 5 },
    ],
    [
      'more cached than there was of prompt',
      openAi(7, 8, { prompt_tokens_details: { cached_tokens: 161, text_tokens: 7 } }),
      { input: 7, output: 8 },
    ],
    [
      'more reasoning than answer, within the total',
      openAi(43, 10, { completion_tokens_details: { reasoning_tokens: 11 } }),
      { input: 43, output: 0, reasoning: 10 },
    ],
    [
      'Perplexity’s citations, searches and reasoning',
      openAi(33, 7163, { citation_tokens: 1028, num_search_queries: 21, reasoning_tokens: 73_997 }),
      { input: 1061, output: 7163, reasoning: 73_997, web_search: 21 },
    ],
    [
      'Perplexity’s search that is not counted',
      openAi(3, 4, { search_context_size: 'low' }),
      { input: 3, output: 4, web_search: 1 },
    ],
    [
      'OpenRouter’s searches and pictures',
      openAi(50, 40, {
        prompt_tokens_details: { image_tokens: 20 },
        completion_tokens_details: { image_tokens: 30 },
        server_tool_use_details: { web_search_requests: 2 },
      }),
      { input: 30, image_token: 20, output: 10, image_output: 30, web_search: 2 },
    ],
    ['embeddings', { prompt_tokens: 8, total_tokens: 8 }, { input: 8, output: 0 }],
    ['Voyage’s embeddings', { total_tokens: 12 }, { input: 12, output: 0 }],
    [
      'nonsense',
      { prompt_tokens: -5, completion_tokens: '7', prompt_tokens_details: [1], total_tokens: null },
      { input: 0, output: 0 },
    ],
  ])('reads %s', (_name, wire, usage) => {
    expect(usageOfOpenAi(wire)).toEqual(usage);
  });
});

describe('the usage of the other protocols', () => {
  it('reads Messages, whose input leaves out what was cached', () => {
    const usage = {
      input_tokens: 10,
      cache_read_input_tokens: 100,
      cache_creation_input_tokens: 50,
      cache_creation: { ephemeral_5m_input_tokens: 20, ephemeral_1h_input_tokens: 30 },
      output_tokens: 40,
      output_tokens_details: { thinking_tokens: 25 },
      server_tool_use: { web_search_requests: 3 },
    };
    expect(usageOfAnthropic(usage)).toEqual({
      input: 10,
      cached_read: 100,
      cache_write: 20,
      cache_write_1h: 30,
      output: 15,
      reasoning: 25,
      web_search: 3,
    });
  });

  it('adds the rounds that the totals of Messages leave out', () => {
    const round = (type: string, input: number) => ({ type, input_tokens: input, output_tokens: 1 });
    const iterations = [round('compaction', 1000), round('message', 10), round('advisor_message', 200)];
    const usage = { input_tokens: 10, output_tokens: 1, iterations };
    expect(usageOfAnthropic(usage)).toEqual({ input: 1210, output: 3 });
  });

  it('reads Gemini, whose thoughts and tools stand beside', () => {
    const usage = {
      promptTokenCount: 100,
      promptTokensDetails: [
        { modality: 'TEXT', tokenCount: 60 },
        { modality: 'AUDIO', tokenCount: 40 },
      ],
      cachedContentTokenCount: 50,
      toolUsePromptTokenCount: 7,
      candidatesTokenCount: 20,
      candidatesTokensDetails: [{ modality: 'IMAGE', tokenCount: 15 }],
      thoughtsTokenCount: 9,
    };
    expect(usageOfGemini(usage)).toEqual({
      input: 17,
      cached_read: 50,
      audio: 40,
      output: 5,
      image_output: 15,
      reasoning: 9,
    });
  });

  it('reads what Gemini had of sound and pictures in its cache', () => {
    const usage = {
      promptTokenCount: 200,
      promptTokensDetails: [
        { modality: 'TEXT', tokenCount: 20 },
        { modality: 'AUDIO', tokenCount: 80 },
        { modality: 'IMAGE', tokenCount: 100 },
      ],
      cachedContentTokenCount: 75,
      cacheTokensDetails: [
        { modality: 'AUDIO', tokenCount: 30 },
        { modality: 'IMAGE', tokenCount: 40 },
      ],
      candidatesTokenCount: 1,
    };
    expect(usageOfGemini(usage)).toEqual({
      input: 15,
      cached_read: 45,
      cached_audio: 30,
      audio: 50,
      image_token: 60,
      output: 1,
    });
  });

  it('reads what Converse keeps for an hour', () => {
    const cacheDetails = [
      { ttl: '5m', inputTokens: 30 },
      { ttl: '1h', inputTokens: 70 },
    ];
    const usage = { inputTokens: 5, outputTokens: 6, cacheWriteInputTokens: 100, cacheDetails };
    expect(usageOfConverse(usage)).toEqual({ input: 5, output: 6, cache_write: 30, cache_write_1h: 70 });
  });

  it('reads Converse and Cohere', () => {
    expect(usageOfConverse({ inputTokens: 5, outputTokens: 6, cacheReadInputTokens: 7 })).toEqual({
      input: 5,
      output: 6,
      cached_read: 7,
    });
    const tokens = { input_tokens: 212, output_tokens: 57 };
    expect(usageOfCohere({ billed_units: { input_tokens: 12, output_tokens: 57 }, tokens })).toEqual({
      input: 12,
      output: 57,
    });
    expect(usageOfCohere({ tokens, cached_tokens: 208 })).toEqual({ input: 4, cached_read: 208, output: 57 });
  });
});

describe('reportedCost', () => {
  it.each<[string, object, bigint | null]>([
    ['OpenRouter’s', { cost: 0.00219855, is_byok: false }, 2_198_550n],
    ['a float’s crumbs', { cost: 1.4e-7 }, 140n],
    [
      'the fee and the own provider’s',
      { cost: 0.001, is_byok: true, cost_details: { upstream_inference_cost: 0.02 } },
      21_000_000n,
    ],
    ['Perplexity’s', { cost: { request_cost: 0.005, total_cost: 0.00501 } }, 5_010_000n],
    ['xAI’s ticks', { cost_in_usd_ticks: 44_168_500 }, 4_416_850n],
    ['nothing for a free model', { cost: 0 }, 0n],
    ['no ticks', { cost_in_usd_ticks: 0 }, null],
    ['silence', {}, null],
    ['nonsense', { cost: -1 }, null],
    ['crumbs of crumbs', { cost: 1e-300 }, null],
    ['millions', { cost: 1e7 }, null],
    ['millions in ticks', { cost_in_usd_ticks: 1e17 }, null],
    ['text', { cost: '0.1' }, null],
  ])('reads %s', (_name, usage, cost) => {
    expect(reportedCost({ ...usage })).toBe(cost);
  });
});

describe('the kinds', () => {
  const count = fc.nat({ max: 10_000 });
  const sum = (usage: object) =>
    Object.values(usage).reduce((total: number, units: number) => total + units, 0);

  it('add up to the totals, whatever is told', () => {
    const prompt = fc.record({
      total: count,
      cachedRead: count,
      cacheWrite: count,
      cacheWrite1h: count,
      audio: count,
      image: count,
      cachedAudio: count,
      cachedImage: count,
    });
    fc.assert(fc.property(prompt, (told) => sum(promptUsage(told)) === told.total));
    const answer = fc.record({ total: count, reasoning: count, audio: count, image: count });
    fc.assert(fc.property(answer, (told) => sum(answerUsage(told)) === told.total));
  });

  it('are whole and never negative, whatever JSON there is', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.jsonValue(), (json, value) => {
        const names = ['prompt_tokens', 'completion_tokens', 'total_tokens', 'iterations', 'usage', 'cost'];
        const wire = { ...json, ...Object.fromEntries(names.map((name) => [name, value])) };
        for (const read of [usageOfOpenAi, usageOfAnthropic, usageOfGemini, usageOfConverse, usageOfCohere]) {
          const units = Object.values(read(wire));
          expect(units.every((one) => Number.isSafeInteger(one) && Number(one) >= 0)).toBe(true);
        }
        reportedCost(wire);
      }),
    );
  });
});
