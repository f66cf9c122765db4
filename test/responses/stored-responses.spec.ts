import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import OpenAI from 'openai';
import type { RequestJournal } from '../../apps/simulator/src/journal/request-journal.ts';
import { given } from '../setup/given.ts';
import type { Installation } from '../setup/installation.ts';
import { simulated } from '../setup/simulated.ts';
import { until } from '../setup/until.ts';

let installation: Installation;
let openai: OpenAI;
let stranger: OpenAI;
let journal: RequestJournal;

beforeAll(async () => {
  const house = await simulated();
  ({ installation, journal } = house);
  const { app, call } = house;
  const client = async () =>
    new OpenAI({
      baseURL: `${call.url}/v1`,
      apiKey: await given(app).payingKey(),
      maxRetries: 0,
    });
  openai = await client();
  stranger = await client();
});
afterAll(() => installation.close());

const model = 'gpt-4o-mini';

interface Sent {
  readonly input: { role?: string; content?: unknown; id?: string }[];
  readonly store?: boolean;
}

const lastSent = () => journal.list().at(-1)?.body as Sent & Record<string, unknown>;

/** By this, and by nothing else, clients know to send the whole conversation anew. */
const notFound = (id: string) => ({
  status: 400,
  code: 'previous_response_not_found',
  param: 'previous_response_id',
  error: { message: `Previous response with id '${id}' not found.` },
});

