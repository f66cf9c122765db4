import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import OpenAI from 'openai';
import { z } from 'zod';
import { createSimulator } from '../../create-simulator.js';

const price = z.string().regex(/^(-1|\d+(\.\d+)?)$/u);
const prices = z.object({ prompt: price, completion: price }).catchall(price);
const override = z.looseObject({ prompt: price, completion: price });
const catalogView = z.object({
  data: z.array(
    z.object({ id: z.string(), pricing: z.looseObject({ overrides: z.array(override).optional() }) }),
  ),
  total_count: z.number(),
});

let simulator: NestFastifyApplication;
let openai: OpenAI;

beforeAll(async () => {
  simulator = await createSimulator();
  await simulator.listen(0);
  openai = new OpenAI({ baseURL: `${await simulator.getUrl()}/v1`, apiKey: 'sk-any', maxRetries: 0 });
});
afterAll(() => simulator.close());

describe('embeddings', () => {
  it('are vectors of length one that depend on the text alone, as floats or base64', async () => {
    const floats = await openai.embeddings.create({
      model: 'text-embedding-3-small',
      input: ['one', 'two words'],
      encoding_format: 'float',
    });
    const packed = await openai.embeddings.create({ model: 'text-embedding-3-small', input: 'two words' });
    expect(floats.data).toHaveLength(2);
    expect(floats.data[1]?.embedding).toHaveLength(1536);
    expect(Math.hypot(...(floats.data[1]?.embedding ?? []))).toBeCloseTo(1, 5);
    expect(packed.data[0]?.embedding).toEqual(floats.data[1]?.embedding);
    expect(floats.usage).toEqual({ prompt_tokens: 3, total_tokens: 3 });
  });

  it('take token numbers, and as many dimensions as asked for', async () => {
    const { data, usage } = await openai.embeddings.create({
      model: 'm',
      input: [[1, 2, 3], [4]],
      dimensions: 8,
    });
    expect(data.map((one) => one.embedding.length)).toEqual([8, 8]);
    expect(usage.prompt_tokens).toBe(4);
  });
});

describe('models', () => {
  it('are listed for OpenAI’s clients, and found by any form of their name', async () => {
    const { data } = await openai.models.list();
    expect(data.map((model) => model.id)).toContain('gpt-4o-mini');
    expect(await openai.models.retrieve('openai/gpt-4o')).toMatchObject({ id: 'gpt-4o', owned_by: 'openai' });
    await expect(openai.models.retrieve('nobody-knows')).rejects.toMatchObject({
      status: 404,
      code: 'model_not_found',
    });
  });

  it('are in a catalog that needs no key, with prices as decimal strings', async () => {
    const answer = await fetch(`${await simulator.getUrl()}/api/v1/models`);
    const { data, total_count } = catalogView.parse(await answer.json());
    expect(total_count).toBe(data.length);
    for (const { pricing } of data) {
      const { overrides: _overrides, ...plain } = pricing;
      expect(prices.safeParse(plain).success).toBe(true);
    }
  });
});
