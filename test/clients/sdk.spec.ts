import Anthropic from '@anthropic-ai/sdk';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import OpenAI from 'openai';
import { simulated, type Simulated } from '../setup/simulated.ts';
import { until } from '../setup/until.ts';

let house: Simulated;
let openai: OpenAI;
let anthropic: Anthropic;

beforeAll(async () => {
  house = await simulated();
  const { apiKey, call } = house;
  openai = new OpenAI({ baseURL: `${call.url}/v1`, apiKey, maxRetries: 0 });
  anthropic = new Anthropic({ baseURL: call.url, apiKey, maxRetries: 0 });
});
afterAll(() => house.installation.close());

const messages = [{ role: 'user' as const, content: 'Say hello' }];

describe('the OpenAI SDK', () => {
  it('gets an answer', async () => {
    const answer = await openai.chat.completions.create({ model: 'gpt-4o-mini', messages });
    expect(answer.choices[0]?.message.content).toBeTruthy();
    expect(answer.usage?.total_tokens).toBeGreaterThan(0);
  });

  it('gets a stream that says the same', async () => {
    const answer = await openai.chat.completions.create({ model: 'gpt-4o-mini', messages });
    const stream = openai.chat.completions.stream({ model: 'gpt-4o-mini', messages });
    expect(await stream.finalContent()).toBe(answer.choices[0]?.message.content);
  });

  it('raises its own errors', async () => {
    const stranger = openai.withOptions({ apiKey: 'sk-onegate-nobody' });
    await expect(stranger.chat.completions.create({ model: 'gpt-4o-mini', messages })).rejects.toBeInstanceOf(
      OpenAI.AuthenticationError,
    );
    await expect(openai.chat.completions.create({ model: '', messages })).rejects.toBeInstanceOf(
      OpenAI.BadRequestError,
    );
  });
});

describe('the Anthropic SDK', () => {
  it('gets an answer and a token count', async () => {
    const answer = await anthropic.messages.create({ model: 'claude-sonnet-4-6', max_tokens: 128, messages });
    expect(answer.content[0]?.type).toBe('text');
    const count = await anthropic.messages.countTokens({ model: 'claude-sonnet-4-6', messages });
    expect(count.input_tokens).toBe(answer.usage.input_tokens);
  });

  it('gets a stream', async () => {
    const stream = anthropic.messages.stream({ model: 'claude-sonnet-4-6', max_tokens: 128, messages });
    expect((await stream.finalMessage()).stop_reason).toBe('end_turn');
  });

  it('raises its own errors', async () => {
    const stranger = anthropic.withOptions({ apiKey: 'sk-onegate-nobody' });
    const call = stranger.messages.create({ model: 'claude-sonnet-4-6', max_tokens: 1, messages });
    await expect(call).rejects.toBeInstanceOf(Anthropic.AuthenticationError);
  });
});

it('a client that goes away in mid-stream ends the call to the provider', async () => {
  const script = 'out=5000,tps=100,tag=leaving';
  const stream = await openai.chat.completions.create(
    { model: 'gpt-4o-mini', messages, stream: true },
    { headers: { 'x-simulate': script } },
  );
  for await (const chunk of stream) {
    expect(chunk.object).toBe('chat.completion.chunk');
    break;
  }
  await until('the provider to see it', () =>
    house.journal
      .list()
      .some(({ headers, abortedAt }) => headers['x-simulate'] === script && abortedAt !== null),
  );
});
