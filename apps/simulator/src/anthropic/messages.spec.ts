import Anthropic from '@anthropic-ai/sdk';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createSimulator } from '../create-simulator.js';
import { countTokens } from '../model/tokens.js';

const messages = [{ role: 'user' as const, content: 'How deep is the lake?' }];
const ask = { model: 'claude-test', max_tokens: 500, messages };
const tool = {
  name: 'measure',
  input_schema: {
    type: 'object' as const,
    properties: { place: { type: 'string' }, metres: { type: 'integer' } },
    required: ['place', 'metres'],
  },
};

let simulator: NestFastifyApplication;
let anthropic: Anthropic;

beforeAll(async () => {
  simulator = await createSimulator();
  await simulator.listen(0);
  anthropic = new Anthropic({ baseURL: await simulator.getUrl(), apiKey: 'sk-any', maxRetries: 0 });
});
afterAll(() => simulator.close());

describe('a message', () => {
  it('is counted, before and after', async () => {
    const counted = await anthropic.messages.countTokens({
      model: ask.model,
      messages,
      tools: [tool],
      system: 'Be brief.',
    });
    const message = await anthropic.messages.create({
      ...ask,
      tools: [tool],
      tool_choice: { type: 'none' },
      system: 'Be brief.',
    });
    const [block] = message.content;
    if (block?.type !== 'text') throw new Error('There is no text');
    expect(message.stop_reason).toBe('end_turn');
    expect(message.usage).toMatchObject({
      input_tokens: counted.input_tokens,
      output_tokens: countTokens(block.text),
    });
    expect(counted.input_tokens).toBe(
      countTokens('How deep is the lake?') + countTokens('Be brief.') + countTokens(JSON.stringify(tool)),
    );
  });

  it('answers nothing where it is only to remember the prompt', async () => {
    const message = await anthropic.messages.create({ ...ask, max_tokens: 0 });
    expect(message).toMatchObject({ content: [], stop_reason: 'max_tokens', usage: { output_tokens: 0 } });
  });

  it('stops at its limit and at a stop sequence', async () => {
    const limited = await anthropic.messages.create({ ...ask, max_tokens: 3 });
    expect(limited).toMatchObject({ stop_reason: 'max_tokens', usage: { output_tokens: 3 } });
    const stopped = await anthropic.messages.create({ ...ask, stop_sequences: ['lake'] });
    expect(stopped).toMatchObject({ stop_reason: 'stop_sequence', stop_sequence: 'lake' });
  });

  it('uses tools', async () => {
    const message = await anthropic.messages.create({ ...ask, tools: [tool], tool_choice: { type: 'any' } });
    expect(message.stop_reason).toBe('tool_use');
    expect(message.content).toMatchObject([
      { type: 'tool_use', name: 'measure', input: { place: expect.any(String), metres: expect.any(Number) } },
    ]);
  });

  it('thinks with a signature, within its budget', async () => {
    const message = await anthropic.messages.create({
      ...ask,
      max_tokens: 2000,
      thinking: { type: 'enabled', budget_tokens: 1024 },
    });
    const [thought, text] = message.content;
    if (thought?.type !== 'thinking' || text?.type !== 'text') throw new Error('There is no thought');
    expect(countTokens(thought.thinking)).toBe(64);
    expect(thought.signature.length).toBeGreaterThan(100);
    expect(message.usage.output_tokens).toBe(64 + countTokens(text.text));
  });

  it('writes what is marked into the cache, and reads it the next time', async () => {
    const cached = {
      ...ask,
      model: 'cached',
      system: [
        {
          type: 'text' as const,
          text: 'one two three',
          cache_control: { type: 'ephemeral' as const, ttl: '1h' as const },
        },
        { type: 'text' as const, text: 'four five', cache_control: { type: 'ephemeral' as const } },
      ],
    };
    const first = await anthropic.messages.create(cached);
    expect(first.usage).toMatchObject({
      input_tokens: 5,
      cache_creation_input_tokens: 5,
      cache_read_input_tokens: 0,
      cache_creation: { ephemeral_1h_input_tokens: 3, ephemeral_5m_input_tokens: 2 },
    });
    const second = await anthropic.messages.create(cached);
    expect(second.usage).toMatchObject({
      input_tokens: 5,
      cache_creation_input_tokens: 0,
      cache_read_input_tokens: 5,
    });
  });
});