describe('a response that goes on from another', () => {
  it('puts the earlier turns before the provider, in whole and in streams', async () => {
    const first = await openai.responses.create({ model, input: 'My name is Ada' });
    const second = await openai.responses.create({
      model,
      input: 'What is my name?',
      previous_response_id: first.id,
    });
    expect(second.previous_response_id).toBe(first.id);
    expect(second).toMatchObject({ store: true });
    const sent = lastSent();
    expect(sent.input.map(({ role }) => role)).toEqual(['user', 'assistant', 'user']);
    expect(sent.store).toBe(false);
    expect(sent).not.toHaveProperty('previous_response_id');
    expect(JSON.stringify(sent.input)).toContain('My name is Ada');

    const stream = openai.responses.stream({ model, input: 'And now?', previous_response_id: second.id });
    const third = await stream.finalResponse();
    expect(third.previous_response_id).toBe(second.id);
    expect(lastSent().input).toHaveLength(5);
    const kept = await openai.responses.retrieve(third.id);
    expect(kept.output_text).toBe(third.output_text);
  });

  it.each([false, true])('goes on from what was only prepared; streamed: %s', async (stream) => {
    const asked = journal.list().length;
    const body = { model, input: 'My name is Ada', generate: false, stream };
    const answer = await openai.responses.create(body as OpenAI.Responses.ResponseCreateParams);
    let prepared = stream ? undefined : (answer as OpenAI.Responses.Response);
    if (stream)
      for await (const event of answer as AsyncIterable<OpenAI.Responses.ResponseStreamEvent>)
        if (event.type === 'response.completed') prepared = event.response;
    expect(prepared).toMatchObject({ status: 'completed', output: [], usage: { total_tokens: 0 } });
    expect(journal.list()).toHaveLength(asked);
    const id = prepared?.id ?? '';
    await openai.responses.create({ model, input: 'Who am I?', previous_response_id: id });
    expect(lastSent().input.map(({ role }) => role)).toEqual(['user', 'user']);
    const items = await openai.responses.inputItems.list(id);
    expect(JSON.stringify(items.data)).toContain('My name is Ada');
  });

  it('does not tell the provider whether it is to answer', async () => {
    await openai.responses.create({ model, input: 'x', generate: true } as object as { model: string });
    expect(lastSent()).not.toHaveProperty('generate');
  });

  it('is found as soon as its stream has ended', async () => {
    const stream = await openai.responses.create({ model, input: 'One', stream: true });
    for await (const event of stream) {
      if (event.type !== 'response.completed') continue;
      const next = await openai.responses.create({
        model,
        input: 'Two',
        previous_response_id: event.response.id,
      });
      expect(next.status).toBe('completed');
    }
  });

  it('sends results of tools behind the calls that they belong to', async () => {
    const tools = [
      {
        type: 'function' as const,
        name: 'weather',
        parameters: { type: 'object', properties: { city: { type: 'string' } } },
        strict: false,
      },
    ];
    const asked = await openai.responses.create({
      model,
      input: 'Weather in Rome?',
      tools,
      tool_choice: 'required',
    });
    const called = asked.output.find((item) => item.type === 'function_call');
    expect(called).toBeDefined();
    const output = { type: 'function_call_output' as const, call_id: called?.call_id ?? '', output: 'sunny' };
    await openai.responses.create({ model, input: [output], tools, previous_response_id: asked.id });
    expect(
      lastSent()
        .input.map((item) => ('type' in item ? item.type : null))
        .slice(-2),
    ).toEqual(['function_call', 'function_call_output']);
  });

  it('resolves references to items', async () => {
    const first = await openai.responses.create({ model, input: 'Remember the number 7' });
    const items = await openai.responses.inputItems.list(first.id);
    const reference = { type: 'item_reference' as const, id: items.data[0]?.id ?? '' };
    await openai.responses.create({ model, input: [reference, { role: 'user', content: 'Which one?' }] });
    expect(JSON.stringify(lastSent().input[0])).toContain('Remember the number 7');
  });

  it('goes with neither a conversation that is named too nor a response of another account', async () => {
    const first = await openai.responses.create({ model, input: 'Secret' });
    const both = { model, input: 'x', previous_response_id: first.id, conversation: 'conv_1' };
    await expect(openai.responses.create(both)).rejects.toBeInstanceOf(OpenAI.BadRequestError);
    const theirs = { model, input: 'x', previous_response_id: first.id };
    await expect(stranger.responses.create(theirs)).rejects.toMatchObject(notFound(first.id));
    const items = await openai.responses.inputItems.list(first.id);
    const reference = [{ type: 'item_reference' as const, id: items.data[0]?.id ?? '' }];
    await expect(stranger.responses.create({ model, input: reference })).rejects.toBeInstanceOf(
      OpenAI.NotFoundError,
    );
  });

  it('is refused where that one, or one before it, is gone; who asks for it is told that it is not there', async () => {
    const first = await openai.responses.create({ model, input: 'One' });
    const second = await openai.responses.create({ model, input: 'Two', previous_response_id: first.id });
    await openai.responses.delete(first.id);
    for (const previous of [first, second]) {
      const next = { model, input: 'Three', previous_response_id: previous.id };
      await expect(openai.responses.create(next)).rejects.toMatchObject(notFound(first.id));
    }
    await expect(openai.responses.retrieve(first.id)).rejects.toBeInstanceOf(OpenAI.NotFoundError);
    await expect(openai.responses.delete(first.id)).rejects.toBeInstanceOf(OpenAI.NotFoundError);
  });

  it('is translated for providers of another kind', async () => {
    const claude = 'claude-sonnet-4-6';
    const first = await openai.responses.create({ model: claude, input: 'My name is Ada' });
    const second = await openai.responses.create({
      model: claude,
      input: 'What is my name?',
      previous_response_id: first.id,
    });
    expect(second.previous_response_id).toBe(first.id);
    expect(JSON.stringify(lastSent())).toContain('My name is Ada');
  });
});

