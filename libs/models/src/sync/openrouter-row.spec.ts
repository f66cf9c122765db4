import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readRow } from './openrouter-row.js';

const pricing = { prompt: '0.000002', completion: '0.00001' };
const read = (more: object) => readRow({ id: 'acme/one', name: 'One', pricing, ...more });
const listOf = (prices: object) => {
  const result = read({ pricing: { ...pricing, ...prices } });
  return 'model' in result ? result.model.price : result.reason;
};

describe('readRow', () => {
  it('takes a row with nothing but what is needed', () => {
    expect(read({})).toMatchObject({
      model: {
        slug: 'acme/one',
        vendor: 'acme',
        contextLength: null,
        inputModalities: [],
        publishedAt: null,
      },
    });
  });

  it('reads modalities from the summary of older rows', () => {
    expect(read({ architecture: { modality: 'text+image->text' } })).toMatchObject({
      model: { inputModalities: ['text', 'image'], outputModalities: ['text'] },
    });
  });

  it('takes a negative price for unknown, never for a credit', () => {
    expect(listOf({ prompt: '-1', web_search: -1 })).toMatchObject({
      prices: { output: '0.00001' },
      unknown: ['input', 'web_search'],
    });
    expect(listOf({ overrides: [{ prompt: '-1' }] })).toMatch(/negative/);
  });

  it('charges reasoning like output where it has no price beyond that', () => {
    expect(listOf({ internal_reasoning: '0' })).toMatchObject({
      prices: expect.not.objectContaining({ reasoning: '0' }),
    });
    expect(listOf({ completion: '0', internal_reasoning: '0' })).toMatchObject({
      prices: { reasoning: '0' },
    });
    const tiered = listOf({
      internal_reasoning: '0.00001',
      overrides: [{ min_prompt_tokens: 5, completion: '0.00002' }],
    });
    expect(tiered).toMatchObject({ tiers: [{ prices: { output: '0.00002', reasoning: '0.00002' } }] });
  });

  it('tells prices that have no meaning here, and keeps them with the row', () => {
    expect(read({ pricing: { ...pricing, video: '0.1' } })).toMatchObject({
      strange: ['video'],
      model: { raw: { pricing: { video: '0.1' } } },
    });
  });

  it('gives a model or a reason for whatever it is given', () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        const result = readRow(value);
        expect('model' in result || result.reason.length > 0).toBe(true);
      }),
    );
  });
});
