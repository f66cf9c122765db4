import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Caller } from '../setup/caller.ts';
import { simulated, type Simulated } from '../setup/simulated.ts';

let house: Simulated;
let caller: Caller;
beforeAll(async () => {
  house = await simulated();
  caller = house.call.signedIn(house.apiKey);
});
afterAll(() => house.installation.close());

const messages = [{ role: 'user', content: 'Tell me a joke about computers.' }];
const question = { model: 'GPT-4.1', messages };

interface NativeBody {
  readonly content: string;
  readonly finish_reason: string;
  readonly usage: Record<string, number>;
  readonly code: number;
  readonly output: object;
}

function ask(body: unknown) {
  return caller.post<NativeBody>('/api', body);
}

function lastAsked(): Record<string, unknown> {
  return house.journal.list().at(-1)?.body as Record<string, unknown>;
}

describe('GET /v1/ping', () => {
  it('answers anybody', async () => {
    const { status, body } = await house.call.get('/v1/ping');
    expect(status).toBe(200);
    expect(body).toEqual({ object: 'ping', message: 'pong', time: expect.any(Number) });
  });
});

describe('POST /api', () => {
  it('answers with the documented fields, and again where the published clients look', async () => {
    const { status, body, headers } = await ask(question);
    expect(status).toBe(200);
    expect(headers.get('content-type')).toMatch(/^application\/json/);
    const { code, output, ...flat } = body;
    expect(flat).toEqual({
      provider: 'openai',
      model: 'GPT-4.1',
      role: 'assistant',
      content: expect.stringContaining('You asked'),
      usage: expect.objectContaining({ input_tokens: expect.any(Number) }),
      finish_reason: 'stop',
    });
    expect(code).toBe(200);
    expect(output).toEqual(flat);
    const { input_tokens, output_tokens, total_tokens } = body.usage;
    expect(total_tokens).toBe(Number(input_tokens) + Number(output_tokens));
  });

  it('answers the same at the path with a slash at its end', async () => {
    expect((await caller.post<NativeBody>('/api/', question)).body).toMatchObject({ code: 200 });
  });

  it('takes its names in either case, and nulls as if they were not there', async () => {
    const { status, body } = await ask({
      Model: 'GPT-4.1',
      Messages: [{ Role: 'user', Content: 'Count to a hundred' }],
      Max_tokens: 3,
      Temperature: null,
      tools: null,
      seed: null,
    });
    expect(status).toBe(200);
    expect(body).toMatchObject({ model: 'GPT-4.1', finish_reason: 'length', usage: { output_tokens: 3 } });
    expect(lastAsked()).not.toHaveProperty('temperature');
    expect(lastAsked()).not.toHaveProperty('Max_tokens');
  });

  it('of two spellings the lower one counts', async () => {
    await ask({ ...question, Max_tokens: 9, max_tokens: 4 });
    expect(lastAsked()).toMatchObject({ max_tokens: 4 });
  });

  it('takes the form of Gemini, with its settings', async () => {
    const { status } = await ask({
      model: 'GPT-4.1',
      system: 'Be brief',
      contents: [
        { role: 'user', parts: [{ text: 'One ' }, { text: 'two' }] },
        { role: 'model', parts: [{ text: 'three' }] },
        { parts: [{ text: 'four' }] },
      ],
      generation_config: { max_output_tokens: 5, top_p: 0.5, stop_sequences: ['END'], candidate_count: 3 },
      safety_settings: [{ category: 'HARM', threshold: 'NONE' }],
    });
    expect(status).toBe(200);
    expect(lastAsked()).toEqual({
      model: expect.any(String),
      messages: [
        { role: 'system', content: 'Be brief' },
        { role: 'user', content: 'One two' },
        { role: 'assistant', content: 'three' },
        { role: 'user', content: 'four' },
      ],
      max_tokens: 5,
      top_p: 0.5,
      stop: ['END'],
    });
  });

  it('ignores the address that clients name, and answers whole though asked for a stream', async () => {
    const endpoint = `${house.call.url}/nobody-calls-this`;
    const { status, body } = await ask({ ...question, endpoint, stream: true });
    expect(status).toBe(200);
    expect(body.content).toBeTruthy();
    expect(lastAsked()).not.toHaveProperty('endpoint');
    expect(lastAsked()).not.toHaveProperty('stream');
  });

  it('hands out tool calls', async () => {
    const tools = [{ type: 'function', function: { name: 'weather', parameters: { type: 'object' } } }];
    const { body } = await ask({ ...question, tools, tool_choice: 'weather' });
    expect(body).toMatchObject({
      finish_reason: 'tool_calls',
      tool_calls: [{ function: { name: 'weather' } }],
      output: { finish_reason: 'tool_calls' },
    });
  });
});

describe('errors of POST /api', () => {
  const shape = (text: unknown, code: number) => ({
    error: { code: expect.any(String), message: text },
    code,
    output: { error: text, content: text },
  });

  it.each([
    ['no model', { messages }, 'model'],
    ['no messages', { model: 'GPT-4.1' }, 'messages'],
    ['only nulls', { model: 'GPT-4.1', messages: null }, 'messages'],
    ['a message without content', { model: 'GPT-4.1', messages: [{ role: 'user' }] }, 'messages[0].content'],
  ])('400 for %s', async (_what, body, field) => {
    const answer = await ask(body);
    expect(answer.status).toBe(400);
    expect(answer.body).toEqual(shape(`The request misses the required field ${field}.`, 400));
  });

  it('400 for what is no JSON', async () => {
    const answer = await caller.send('POST', '/api', '{"model": ');
    expect(answer).toMatchObject({ status: 400, body: shape('The body is not valid JSON.', 400) });
  });

  it.each([
    ['a number as model', { model: 4.1, messages }],
    ['a text as messages', { model: 'GPT-4.1', messages: 'Hello' }],
    ['a text as limit', { ...question, max_tokens: 'many' }],
    ['a list as body', [question]],
    ['a message that is a text', { model: 'GPT-4.1', messages: ['Hello'] }],
  ])('422 for %s', async (_what, body) => {
    const answer = await ask(body);
    expect(answer).toMatchObject({ status: 422, body: shape(expect.any(String), 422) });
  });

  it('401 in the words of its clients', async () => {
    const stranger = house.call;
    const nobody = await stranger.post('/api', question);
    expect(nobody).toMatchObject({ status: 401, body: shape('No Authorization header provided.', 401) });
    const basic = await stranger.with({ authorization: 'Basic abc' }).post('/api', question);
    const words = 'Invalid authorization scheme. Expected Bearer token.';
    expect(basic).toMatchObject({ status: 401, body: shape(words, 401) });
    const wrong = await stranger.signedIn('sk-onegate-nobody').post('/api', question);
    expect(wrong).toMatchObject({ status: 401, body: shape(expect.stringContaining('API key'), 401) });
  });

  it.each(['GET', 'PUT', 'PATCH', 'DELETE'])('405 for %s, signed in or not', async (method) => {
    for (const path of ['/api', '/api/']) {
      const answer = await house.call.send(method, path);
      expect(answer).toMatchObject({ status: 405, body: shape(expect.stringContaining(method), 405) });
      expect(answer.headers.get('allow')).toBe('POST');
    }
  });

  it('404 for an unknown model, 415 for another type of body', async () => {
    expect((await ask({ ...question, model: 'nobody-knows' })).status).toBe(404);
    const form = await caller.with({ 'content-type': 'text/plain' }).send('POST', '/api', 'Hello');
    expect(form).toMatchObject({ status: 415, body: shape(expect.any(String), 415) });
  });
});
