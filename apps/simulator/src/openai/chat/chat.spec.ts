import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import OpenAI from 'openai';
import { createSimulator } from '../../create-simulator.js';
import { countTokens } from '../../model/tokens.js';

const question = [{ role: 'user' as const, content: 'Where is the nearest harbour?' }];
const weatherTool = {
  type: 'function' as const,
  function: {
    name: 'get_weather',
    parameters: {
      type: 'object',
      properties: { city: { type: 'string' }, unit: { enum: ['C', 'F'] } },
      required: ['city', 'unit'],
    },
  },
};

let simulator: NestFastifyApplication;
let openai: OpenAI;

beforeAll(async () => {
  simulator = await createSimulator();
  await simulator.listen(0);
  openai = new OpenAI({ baseURL: `${await simulator.getUrl()}/v1`, apiKey: 'sk-any', maxRetries: 0 });
});
afterAll(() => simulator.close());

describe('a chat completion in one piece', () => {
  it('is the same for the same request, and its usage is what can be counted', async () => {
    const ask = { model: 'gpt-4o', messages: question };
    const one = await openai.chat.completions.create(ask);
    const other = await openai.chat.completions.create(ask);
    const text = one.choices[0]?.message.content ?? '';
    expect(text).toMatch(/^You asked: “Where is the nearest harbour\?”/u);
    expect(one.choices[0]?.finish_reason).toBe('stop');
    expect(one.model).toBe('gpt-4o');
    expect(one.usage).toMatchObject({ prompt_tokens: 7, completion_tokens: countTokens(text) });
    expect(other.choices).toEqual(one.choices);
    expect(other.usage).toEqual(one.usage);
    expect(other.id).not.toBe(one.id);
  });

  it('stops at the output limit, thought included, and at a stop sequence', async () => {
    const limited = await openai.chat.completions.create({
      model: 'm',
      messages: question,
      max_completion_tokens: 40,
      reasoning_effort: 'low',
    });
    expect(limited.choices[0]?.finish_reason).toBe('length');
    expect(countTokens(limited.choices[0]?.message.content ?? '')).toBe(8);
    expect(limited.usage).toMatchObject({
      completion_tokens: 40,
      completion_tokens_details: { reasoning_tokens: 32 },
    });
    const stopped = await openai.chat.completions.create({
      model: 'm',
      messages: question,
      stop: ['nearest'],
    });
    expect(stopped.choices[0]?.message.content).toBe('You asked: “Where is the ');
    expect(stopped.choices[0]?.finish_reason).toBe('stop');
    expect(stopped.usage?.completion_tokens).toBe(countTokens('You asked: “Where is the '));
  });

  it('gives as many choices as asked for and counts them all', async () => {
    const { choices, usage } = await openai.chat.completions.create({ model: 'm', messages: question, n: 3 });
    const texts = choices.map((choice) => choice.message.content ?? '');
    expect(new Set(texts).size).toBe(3);
    expect(usage?.completion_tokens).toBe(texts.map(countTokens).reduce((sum, tokens) => sum + tokens));
  });

  it('calls a tool with arguments that follow its schema, and talks once it has the result', async () => {
    const called = await openai.chat.completions.create({
      model: 'm+tools=2',
      messages: question,
      tools: [weatherTool],
    });
    const message = called.choices[0]?.message;
    expect(called.choices[0]?.finish_reason).toBe('tool_calls');
    expect(message?.content).toBeNull();
    expect(message?.tool_calls).toHaveLength(2);
    const call = message?.tool_calls?.[0];
    if (call?.type !== 'function') throw new Error('There is no call');
    expect(JSON.parse(call.function.arguments)).toEqual({
      city: expect.any(String),
      unit: expect.stringMatching(/^[CF]$/u),
    });
    const result = { role: 'tool' as const, tool_call_id: call.id, content: '17 degrees' };
    const told = await openai.chat.completions.create({
      model: 'm',
      messages: [...question, { role: 'assistant', content: null, tool_calls: [call] }, result],
      tools: [weatherTool],
    });
    expect(told.choices[0]?.message.content).not.toBe('');
    expect(told.choices[0]?.finish_reason).toBe('stop');
  });

  it('obeys the choice of tools', async () => {
    const ask = { model: 'm', messages: question, tools: [weatherTool] };
    const none = await openai.chat.completions.create({ ...ask, tool_choice: 'none' });
    expect(none.choices[0]?.message.tool_calls).toBeUndefined();
    const named = await openai.chat.completions.create({
      ...ask,
      tool_choice: { type: 'function', function: { name: 'get_weather' } },
    });
    expect(named.choices[0]?.message.tool_calls).toHaveLength(1);
    const single = await openai.chat.completions.create({
      ...ask,
      model: 'm+tools=3',
      parallel_tool_calls: false,
    });
    expect(single.choices[0]?.message.tool_calls).toHaveLength(1);
  });

  it('answers JSON that follows the schema', async () => {
    const schema = {
      type: 'object',
      properties: { colour: { enum: ['red', 'blue'] } },
      required: ['colour'],
      additionalProperties: false,
    };
    const { choices } = await openai.chat.completions.create({
      model: 'm',
      messages: question,
      response_format: { type: 'json_schema', json_schema: { name: 'colour', strict: true, schema } },
    });
    expect(JSON.parse(choices[0]?.message.content ?? '')).toEqual({
      colour: expect.stringMatching(/^(red|blue)$/u),
    });
  });

  it('reports a long prompt as cached the second time', async () => {
    const messages = [{ role: 'system' as const, content: 'word '.repeat(1500).trim() }, ...question];
    const first = await openai.chat.completions.create({ model: 'cached', messages });
    const second = await openai.chat.completions.create({
      model: 'cached',
      messages: [...messages, ...question],
    });
    expect(first.usage).toMatchObject({ prompt_tokens: 1507, prompt_tokens_details: { cached_tokens: 0 } });
    expect(second.usage).toMatchObject({
      prompt_tokens: 1514,
      prompt_tokens_details: { cached_tokens: 1408 },
    });
  });

  it('reports the figures that the script gives', async () => {
    const model = 'm+in=1000,cached=800,cachewrite=100,reasoning=30,out=20,cost=0.0125';
    const { usage } = await openai.chat.completions.create({ model, messages: question });
    expect(usage).toMatchObject({
      prompt_tokens: 1000,
      completion_tokens: 50,
      total_tokens: 1050,
      prompt_tokens_details: { cached_tokens: 800, cache_write_tokens: 100 },
      completion_tokens_details: { reasoning_tokens: 30 },
      cost: 0.0125,
    });
  });
});

