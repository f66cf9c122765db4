import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { tagOf } from '@onegate/billing';
import OpenAI from 'openai';
import { bench } from '../admission/admission-bench.ts';
import { given } from '../setup/given.ts';
import { simulated, type Simulated } from '../setup/simulated.ts';

let house: Simulated;

beforeAll(async () => {
  house = await simulated();
});
afterAll(() => house.installation.close());

/** In nano-dollars a token, by the price lists of their makers. */
const prices = {
  'text-embedding-3-small': 20n,
  'text-embedding-3-large': 130n,
  'text-embedding-ada-002': 100n,
  'gemini-embedding-001': 150n,
  'mistral-embed': 100n,
  'codestral-embed': 150n,
  'embed-v4.0': 120n,
  'embed-multilingual-v3.0': 100n,
};

describe('embeddings on a new installation', () => {
  it.each(Object.entries(prices))('by %s are made and paid for', async (model, price) => {
    const user = await given(house.app).user();
    await given(house.app).credit(user);
    const apiKey = await given(house.app).apiKey(user);
    const openai = new OpenAI({ baseURL: `${house.call.url}/v1`, apiKey, maxRetries: 0 });
    const answer = await openai.embeddings.create({ model, input: ['The quick brown fox', 'jumps'] });
    expect(answer.data).toHaveLength(2);
    expect(answer.data[0]?.embedding.length).toBeGreaterThan(1);
    const { pending, held } = await bench(house.app).figures(tagOf({ kind: 'user', id: user.id }));
    expect(pending).toBe(BigInt(answer.usage.prompt_tokens) * price);
    expect(held).toBe(0n);
  });
});
