import Anthropic from '@anthropic-ai/sdk';
import { createAnthropic } from '@ai-sdk/anthropic';
import { createOpenAI } from '@ai-sdk/openai';
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { APICallError, generateText, Output, stepCountIs, streamText, tool, type LanguageModel } from 'ai';
import Anthropic0 from 'anthropic0';
import OpenAI from 'openai';
import OpenAI7 from 'openai7';
import { z } from 'zod';
import { simulated, type Simulated } from '../setup/simulated.ts';
import { until } from '../setup/until.ts';

const embedder = 'openai/text-embedding-3-small';

let house: Simulated;
beforeAll(async () => {
  house = await simulated();
});
afterAll(() => house.installation.close());

const messages = [{ role: 'user' as const, content: 'What is the weather in Paris?' }];
const chatModel = 'gpt-4o-mini';
const claude = 'claude-sonnet-4-6';
const parameters = {
  type: 'object' as const,
  properties: { city: { type: 'string' } },
  required: ['city'],
};

interface Signing {
  readonly apiKey?: string;
  readonly headers?: Record<string, string>;
}

type OpenAiClient = (signing?: Signing) => OpenAI;

const openAis: readonly (readonly [string, OpenAiClient, typeof OpenAI])[] = [
  ['openai', (signing) => new OpenAI(openAiOptions(signing)), OpenAI],
  [
    'openai7',
    (signing) => new OpenAI7(openAiOptions(signing)) as unknown as OpenAI,
    OpenAI7 as unknown as typeof OpenAI,
  ],
];

function openAiOptions({ apiKey = house.apiKey, headers = {} }: Signing = {}) {
  return { baseURL: `${house.call.url}/v1`, apiKey, maxRetries: 0, defaultHeaders: headers };
}

const stoppedCall = (tag: string) =>
  until('the provider to be stopped', () =>
    house.journal
      .list()
      .some(({ headers, abortedAt }) => String(headers['x-simulate']).endsWith(tag) && abortedAt),
  );

describe.each(openAis)('%s', (name, client, classes) => {
  it('gets answers, streams, embeddings and the list of models', async () => {
    const whole = await client().chat.completions.create({ model: chatModel, messages });
    const stream = client().chat.completions.stream({ model: chatModel, messages });
    expect(await stream.finalContent()).toBe(whole.choices[0]?.message.content);
    const response = await client().responses.create({ model: chatModel, input: 'Hi' });
    expect(response.output_text).toBeTruthy();
    const streamed = client().responses.stream({ model: chatModel, input: 'Hi' });
    expect((await streamed.finalResponse()).output_text).toBe(response.output_text);
    const vectors = await client().embeddings.create({ model: embedder, input: ['a', 'b'] });
    expect(vectors.data.map(({ embedding }) => embedding.length > 10)).toEqual([true, true]);
    const listed = await client().models.list();
    expect(listed.data.length).toBeGreaterThan(10);
  });

  it('runs tools over two turns', async () => {
    const tools = [{ type: 'function' as const, function: { name: 'get_weather', parameters } }];
    const first = await client().chat.completions.create({ model: chatModel, messages, tools });
    const calls = first.choices[0]?.message.tool_calls ?? [];
    expect(calls.length).toBeGreaterThan(0);
    const results = calls.map(({ id }) => ({ role: 'tool' as const, tool_call_id: id, content: '21' }));
    const turn = [...messages, { role: 'assistant' as const, tool_calls: calls }, ...results];
    const second = await client().chat.completions.create({ model: chatModel, messages: turn, tools });
    expect(second.choices[0]?.finish_reason).toBe('stop');
  });

  it('raises the class of each failure', async () => {
    const raised = (of: OpenAI, model = chatModel) =>
      of.chat.completions.create({ model, messages }).catch((error: unknown) => error);
    expect(await raised(client({ apiKey: 'sk-onegate-nobody' }))).toBeInstanceOf(classes.AuthenticationError);
    expect(await raised(client(), 'nobody/nothing')).toBeInstanceOf(classes.NotFoundError);
    const limited = client({ headers: { 'x-simulate': `fail=429,retry=90,tag=${name}` } });
    expect(await raised(limited, name === 'openai' ? 'gpt-4.1' : 'gpt-4.1-mini')).toBeInstanceOf(
      classes.RateLimitError,
    );
    const wrong = client({ headers: { 'x-simulate': `fail=400,tag=${name}` } });
    expect(await raised(wrong)).toBeInstanceOf(classes.BadRequestError);
  });

  it('stops the provider when it aborts', async () => {
    const slow = client({ headers: { 'x-simulate': `out=3000,tps=100,tag=leave-${name}` } });
    const stream = await slow.chat.completions.create({ model: chatModel, messages, stream: true });
    for await (const chunk of stream) {
      expect(chunk.id).toBeTruthy();
      stream.controller.abort();
    }
    await stoppedCall(`leave-${name}`);
  });
});

const anthropics: readonly (readonly [string, (signing?: Signing) => Anthropic, typeof Anthropic])[] = [
  ['@anthropic-ai/sdk', (signing) => new Anthropic(anthropicOptions(signing)), Anthropic],
  [
    'anthropic0',
    (signing) => new Anthropic0(anthropicOptions(signing)) as unknown as Anthropic,
    Anthropic0 as unknown as typeof Anthropic,
  ],
];

function anthropicOptions({ apiKey = house.apiKey, headers = {} }: Signing = {}) {
  return { baseURL: house.call.url, apiKey, maxRetries: 0, defaultHeaders: headers };
}

