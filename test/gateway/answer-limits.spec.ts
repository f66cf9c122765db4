import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { usd } from '@onegate/platform';
import { administration } from '../admin/administration.ts';
import { given } from '../setup/given.ts';
import { gatewayHouse, type GatewayHouse } from './gateway-house.ts';
import { LoopbackProvider } from './loopback-provider.ts';

/** Nobody knows how long its answers may be. */
const model = 'test/endless';
const defaultTokens = 5_000;
const messages = [{ role: 'user', content: 'Hi' }];

let house: GatewayHouse;
let provider: LoopbackProvider;

beforeAll(async () => {
  house = await gatewayHouse({ env: { ONEGATE_DEFAULT_OUTPUT_TOKENS: String(defaultTokens) } });
  provider = await LoopbackProvider.start(house.installation);
  provider.answers(400, { error: { message: 'Enough seen.' } });
  const { boss } = await administration(house.app, house.call);
  const prices = { input: '0.00001', output: '0.0001' };
  expect(await boss.post('/api/llm-models', { slug: model, name: model, prices })).toMatchObject({
    status: 201,
  });
});
afterEach(() => house.removeAccounts());
afterAll(() => house.installation.close());

interface Asked {
  readonly path: string;
  readonly kind: string;
  readonly body: object;
  /** The field that tells the limit. */
  readonly field: string;
  readonly answers: number;
}

const ways: Record<string, Asked> = {
  chat: {
    path: '/v1/chat/completions',
    kind: 'openai-compatible',
    body: { messages },
    field: 'max_tokens',
    answers: 1,
  },
  'chat of several answers': {
    path: '/v1/chat/completions',
    kind: 'openai',
    body: { messages, n: 8 },
    field: 'max_completion_tokens',
    answers: 8,
  },
  'completions of two prompts': {
    path: '/v1/completions',
    kind: 'openai-compatible',
    body: { prompt: ['One', 'Two'], n: 2, best_of: 3 },
    field: 'max_tokens',
    answers: 6,
  },
  responses: {
    path: '/v1/responses',
    kind: 'openai',
    body: { input: 'Hi' },
    field: 'max_output_tokens',
    answers: 1,
  },
  native: { path: '/api', kind: 'openai', body: { messages }, field: 'max_completion_tokens', answers: 1 },
  'responses, translated': {
    path: '/v1/responses',
    kind: 'openai-compatible',
    body: { input: 'Hi', store: false },
    field: 'max_tokens',
    answers: 1,
  },
};

/** What the provider is told of the length of each answer. */
async function told({ path, kind, body, field }: Asked, credit: bigint): Promise<number> {
  await house.account(model, { kind, base_url: provider.url });
  const key = await given(house.app).payingKey(credit);
  await house.call.signedIn(key).post(path, { model, ...body });
  return JSON.parse(provider.last.text)[field];
}

describe('A call that does not say how long its answers may be', () => {
  it.each(Object.keys(ways))('has its provider told what is held for each: %s', async (name) => {
    expect(await told(ways[name] as Asked, usd(100))).toBe(defaultTokens);
  });

  it.each(Object.keys(ways))('has it told the share of what the balance pays for: %s', async (name) => {
    const asked = ways[name] as Asked;
    // At ten thousand tokens to the dollar, and some for the prompt.
    const shares = (await told(asked, usd('0.11'))) * asked.answers;
    expect(shares).toBeLessThanOrEqual(1_100);
    expect(shares).toBeGreaterThan(1_050);
  });
});
