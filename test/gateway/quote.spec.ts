import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ApiKeysService } from '@onegate/auth';
import type { QuoteView } from '../../apps/api/src/key-holder/quote.view.ts';
import { signedIn } from '../auth/signing-in.ts';
import type { Caller } from '../setup/caller.ts';
import { given } from '../setup/given.ts';
import { simulated, type Simulated } from '../setup/simulated.ts';
import { chat, chats } from './repeating.ts';

let world: Simulated;
let caller: Caller;
let boss: Caller;

beforeAll(async () => {
  world = await simulated();
  caller = world.call.signedIn(world.apiKey);
  boss = (await signedIn(world.call, await given(world.app).superAdmin())).call;
});
afterAll(() => world.installation.close());

const quote = (body: object, endpoint?: string, by = caller) =>
  by.post<QuoteView>('/v1/quote', { ...(endpoint !== undefined && { endpoint }), body });

describe('POST /v1/quote', () => {
  it('tells what a call would come to, and calls nobody', async () => {
    const before = world.journal.list().length;
    const answer = await quote(chat({ max_tokens: 100 }));
    expect(answer).toMatchObject({
      status: 200,
      body: {
        object: 'quote',
        would_pass: true,
        refusal: null,
        model: 'openai/gpt-4o-mini',
        max_output_tokens: 100,
        route: { provider: 'simulator', translated: false, simulated: true },
      },
    });
    expect(answer.body.prompt_tokens).toBeGreaterThan(0);
    expect(world.journal.list().length).toBe(before);
  });

  it('has the dearest price as the highest cost, to the nano-dollar', async () => {
    const prices = { input: '0.000002', cache_write: '0.0000025', output: '0.000008', request: '0.01' };
    const tiers = [
      { utc_start: 0, utc_end: 2400, prices: { output: '0.00001' } },
      { min_prompt_tokens: 100_000, prices: { output: '1' } },
    ];
    const model = { slug: 'house/priced', name: 'Priced', max_output_tokens: 500, prices, tiers };
    expect(await boss.post('/api/llm-models', model)).toMatchObject({ status: 201 });
    const { body } = await quote(chat({ model: 'house/priced', max_tokens: 100 }));
    const nano = 2_500n * BigInt(body.prompt_tokens) + 10_000n * 100n + 10_000_000n;
    expect(body.highest_cost_usd).toBe(String(Number(nano) / 1e9));
  });

  it.each([
    ['responses', { model: 'gpt-4o-mini', input: 'Tell me a tale.' }],
    ['completions', { model: 'gpt-4o-mini', prompt: 'Once upon a time' }],
    ['messages', { model: 'claude-sonnet-4-6', max_tokens: 10, messages: [{ role: 'user', content: 'Hi' }] }],
  ])('knows the calls of %s', async (endpoint, body) => {
    expect(await quote(body, endpoint)).toMatchObject({ status: 200, body: { would_pass: true } });
  });

  it('refuses what the call itself would refuse, in the same words', async () => {
    const wrong = [
      { model: 'gpt-4o-mini' },
      { ...chat(), model: 'no-such-model' },
      { ...chat(), model: null },
    ];
    for (const body of wrong) {
      const called = await caller.post(chats, body);
      expect(called.status).toBeGreaterThanOrEqual(400);
      expect(await quote(body)).toMatchObject({ status: called.status, body: called.body });
    }
    expect(await caller.post('/v1/quote', { endpoint: 'poems', body: {} })).toMatchObject({ status: 400 });
  });

  it('says why a call would not pass', async () => {
    const user = await given(world.app).user();
    const { value } = await world.app
      .get(ApiKeysService)
      .create({ userId: user.id, name: 'Narrow', allowedModels: ['claude-sonnet-4-6'] });
    const { status, body } = await quote(chat(), undefined, world.call.signedIn(value));
    expect(status).toBe(200);
    expect(body).toMatchObject({
      would_pass: false,
      refusal: { status: 403, code: 'key.model_not_allowed' },
    });
  });

  it('401 without a key', async () => {
    expect(await quote(chat(), undefined, world.call)).toMatchObject({ status: 401 });
  });
});
