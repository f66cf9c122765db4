import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Clock, Database } from '@onegate/platform';
import { StateRetention } from '@onegate/gateway';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import OpenAI from 'openai';
import type { RequestJournal } from '../../apps/simulator/src/journal/request-journal.ts';
import type { Installation } from '../setup/installation.ts';
import { simulated } from '../setup/simulated.ts';
import { until } from '../setup/until.ts';

let installation: Installation;
let app: NestFastifyApplication;
let worker: NestFastifyApplication;
let openai: OpenAI;
let elsewhere: OpenAI;
let journal: RequestJournal;

beforeAll(async () => {
  const house = await simulated();
  ({ installation, journal } = house);
  const one = house;
  const other = await installation.api();
  worker = await installation.worker();
  app = one.app;
  const { apiKey } = house;
  openai = new OpenAI({ baseURL: `${one.call.url}/v1`, apiKey, maxRetries: 0 });
  elsewhere = openai.withOptions({ baseURL: `${other.call.url}/v1` });
});
afterAll(() => installation.close());

const model = 'gpt-4o-mini';
const script = (told: string) => ({ headers: { 'x-simulate': told } });

const over = (client: OpenAI, id: string) =>
  until('the response to be over', async () => {
    const response = await client.responses.retrieve(id);
    return response.status !== 'queued' && response.status !== 'in_progress' && response;
  });

describe('a response in the background', () => {
  it('is queued at once and found complete later, at any API process', async () => {
    const queued = await openai.responses.create({ model, input: 'Later', background: true });
    expect(queued).toMatchObject({ status: 'queued', background: true, output: [] });
    const done = await over(elsewhere, queued.id);
    expect(done).toMatchObject({ id: queued.id, status: 'completed', background: true, store: true });
    expect(done.output_text).toBeTruthy();
    expect(journal.list().at(-1)?.body).not.toHaveProperty('background');
    const next = await openai.responses.create({ model, input: 'x', previous_response_id: queued.id });
    expect(next.status).toBe('completed');
  });

  it('is streamed while it runs, and goes on where its client lost it', async () => {
    const asked = { model, input: 'x', background: true, stream: true as const };
    const live = await openai.responses.create(asked, script('out=40,tps=100'));
    let id = '';
    let last = -1;
    for await (const event of live) {
      if (event.type === 'response.created') id = event.response.id;
      last = event.sequence_number;
      if (last === 6) break;
    }
    const numbers = [];
    const types = [];
    const rest = await elsewhere.responses.retrieve(id, { stream: true, starting_after: last });
    for await (const event of rest) {
      numbers.push(event.sequence_number);
      types.push(event.type);
      if (event.type === 'response.completed') expect(event.response.id).toBe(id);
    }
    expect(numbers).toEqual(numbers.map((_, index) => last + 1 + index));
    expect(types.at(-1)).toBe('response.completed');
  });

  it('is cancelled, and its provider stopped', async () => {
    const slow = 'out=3000,tps=100';
    const isIt = ({ headers }: { headers: object }) => Object.values(headers).includes(slow);
    const queued = await openai.responses.create({ model, input: 'x', background: true }, script(slow));
    await until('it to run', () => journal.list().some(isIt));
    const cancelled = await elsewhere.responses.cancel(queued.id);
    expect(cancelled.status).toBe('cancelled');
    await until('the provider to be stopped', () =>
      journal.list().some((entry) => isIt(entry) && entry.abortedAt),
    );
    expect((await openai.responses.retrieve(queued.id)).status).toBe('cancelled');
    expect((await openai.responses.cancel(queued.id)).status).toBe('cancelled');
  });

  it('that cannot be made has failed', async () => {
    const queued = await openai.responses.create({ model: 'no-such-model', input: 'x', background: true });
    const failed = await over(openai, queued.id);
    expect(failed).toMatchObject({ status: 'failed', error: { code: 'server_error' } });
  });

  it('must be stored', async () => {
    const call = openai.responses.create({ model, input: 'x', background: true, store: false });
    await expect(call).rejects.toBeInstanceOf(OpenAI.BadRequestError);
  });

  it('whose process has died is marked as failed', async () => {
    const queued = await openai.responses.create({ model, input: 'x', background: true });
    await over(openai, queued.id);
    const past = new Date(app.get(Clock).now().getTime() - 1_000);
    await app
      .get(Database)
      .query(`update stored_responses set status = 'in_progress', lease_until = $2 where response_id = $1`, [
        queued.id,
        past,
      ]);
    await worker.get(StateRetention, { strict: false }).sweep();
    expect(await openai.responses.retrieve(queued.id)).toMatchObject({
      status: 'failed',
      error: { code: 'server_error' },
    });
  });
});

it('what has expired is not found any more, and then deleted', async () => {
  const made = await openai.responses.create({ model, input: 'x' });
  const { id: conversation } = await openai.conversations.create();
  const database = app.get(Database);
  const past = new Date(app.get(Clock).now().getTime() - 1_000);
  await database.query('update stored_responses set expires_at = $2 where response_id = $1', [made.id, past]);
  await database.query('update conversations set expires_at = $2 where public_id = $1', [conversation, past]);
  await expect(openai.responses.retrieve(made.id)).rejects.toBeInstanceOf(OpenAI.NotFoundError);
  await expect(openai.conversations.retrieve(conversation)).rejects.toBeInstanceOf(OpenAI.NotFoundError);
  await worker.get(StateRetention, { strict: false }).forgetOld();
  expect(await database.query('select 1 from stored_responses where response_id = $1', [made.id])).toEqual(
    [],
  );
});

it('what was said is not readable in the database', async () => {
  const made = await openai.responses.create({ model, input: 'a very secret question' });
  const rows = await app
    .get(Database)
    .query('select * from stored_responses where response_id = $1', [made.id]);
  expect(JSON.stringify(rows)).not.toContain('secret question');
});