describe.each(anthropics)('%s', (name, client, classes) => {
  const asked = { model: claude, max_tokens: 200, messages };

  it('fills the cache of prompts without an answer', async () => {
    const filled = await client().messages.create({ ...asked, max_tokens: 0 });
    expect(filled).toMatchObject({ content: [], stop_reason: 'max_tokens', usage: { output_tokens: 0 } });
    expect(house.journal.list().at(-1)?.body).toMatchObject({ max_tokens: 0 });
    const refused = client().messages.create({ ...asked, max_tokens: -1 });
    await expect(refused).rejects.toThrow('The max tokens field must be at least 0.');
  });

  it('gets answers, streams and counts', async () => {
    const whole = await client().messages.create(asked);
    const streamed = await client().messages.stream(asked).finalMessage();
    expect(streamed.content).toEqual(whole.content);
    const count = await client().messages.countTokens({ model: claude, messages });
    expect(count.input_tokens).toBe(whole.usage.input_tokens);
  });

  it('runs tools over two turns', async () => {
    const tools = [{ name: 'get_weather', input_schema: parameters }];
    const first = await client()
      .messages.stream({ ...asked, tools })
      .finalMessage();
    const results = first.content.flatMap((block) =>
      block.type === 'tool_use'
        ? [{ type: 'tool_result' as const, tool_use_id: block.id, content: '21' }]
        : [],
    );
    expect(results.length).toBeGreaterThan(0);
    const turn: Anthropic.MessageParam[] = [
      ...messages,
      { role: 'assistant', content: first.content },
      { role: 'user', content: results },
    ];
    const second = await client().messages.create({ ...asked, tools, messages: turn });
    expect(second.stop_reason).toBe('end_turn');
  });

  it('raises the class of each failure', async () => {
    const raised = (of: Anthropic, model = claude) =>
      of.messages.create({ ...asked, model }).catch((error: unknown) => error);
    expect(await raised(client({ apiKey: 'sk-onegate-nobody' }))).toBeInstanceOf(classes.AuthenticationError);
    expect(await raised(client(), 'nobody/nothing')).toBeInstanceOf(classes.NotFoundError);
    const limited = client({ headers: { 'x-simulate': `fail=429,retry=90,tag=${name.replace(/\W/g, '')}` } });
    expect(
      await raised(limited, name === 'anthropic0' ? 'claude-opus-4-5' : 'claude-haiku-4-5'),
    ).toBeInstanceOf(classes.RateLimitError);
  });
});

const aiSdk: readonly (readonly [string, () => LanguageModel, () => LanguageModel])[] = [
  ['@ai-sdk/openai chat', () => viaOpenAi().chat(chatModel), () => viaOpenAi('sk-nobody').chat(chatModel)],
  [
    '@ai-sdk/openai responses',
    () => viaOpenAi().responses(chatModel),
    () => viaOpenAi('sk-nobody').responses(chatModel),
  ],
  ['@ai-sdk/anthropic', () => viaAnthropic()(claude), () => viaAnthropic('sk-nobody')(claude)],
  [
    '@ai-sdk/openai-compatible',
    () => viaCompatible()(chatModel),
    () => viaCompatible('sk-nobody')(chatModel),
  ],
];

const viaOpenAi = (apiKey = house.apiKey) => createOpenAI({ baseURL: `${house.call.url}/v1`, apiKey });
const viaAnthropic = (apiKey = house.apiKey) => createAnthropic({ baseURL: `${house.call.url}/v1`, apiKey });
const viaCompatible = (apiKey = house.apiKey) =>
  createOpenAICompatible({
    name: 'onegate',
    baseURL: `${house.call.url}/v1`,
    apiKey,
    supportsStructuredOutputs: true,
    includeUsage: true,
  });

describe.each(aiSdk)('the AI SDK through %s', (_name, model, strangers) => {
  const prompt = 'What is the weather in Paris?';
  const maxRetries = 0;

  it('generates and streams the same', async () => {
    const whole = await generateText({ model: model(), prompt, maxRetries });
    expect(whole.text).toBeTruthy();
    expect(whole.usage.totalTokens).toBeGreaterThan(0);
    const stream = streamText({ model: model(), prompt, maxRetries });
    expect(await stream.text).toBe(whole.text);
    expect((await stream.usage).totalTokens).toBe(whole.usage.totalTokens);
  });

  it('runs tools until it has its answer', async () => {
    const asked: string[] = [];
    const weather = tool({
      description: 'The weather',
      inputSchema: z.object({ city: z.string() }),
      execute: ({ city }) => {
        asked.push(city);
        return '21 degrees';
      },
    });
    const { text, steps } = await generateText({
      model: model(),
      prompt,
      maxRetries,
      tools: { weather },
      stopWhen: stepCountIs(4),
    });
    expect([asked.length > 0, steps.length, text.length > 0]).toEqual([true, 2, true]);
  });

  it('gets structured output', async () => {
    const schema = z.object({ city: z.string(), degrees: z.number() });
    const { output } = await generateText({
      model: model(),
      prompt,
      maxRetries,
      output: Output.object({ schema }),
    });
    expect(schema.safeParse(output).success).toBe(true);
  });

  it('raises its own error', async () => {
    const refused = await generateText({ model: strangers(), prompt, maxRetries }).catch(
      (error: unknown) => error,
    );
    expect(APICallError.isInstance(refused)).toBe(true);
    expect(refused).toMatchObject({ statusCode: 401, isRetryable: false });
  });
});