describe('a streamed message', () => {
  it('adds up to the message in one piece', async () => {
    const asks = { ...ask, model: 'm+tools=2', tools: [tool], thinking: { type: 'adaptive' as const } };
    const whole = await anthropic.messages.create(asks);
    const streamed = await anthropic.messages.stream(asks).finalMessage();
    const shape = (message: Anthropic.Message) =>
      message.content.map((block) =>
        block.type === 'tool_use' ? block.input : block.type === 'thinking' ? block.signature : block.type,
      );
    expect(shape(streamed)).toEqual(shape(whole));
    expect(shape(streamed)).toHaveLength(3);
    expect(streamed.stop_reason).toBe('tool_use');
    expect(streamed.usage.output_tokens).toBe(whole.usage.output_tokens);
  });

  const eventsOf = async (model: string) => {
    const events: Anthropic.RawMessageStreamEvent[] = [];
    for await (const event of await anthropic.messages.create({ ...ask, model, stream: true }))
      events.push(event);
    return events;
  };

  it('has its events in Anthropic’s order', async () => {
    expect((await eventsOf('m+out=2')).map((event) => event.type)).toEqual([
      'message_start',
      'content_block_start',
      'content_block_delta',
      'content_block_delta',
      'content_block_stop',
      'message_delta',
      'message_stop',
    ]);
  });

  it('misplaces usage as the script wants it', async () => {
    const usages = async (model: string) =>
      (await eventsOf(model)).flatMap((event) =>
        event.type === 'message_delta' ? [event.usage?.output_tokens] : [],
      );
    expect(await usages('m+out=3')).toEqual([3]);
    expect(await usages('m+out=3,usage=missing')).toEqual([undefined]);
    expect(await usages('m+out=3,usage=twice')).toEqual([3, 3]);
    expect(await usages('m+out=3,usage=every')).toEqual([1, 2, 3, 3]);
  });

  it('fails in the middle in Anthropic’s form', async () => {
    const failing = anthropic.messages.stream({ ...ask, model: 'm+fail=529@4' }).finalMessage();
    await expect(failing).rejects.toMatchObject({ type: 'overloaded_error' });
  });
});

describe('a message request that cannot be served', () => {
  it('is refused in Anthropic’s form', async () => {
    const post = async (
      path: string,
      body: object | string,
      headers: Record<string, string> = { 'x-api-key': 'k' },
    ) => {
      const answer = await fetch(`${await simulator.getUrl()}/v1/messages${path}`, {
        method: 'POST',
        body: typeof body === 'string' ? body : JSON.stringify(body),
        headers: { 'content-type': 'application/json', ...headers },
      });
      return { status: answer.status, body: await answer.json() };
    };
    const refusal = (type: string, message?: string) => ({
      type: 'error',
      error: { type, message: message ?? expect.any(String) },
      request_id: expect.stringMatching(/^req_/u),
    });
    expect(await post('', '{')).toEqual({ status: 400, body: refusal('invalid_request_error') });
    expect(await post('', { model: 'm', messages })).toEqual({
      status: 400,
      body: refusal('invalid_request_error', 'max_tokens: Field required'),
    });
    expect(await post('/count_tokens', { model: 'm' })).toEqual({
      status: 400,
      body: refusal('invalid_request_error', 'messages: Field required'),
    });
    expect(await post('', ask, {})).toEqual({ status: 401, body: refusal('authentication_error') });
    expect(await post('?beta=true', ask)).toMatchObject({ status: 200 });
  });

  it('fails before it begins as the script wants it, with the limits that are left', async () => {
    const failing = anthropic.messages.create({ ...ask, model: 'm+fail=429,retry=1.5,remaining_tokens=7' });
    const error = await failing.catch((reason: unknown) => reason);
    if (!(error instanceof Anthropic.RateLimitError)) throw new Error('There is no rate limit');
    expect(error.headers?.get('retry-after')).toBe('2');
    expect(error.headers?.get('retry-after-ms')).toBe('1500');
    expect(error.headers?.get('anthropic-ratelimit-requests-remaining')).toBe('0');
    expect(error.headers?.get('anthropic-ratelimit-tokens-remaining')).toBe('7');
  });

  it('lists Anthropic’s models to Anthropic’s clients', async () => {
    const { data } = await anthropic.models.list();
    expect(data.map((model) => model.id)).toContain('claude-haiku-4-5');
  });
});
