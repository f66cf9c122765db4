import { describe, expect, it } from '@jest/globals';
import type { JSONObject } from '@ai-sdk/provider';
import fc from 'fast-check';
import { readUsage } from './read-usage.js';

const usage = (
  { input, read, write }: { input: number; read?: number; write?: number },
  { output, reasoning }: { output: number; reasoning?: number },
  raw?: JSONObject,
) => ({
  inputTokens: { total: input, noCache: undefined, cacheRead: read, cacheWrite: write },
  outputTokens: { total: output, text: undefined, reasoning },
  ...(raw ? { raw } : {}),
});

describe('The tokens of an answer', () => {
  it.each([
    [
      'none overlap',
      usage({ input: 10, read: 3, write: 2 }, { output: 8, reasoning: 5 }),
      { input: 5, cached_read: 3, cache_write: 2, output: 3, reasoning: 5 },
    ],
    [
      'OpenAI’s sound',
      usage(
        { input: 10 },
        { output: 8 },
        { prompt_tokens_details: { audio_tokens: 4 }, completion_tokens_details: { audio_tokens: 6 } },
      ),
      { input: 6, audio: 4, output: 2, audio_output: 6 },
    ],
    [
      'Gemini’s sound, some of it cached',
      usage(
        { input: 100, read: 40 },
        { output: 1 },
        {
          promptTokensDetails: [
            { modality: 'TEXT', tokenCount: 20 },
            { modality: 'AUDIO', tokenCount: 80 },
          ],
          cacheTokensDetails: [{ modality: 'AUDIO', tokenCount: 30 }],
        },
      ),
      { input: 10, cached_read: 10, cached_audio: 30, audio: 50, output: 1 },
    ],
    [
      'a write that the sums leave out',
      usage({ input: 10, read: 0 }, { output: 1 }, { prompt_tokens_details: { cache_write_tokens: 4 } }),
      { input: 6, cache_write: 4, output: 1 },
    ],
    [
      'searches',
      usage({ input: 1 }, { output: 1 }, { server_side_tool_usage_details: { web_search_calls: 3 } }),
      { input: 1, output: 1, web_search: 3 },
    ],
  ])('%s', (_, said, expected) => {
    expect(readUsage(said)).toEqual(expected);
  });

  it('are never more than their sums, nor fewer than none, whatever the details say', () => {
    const counts = fc.array(fc.nat(1_000), { minLength: 6, maxLength: 6 });
    fc.assert(
      fc.property(counts, ([input = 0, read = 0, write = 0, output = 0, reasoning = 0, audio = 0]) => {
        const counted = readUsage(
          usage(
            { input: input + read + write, read, write },
            { output, reasoning },
            {
              cache_creation: { ephemeral_1h_input_tokens: audio },
              prompt_tokens_details: { audio_tokens: audio },
              completion_tokens_details: { audio_tokens: audio },
            },
          ),
        );
        const sum = Object.values(counted).reduce((total, each) => Number(total) + Number(each), 0);
        expect(sum).toBe(input + read + write + output);
        expect(Object.values(counted).every((each) => Number(each) > 0)).toBe(true);
      }),
    );
  });
});