describe('a streamed chat completion', () => {
  it('adds up to the answer in one piece, with its usage last', async () => {
    const whole = await openai.chat.completions.create({ model: 'm', messages: question });
    const stream = openai.chat.completions.stream({
      model: 'm',
      messages: question,
      stream_options: { include_usage: true },
    });
    const final = await stream.finalChatCompletion();
    expect(final.choices[0]?.message.content).toBe(whole.choices[0]?.message.content);
    expect(final.usage).toEqual(whole.usage);
  });

  it('streams the arguments of tool calls', async () => {
    const ask = { model: 'm+tools=2', messages: question, tools: [weatherTool] };
    const whole = await openai.chat.completions.create(ask);
    const final = await openai.chat.completions.stream(ask).finalChatCompletion();
    const argumentsOf = (completion: OpenAI.ChatCompletion) =>
      completion.choices[0]?.message.tool_calls?.map((call) =>
        call.type === 'function' ? call.function.arguments : '',
      );
    expect(argumentsOf(final)).toEqual(argumentsOf(whole));
    expect(final.choices[0]?.finish_reason).toBe('tool_calls');
  });

  const usageChunks = async (model: string, include_usage: boolean) => {
    const chunks: OpenAI.ChatCompletionChunk[] = [];
    const stream = await openai.chat.completions.create({
      model,
      messages: question,
      stream: true,
      stream_options: { include_usage },
    });
    for await (const chunk of stream) chunks.push(chunk);
    return { chunks, withUsage: chunks.filter((chunk) => chunk.usage) };
  };

  it('says nothing of usage unless asked', async () => {
    expect((await usageChunks('m', false)).withUsage).toEqual([]);
    const asked = await usageChunks('m', true);
    expect(asked.withUsage).toHaveLength(1);
    expect(asked.withUsage[0]?.choices).toEqual([]);
    expect(asked.chunks.slice(0, -1).every((chunk) => chunk.usage === null)).toBe(true);
  });

  it('misplaces usage as the script wants it', async () => {
    expect((await usageChunks('m+usage=missing', true)).withUsage).toEqual([]);
    expect((await usageChunks('m+usage=twice', true)).withUsage).toHaveLength(2);
    const finish = await usageChunks('m+usage=finish', true);
    expect(finish.withUsage.map((chunk) => chunk.choices[0]?.finish_reason)).toEqual(['stop']);
    const every = await usageChunks('m+usage=every,out=3', false);
    expect(every.chunks.map((chunk) => chunk.usage?.completion_tokens)).toEqual([0, 1, 2, 3, 3, 3]);
  });

  it('shows the thought where the script wants it', async () => {
    const { chunks } = await usageChunks('m+reasoning=12,thoughts', true);
    const thought = chunks
      .map((chunk) => Reflect.get(chunk.choices[0]?.delta ?? {}, 'reasoning_content') ?? '')
      .join('');
    expect(countTokens(thought)).toBe(12);
  });
});

