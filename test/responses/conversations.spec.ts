import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import OpenAI from 'openai';
import type { RequestJournal } from '../../apps/simulator/src/journal/request-journal.ts';
import { given } from '../setup/given.ts';
import type { Installation } from '../setup/installation.ts';
import { simulated } from '../setup/simulated.ts';

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

describe('a conversation', () => {
  it('is created, shown, changed and deleted, by its own account only', async () => {
    const empty = await openai.conversations.create();
    expect(empty).toMatchObject({ object: 'conversation', metadata: {} });
    const made = await openai.conversations.create({ metadata: { topic: 'demo' } });
    expect(made.id).toMatch(/^conv_/);
    await openai.conversations.update(made.id, { metadata: { topic: 'other' } });
    expect(await openai.conversations.retrieve(made.id)).toMatchObject({ metadata: { topic: 'other' } });
    await expect(stranger.conversations.retrieve(made.id)).rejects.toBeInstanceOf(OpenAI.NotFoundError);
    await expect(stranger.conversations.items.list(made.id)).rejects.toBeInstanceOf(OpenAI.NotFoundError);
    await expect(
      stranger.responses.create({ model, input: 'x', conversation: made.id }),
    ).rejects.toBeInstanceOf(OpenAI.NotFoundError);
    expect(await openai.conversations.delete(made.id)).toMatchObject({
      object: 'conversation.deleted',
      deleted: true,
    });
    await expect(openai.conversations.retrieve(made.id)).rejects.toBeInstanceOf(OpenAI.NotFoundError);
  });

  it('has items that are added, listed in pages, shown and deleted', async () => {
    const first = { role: 'user' as const, content: 'first' };
    const { id } = await openai.conversations.create({ items: [first] });
    const more = ['second', 'third'].map((content) => ({ role: 'user' as const, content }));
    const added = await openai.conversations.items.create(id, { items: more });
    expect(added.data).toHaveLength(2);
    const page = await openai.conversations.items.list(id, { order: 'asc', limit: 2 });
    expect(page.data).toMatchObject([
      { type: 'message', status: 'completed', content: [{ type: 'input_text', text: 'first' }] },
      { content: [{ text: 'second' }] },
    ]);
    const rest = await page.getNextPage();
    expect(rest.data).toMatchObject([{ content: [{ text: 'third' }] }]);
    const itemId = rest.data[0]?.id ?? '';
    expect(await openai.conversations.items.retrieve(itemId, { conversation_id: id })).toMatchObject({
      id: itemId,
    });
    await openai.conversations.items.delete(itemId, { conversation_id: id });
    const newest = await openai.conversations.items.list(id);
    expect(newest.data).toMatchObject([{ content: [{ text: 'second' }] }, { content: [{ text: 'first' }] }]);
  });

  it('gives a response what was said before, and gets what was said in it', async () => {
    const { id } = await openai.conversations.create({
      items: [{ role: 'user', content: 'My name is Ada' }],
    });
    const first = await openai.responses.create({ model, input: 'What is my name?', conversation: id });
    expect(first.conversation).toEqual({ id });
    const stream = openai.responses.stream({ model, input: 'And now?', conversation: { id } });
    expect((await stream.finalResponse()).conversation).toEqual({ id });
    const sent = journal.list().at(-1)?.body as { input: { role: string }[]; conversation?: unknown };
    expect(sent.input.map(({ role }) => role)).toEqual(['user', 'user', 'assistant', 'user']);
    expect(sent.conversation).toBeUndefined();
    const items = await openai.conversations.items.list(id, { order: 'asc' });
    expect(items.data.map((item) => ('role' in item ? item.role : item.type))).toEqual([
      'user',
      'user',
      'assistant',
      'user',
      'assistant',
    ]);
  });

  it('goes on with responses that are not stored themselves', async () => {
    const { id } = await openai.conversations.create();
    const made = await openai.responses.create({ model, input: 'x', conversation: id, store: false });
    await expect(openai.responses.retrieve(made.id)).rejects.toBeInstanceOf(OpenAI.NotFoundError);
    expect((await openai.conversations.items.list(id)).data).toHaveLength(2);
  });
});
