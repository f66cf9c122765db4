import Anthropic from '@anthropic-ai/sdk';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import OpenAI from 'openai';
import { zodResponseFormat, zodTextFormat } from 'openai/helpers/zod';
import { z } from 'zod';
import { gatewayHouse, type GatewayHouse } from './gateway-house.ts';

const claude = 'anthropic/claude-sonnet-4.6';
const deepseek = 'deepseek/deepseek-v3.2';
const llama = 'meta-llama/llama-3.3-70b-instruct';
const question = 'What is the weather in Paris?';
const parameters = {
  type: 'object' as const,
  properties: { city: { type: 'string' } },
  required: ['city'],
  additionalProperties: false,
};
const person = z.object({ name: z.string(), age: z.number() });

let house: GatewayHouse;
let openai: OpenAI;
let anthropic: Anthropic;

beforeAll(async () => {
  house = await gatewayHouse();
  const base = `${house.installation.config.simulator.url}/v1`;
  await house.account(claude, { kind: 'anthropic', base_url: base });
  // Its API is chat and nothing else.
  await house.account(llama, { kind: 'together', base_url: base });
  const { apiKey, call } = house;
  openai = new OpenAI({ baseURL: `${call.url}/v1`, apiKey, maxRetries: 0 });
  anthropic = new Anthropic({ baseURL: call.url, apiKey, maxRetries: 0 });
});
afterAll(() => house.installation.close());

const lastPath = () => house.journal.list().at(-1)?.path;

async function expectSettled(usage: { input: number; output: number }): Promise<void> {
  const end = await house.settled();
  expect(end).toMatchObject({ status: 'completed', countSource: 'upstream' });
  const told = Object.entries(end.usage).filter(([kind]) => kind !== 'request');
  const sum = told.reduce((total, [, units]) => total + Number(units), 0);
  expect(sum).toBe(usage.input + usage.output);
}

describe('Chat completions at a provider that speaks messages', () => {
  const messages = [{ role: 'user' as const, content: question }];

  it('answer whole and in a stream', async () => {
    const whole = await openai.chat.completions.create({ model: claude, messages });
    expect(lastPath()).toBe('/v1/messages');
    expect(whole).toMatchObject({ object: 'chat.completion', model: claude });
    expect(whole.choices[0]).toMatchObject({ finish_reason: 'stop', message: { role: 'assistant' } });
    const { prompt_tokens: input = 0, completion_tokens: output = 0 } = whole.usage ?? {};
    expect(input * output).toBeGreaterThan(0);
    await expectSettled({ input, output });
    const stream = openai.chat.completions.stream({
      model: claude,
      messages,
      stream_options: { include_usage: true },
    });
    expect(await stream.finalContent()).toBe(whole.choices[0]?.message.content);
    expect(await stream.totalUsage()).toMatchObject({ prompt_tokens: input, completion_tokens: output });
    await expectSettled({ input, output });
  });

  it.each([false, true])('call tools over two turns (in a stream: %s)', async (isStream) => {
    const tools = [{ type: 'function' as const, function: { name: 'get_weather', parameters } }];
    const ask = { model: claude, tools };
    const answered = async (turn: OpenAI.ChatCompletionMessageParam[]) => {
      const body = { ...ask, messages: turn };
      const answer = isStream
        ? await openai.chat.completions.stream(body).finalChatCompletion()
        : await openai.chat.completions.create(body);
      return answer.choices[0];
    };
    const first = await answered(messages);
    expect(first?.finish_reason).toBe('tool_calls');
    const call = first?.message.tool_calls?.[0];
    if (call?.type !== 'function') throw new Error('No call of a function');
    expect(JSON.parse(call.function.arguments)).toHaveProperty('city');
    const result = { role: 'tool' as const, tool_call_id: call.id, content: '21 degrees' };
    const assistant = { role: 'assistant' as const, tool_calls: first?.message.tool_calls ?? [] };
    const second = await answered([...messages, assistant, result]);
    expect(second).toMatchObject({ finish_reason: 'stop' });
    expect(second?.message.content).toBeTruthy();
  });

  it('tell of all parameters of a tool, whatever they are called', async () => {
    const properties = { constructor: { type: 'string' }, prototype: { type: 'number' } };
    const results = { type: 'object', properties, required: ['constructor'] };
    const tools = [{ type: 'function' as const, function: { name: 'race_results', parameters: results } }];
    await openai.chat.completions.create({ model: claude, messages, tools });
    const { body } = house.journal.list().at(-1) ?? {};
    expect(JSON.stringify(body)).toContain(JSON.stringify(properties));
  });

  it('keep to a schema', async () => {
    const answer = await openai.chat.completions.parse({
      model: claude,
      messages,
      response_format: zodResponseFormat(person, 'person'),
    });
    expect(person.safeParse(answer.choices[0]?.message.parsed).success).toBe(true);
  });
});