describe('a chat request that makes no sense', () => {
  const post = async (body: string, headers: Record<string, string> = { authorization: 'Bearer x' }) => {
    const url = `${await simulator.getUrl()}/v1/chat/completions`;
    const answer = await fetch(url, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json', ...headers },
    });
    return { status: answer.status, body: await answer.json() };
  };

  it('gets 400 in OpenAI’s form', async () => {
    expect(await post('{"model"')).toMatchObject({
      status: 400,
      body: { error: { type: 'invalid_request_error', code: 'invalid_json' } },
    });
    expect(await post('[]')).toMatchObject({ status: 400, body: { error: { code: 'invalid_json' } } });
    expect(await post('{"model":"m"}')).toEqual({
      status: 400,
      body: {
        error: {
          message: "Missing required parameter: 'messages'.",
          type: 'invalid_request_error',
          param: 'messages',
          code: 'missing_required_parameter',
        },
      },
    });
    expect(await post('{"model":"m","messages":[{"role":"clown"}]}')).toMatchObject({
      status: 400,
      body: { error: { param: 'messages.0.role', code: 'invalid_value' } },
    });
    expect(await post('{"model":"m+typo=1","messages":[{"role":"user","content":"x"}]}')).toMatchObject({
      status: 400,
      body: { error: { code: 'invalid_script' } },
    });
  });

  it('takes null for absent', async () => {
    const body = {
      model: 'm',
      messages: question,
      stop: null,
      tools: null,
      max_tokens: null,
      stream: null,
      n: null,
      response_format: null,
    };
    expect(await post(JSON.stringify(body))).toMatchObject({ status: 200 });
  });

  it('gets 401 without a key, and is served with any', async () => {
    const body = JSON.stringify({ model: 'm', messages: question });
    expect(await post(body, {})).toMatchObject({ status: 401, body: { error: { code: 'invalid_api_key' } } });
    expect(await post(body, { 'x-api-key': 'k' })).toMatchObject({ status: 200 });
    expect(await post(body, { 'api-key': 'k' })).toMatchObject({ status: 200 });
  });
});
