import { describe, expect, it } from '@jest/globals';
import { estimatePromptTokens } from './estimate-prompt-tokens.js';
import { tokensOfText } from './text-weight.js';
import { tokenizer } from './tokenizer.js';

const prose = 'The quick brown fox jumps over the lazy dog while the others watch it from the hill. '.repeat(
  40,
);
const chat = (content: unknown) => ({ messages: [{ role: 'user', content }] });

describe('tokensOfText', () => {
  it.each([
    ['prose', prose],
    ['code', 'for (let i = 0; i < rows.length; i += 1) { total += rows[i].price * 3.75; }\n'.repeat(40)],
    ['numbers', Array.from({ length: 800 }, (_, n) => (n * 7919) % 100_003).join(',')],
    ['encoded bytes', Buffer.from(prose).toString('base64')],
    ['Japanese', '大阪は日本の西部にある大きな都市の一つです。'.repeat(60)],
    ['Russian', 'Съешь же ещё этих мягких французских булок, да выпей чаю. '.repeat(60)],
    ['emoji', '😀🎉🚀'.repeat(200)],
  ])('is not below what a tokenizer counts of %s, nor three times above', async (_kind, text) => {
    const counted = (await tokenizer())(text);
    const estimated = tokensOfText(text);
    expect(estimated / counted).toBeGreaterThan(0.95);
    expect(estimated / counted).toBeLessThan(3);
  });
});

describe('estimatePromptTokens', () => {
  it('counts pictures, files and sound by what they cost, not by their bytes', () => {
    const image = { type: 'image_url', image_url: { url: `data:image/png;base64,${'A'.repeat(2_000_000)}` } };
    expect(estimatePromptTokens('openai-chat', chat([image, image]))).toBeLessThan(4000);
    const pdf = {
      type: 'document',
      source: { type: 'base64', media_type: 'application/pdf', data: 'A'.repeat(50_000) },
    };
    expect(estimatePromptTokens('anthropic-messages', chat([pdf]))).toBeGreaterThan(1500);
    const sound = { type: 'input_audio', input_audio: { data: 'A'.repeat(160_000), format: 'mp3' } };
    expect(estimatePromptTokens('openai-chat', chat([sound]))).toBeGreaterThan(500);
    const text = { type: 'document', source: { type: 'text', data: prose } };
    expect(estimatePromptTokens('anthropic-messages', chat([text]))).toBeGreaterThan(tokensOfText(prose));
  });

  it('counts tools, instructions, token lists and searches', () => {
    const tool = { type: 'function', function: { name: 'f', description: prose, parameters: {} } };
    expect(estimatePromptTokens('openai-chat', { ...chat('a'), tools: [tool] })).toBeGreaterThan(
      tokensOfText(prose) + 500,
    );
    expect(estimatePromptTokens('openai-responses', { instructions: prose, input: prose })).toBeGreaterThan(
      2 * tokensOfText(prose),
    );
    expect(
      estimatePromptTokens('openai-embeddings', {
        input: [
          [1, 2, 3],
          [4, 5],
        ],
      }),
    ).toBe(13);
    const search = { type: 'web_search_20250305', name: 'web_search' };
    expect(estimatePromptTokens('anthropic-messages', { ...chat('a'), tools: [search] })).toBeGreaterThan(
      10_000,
    );
  });

  it('survives what nobody would send', () => {
    const deep: unknown = JSON.parse('['.repeat(100_000) + ']'.repeat(100_000));
    for (const body of [
      {},
      { messages: null },
      { messages: deep, tools: 'x' },
      { messages: [[null, 1, true]] },
    ]) {
      expect(estimatePromptTokens('openai-chat', body)).toBeLessThan(200);
    }
  });
});