describe.each([
  ['messages', claude, '/v1/messages'],
  ['chat', llama, '/v1/chat/completions'],
])('Responses at a provider that speaks %s', (_name, model, path) => {
  it('answer whole and in a stream', async () => {
    const whole = await openai.responses.create({ model, input: question });
    expect(lastPath()).toBe(path);
    expect(whole).toMatchObject({ object: 'response', status: 'completed', model });
    expect(whole.output_text).toBeTruthy();
    const { input_tokens: input = 0, output_tokens: output = 0 } = whole.usage ?? {};
    await expectSettled({ input, output });
    const streamed = await openai.responses.stream({ model, input: question }).finalResponse();
    expect(streamed.output_text).toBe(whole.output_text);
    expect(streamed.usage).toMatchObject({ input_tokens: input, output_tokens: output });
  });

  it.each([false, true])('call tools over two turns (in a stream: %s)', async (isStream) => {
    const tools = [{ type: 'function' as const, name: 'get_weather', parameters, strict: true }];
    const answered = async (input: OpenAI.Responses.ResponseInput) => {
      const body = { model, tools, input };
      return isStream
        ? openai.responses.stream(body).finalResponse()
        : openai.responses.create({ ...body, stream: false });
    };
    const input: OpenAI.Responses.ResponseInput = [{ role: 'user', content: question }];
    const first = await answered(input);
    const call = first.output.find((item) => item.type === 'function_call');
    if (call?.type !== 'function_call') throw new Error('No call of a function');
    expect(JSON.parse(call.arguments)).toHaveProperty('city');
    const second = await answered([
      ...input,
      { type: 'function_call', call_id: call.call_id, name: call.name, arguments: call.arguments },
      { type: 'function_call_output', call_id: call.call_id, output: '21 degrees' },
    ]);
    expect(second.output_text).toBeTruthy();
  });
});

it.each([
  ['messages', claude],
  ['chat at Together', llama],
])('Responses keep to a schema at a provider that speaks %s', async (_name, model) => {
  const text = { format: zodTextFormat(person, 'person') };
  const answer = await openai.responses.parse({ model, input: question, text });
  expect(person.safeParse(answer.output_parsed).success).toBe(true);
});

it('A tool that is to be strict is called at DeepSeek too', async () => {
  const base = `${house.installation.config.simulator.url}/v1`;
  await house.account(deepseek, { kind: 'deepseek', base_url: base });
  const { data: answer, response } = await openai.responses
    .create({
      model: deepseek,
      input: question,
      tools: [{ type: 'function', name: 'get_weather', parameters, strict: true }],
    })
    .withResponse();
  expect(response.headers.get('x-onegate-dropped')).toContain('tools.strict');
  expect(answer.output.some(({ type }) => type === 'function_call')).toBe(true);
});

describe('Messages at a provider that speaks chat', () => {
  const asked = { model: llama, max_tokens: 300 };
  const messages = [{ role: 'user' as const, content: question }];

  it('answer whole and in a stream', async () => {
    const whole = await anthropic.messages.create({ ...asked, messages });
    expect(lastPath()).toBe('/v1/chat/completions');
    expect(whole).toMatchObject({ type: 'message', model: llama, stop_reason: 'end_turn' });
    const { input_tokens: input, output_tokens: output } = whole.usage;
    await expectSettled({ input, output });
    const streamed = await anthropic.messages.stream({ ...asked, messages }).finalMessage();
    expect(streamed.content).toEqual(whole.content);
    expect(streamed.usage).toMatchObject({ input_tokens: input, output_tokens: output });
  });

  it.each([false, true])('call tools over two turns (in a stream: %s)', async (isStream) => {
    const tools = [{ name: 'get_weather', input_schema: parameters }];
    const answered = (turn: Anthropic.MessageParam[]) => {
      const body = { ...asked, tools, messages: turn };
      return isStream ? anthropic.messages.stream(body).finalMessage() : anthropic.messages.create(body);
    };
    const first = await answered(messages);
    expect(first.stop_reason).toBe('tool_use');
    const call = first.content.find((block) => block.type === 'tool_use');
    if (call?.type !== 'tool_use') throw new Error('No use of a tool');
    expect(call.input).toHaveProperty('city');
    const second = await answered([
      ...messages,
      { role: 'assistant', content: first.content },
      { role: 'user', content: [{ type: 'tool_result', tool_use_id: call.id, content: '21 degrees' }] },
    ]);
    expect(second.stop_reason).toBe('end_turn');
  });

  it('count tokens all the same', async () => {
    const { input_tokens: tokens } = await anthropic.messages.countTokens({ model: llama, messages });
    expect(tokens).toBeGreaterThan(3);
  });
});

it('An answer says that it was translated, and what was left out', async () => {
  const { response } = await openai.chat.completions
    .create({ model: claude, messages: [{ role: 'user', content: question }], seed: 7 })
    .withResponse();
  expect(response.headers.get('x-onegate-translated')).toBe('true');
  expect(response.headers.get('x-onegate-dropped')).toContain('seed');
});
