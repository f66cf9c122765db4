import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import OpenAI from 'openai';
import { createSimulator } from '../../create-simulator.js';
import { countTokens } from '../../model/tokens.js';

const tool = {
  type: 'function' as const,
  name: 'get_capital',
  strict: true,
  parameters: {
    type: 'object',
    properties: { country: { type: 'string' } },
    required: ['country'],
    additionalProperties: false,
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

async function eventsOf(
  body: OpenAI.Responses.ResponseCreateParamsStreaming,
): Promise<OpenAI.Responses.ResponseStreamEvent[]> {
  const events: OpenAI.Responses.ResponseStreamEvent[] = [];
  for await (const event of await openai.responses.create(body)) events.push(event);
  return events;
}

describe('a response', () => {
  it('counts its text, and echoes what was asked', async () => {
    const response = await openai.responses.create({
      model: 'gpt-5',
      instructions: 'Be brief.',
      input: 'Why?',
      metadata: { a: 'b' },
    });
    expect(response).toMatchObject({
      status: 'completed',
      model: 'gpt-5',
      instructions: 'Be brief.',
      metadata: { a: 'b' },
      error: null,
    });
    expect(response.usage).toMatchObject({
      input_tokens: 3,
      output_tokens: countTokens(response.output_text),
    });
  });

  it('is incomplete at its limit', async () => {
    const response = await openai.responses.create({ model: 'm', input: 'Why?', max_output_tokens: 5 });
    expect(response).toMatchObject({
      status: 'incomplete',
      incomplete_details: { reason: 'max_output_tokens' },
      usage: { output_tokens: 5 },
    });
  });

  it('thinks before it speaks where asked', async () => {
    const response = await openai.responses.create({
      model: 'm',
      input: 'Why?',
      reasoning: { effort: 'low', summary: 'auto' },
      include: ['reasoning.encrypted_content'],
    });
    const [reasoning, message] = response.output;
    expect(reasoning).toMatchObject({
      type: 'reasoning',
      encrypted_content: expect.any(String),
      summary: [{ type: 'summary_text' }],
    });
    expect(message?.type).toBe('message');
    expect(response.usage?.output_tokens_details.reasoning_tokens).toBe(32);
  });
});

describe('a streamed response', () => {
  it('has the events of a message in OpenAI’s order, numbered from 0', async () => {
    const events = await eventsOf({ model: 'm+out=2', input: 'Why?', stream: true });
    expect(events.map((event) => event.type)).toEqual([
      'response.created',
      'response.in_progress',
      'response.output_item.added',
      'response.content_part.added',
      'response.output_text.delta',
      'response.output_text.delta',
      'response.output_text.done',
      'response.content_part.done',
      'response.output_item.done',
      'response.completed',
    ]);
    expect(events.map((event) => event.sequence_number)).toEqual(events.map((_, index) => index));
  });

  it('adds up to the response in one piece', async () => {
    const ask = {
      model: 'm+tools=2,thoughts',
      input: 'Why?',
      tools: [tool],
      reasoning: { effort: 'minimal' as const },
    };
    const whole = await openai.responses.create(ask);
    const streamed = await openai.responses.stream(ask).finalResponse();
    const shape = (items: OpenAI.Responses.ResponseOutputItem[]) =>
      items.map((item) => (item.type === 'function_call' ? item.arguments : item.type));
    expect(shape(streamed.output)).toEqual(shape(whole.output));
    expect(shape(streamed.output)).toHaveLength(3);
    expect(streamed.usage).toEqual(whole.usage);
  });

  it('ends in an error and a failed response where the script wants it', async () => {
    const reply = await openai.responses
      .create({ model: 'm+fail=503@5', input: 'Why?', stream: true })
      .asResponse();
    const events = (await reply.text())
      .trim()
      .split('\n\n')
      .map((event) => JSON.parse(event.split('data: ')[1] ?? ''));
    expect(events).toHaveLength(7);
    expect(events[5]).toMatchObject({ type: 'error', sequence_number: 5, code: 'server_error' });
    expect(events[6]).toMatchObject({
      type: 'response.failed',
      sequence_number: 6,
      response: { status: 'failed' },
    });
  });

  it('misplaces usage as the script wants it', async () => {
    const usages = async (model: string) =>
      (await eventsOf({ model, input: 'Why?', stream: true })).flatMap((event) =>
        'response' in event ? [event.response.usage] : [],
      );
    expect(await usages('m+usage=missing')).toEqual([null, null, null]);
    expect((await usages('m+usage=twice')).filter(Boolean)).toHaveLength(2);
    expect((await usages('m+usage=every')).filter(Boolean)).toHaveLength(3);
  });
});