describe('a stored response', () => {
  it('is retrieved, listed by its input and deleted, by its own account only', async () => {
    const input = [
      { role: 'user' as const, content: 'one' },
      { role: 'user' as const, content: 'two' },
      { role: 'user' as const, content: 'three' },
    ];
    const made = await openai.responses.create({ model, input, metadata: { a: 'b' } });
    expect(await openai.responses.retrieve(made.id)).toMatchObject({
      id: made.id,
      status: 'completed',
      output: made.output,
    });
    const page = await openai.responses.inputItems.list(made.id, { limit: 2, order: 'asc' });
    expect(page.data).toHaveLength(2);
    expect(page.has_more).toBe(true);
    const rest = await page.getNextPage();
    expect(rest.data).toMatchObject([{ role: 'user', content: [{ type: 'input_text', text: 'three' }] }]);

    await expect(stranger.responses.retrieve(made.id)).rejects.toBeInstanceOf(OpenAI.NotFoundError);
    await expect(stranger.responses.delete(made.id)).rejects.toBeInstanceOf(OpenAI.NotFoundError);
    await openai.responses.delete(made.id);
    await expect(openai.responses.retrieve(made.id)).rejects.toBeInstanceOf(OpenAI.NotFoundError);
  });

  it('is not one that its client did not want stored', async () => {
    const made = await openai.responses.create({ model, input: 'x', store: false });
    await expect(openai.responses.retrieve(made.id)).rejects.toBeInstanceOf(OpenAI.NotFoundError);
  });

  it('tells its events once more, from any of them on', async () => {
    const seen = [];
    const live = await openai.responses.create({ model, input: 'Tell me', stream: true });
    for await (const event of live) seen.push(event);
    const last = seen.at(-1);
    if (last?.type !== 'response.completed') throw new Error('The stream did not complete');
    const { id } = last.response;
    const again = [];
    for await (const event of await openai.responses.retrieve(id, { stream: true })) again.push(event);
    expect(again).toEqual(seen);
    const rest = [];
    const ask = { stream: true as const, starting_after: 2 };
    for await (const event of await openai.responses.retrieve(id, ask)) rest.push(event);
    expect(rest).toEqual(seen.slice(3));
  });

  it('that came in one piece is told in events too', async () => {
    const made = await openai.responses.create({ model, input: 'Whole' });
    const types = [];
    for await (const event of await openai.responses.retrieve(made.id, { stream: true }))
      types.push(event.type);
    expect(types[0]).toBe('response.created');
    expect(types.at(-1)).toBe('response.completed');
    expect(types).toContain('response.output_text.delta');
  });

  it('begins without the reason of its end, where it was told in events', async () => {
    const made = await openai.responses.create({ model, input: 'A long tale', max_output_tokens: 16 });
    expect(made.incomplete_details).toEqual({ reason: 'max_output_tokens' });
    const told = [];
    for await (const event of await openai.responses.retrieve(made.id, { stream: true })) told.push(event);
    const details = told.map((event) => 'response' in event && event.response.incomplete_details);
    expect(details.slice(0, 2)).toEqual([null, null]);
    expect(details.at(-1)).toEqual(made.incomplete_details);
  });

  it('is seen by every API process', async () => {
    const made = await openai.responses.create({ model, input: 'Everywhere' });
    const other = await installation.api();
    const elsewhere = openai.withOptions({ baseURL: `${other.call.url}/v1` });
    const next = await elsewhere.responses.create({ model, input: 'x', previous_response_id: made.id });
    expect(next.previous_response_id).toBe(made.id);
  });

  it('whose client left is kept as cancelled, and cannot be cancelled by request', async () => {
    const headers = { 'x-simulate': 'out=3000,tps=200' };
    const stream = await openai.responses.create({ model, input: 'x', stream: true }, { headers });
    let id = '';
    for await (const event of stream) {
      if (event.type === 'response.created') id = event.response.id;
      if (event.type === 'response.output_text.delta') break;
    }
    const kept = await until('it to be stored', () => openai.responses.retrieve(id).catch(() => undefined));
    expect(kept.status).toBe('cancelled');
    await expect(openai.responses.cancel(id)).rejects.toBeInstanceOf(OpenAI.BadRequestError);
  });
});

it('input tokens are counted with what is referred to', async () => {
  const first = await openai.responses.create({
    model,
    input: 'A rather long first question, to be counted',
  });
  const alone = await openai.responses.inputTokens.count({ model, input: 'And?' });
  const all = await openai.responses.inputTokens.count({
    model,
    input: 'And?',
    previous_response_id: first.id,
  });
  expect(alone.object).toBe('response.input_tokens');
  expect(all.input_tokens).toBeGreaterThan(alone.input_tokens + 8);
});

it('a conversation is compacted into items that go on from it', async () => {
  const input = [{ role: 'user' as const, content: 'My name is Ada' }];
  const short = await openai.responses.compact({ model, input });
  expect(short.object).toBe('response.compaction');
  expect(short.output.at(-1)?.type).toBe('compaction');
  const next = [
    ...short.output,
    { role: 'user' as const, content: 'Go on' },
  ] as OpenAI.Responses.ResponseInput;
  await openai.responses.create({ model, input: next });
  expect(JSON.stringify(lastSent().input)).toContain('Summary of the conversation so far');
});
