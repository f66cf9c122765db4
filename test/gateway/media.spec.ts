import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import OpenAI, { toFile } from 'openai';
import { administration } from '../admin/administration.ts';
import type { Caller } from '../setup/caller.ts';
import { simulated, type Simulated } from '../setup/simulated.ts';
import { until } from '../setup/until.ts';

let house: Simulated;
let caller: Caller;
let openai: OpenAI;

/** One whose only provider has nothing but conversations. */
const talker = 'anthropic/claude-sonnet-4.6';
const model = 'gpt-4o-mini';

beforeAll(async () => {
  house = await simulated({ env: { ONEGATE_BODY_LIMIT_BYTES: '1000000' } });
  caller = house.call.signedIn(house.apiKey);
  openai = new OpenAI({ baseURL: `${house.call.url}/v1`, apiKey: house.apiKey, maxRetries: 0 });
  const { boss } = await administration(house.app, house.call);
  const account = {
    name: 'Talks only',
    kind: 'anthropic',
    base_url: `${house.installation.config.simulator.url}/v1`,
    credentials: { api_key: 'any' },
    models: [{ model: talker }],
  };
  expect(await boss.post('/api/upstream-accounts', account)).toMatchObject({ status: 201 });
  await until('the account to serve', async () => {
    const asked = { model: talker, max_tokens: 5, messages: [{ role: 'user', content: 'Hello' }] };
    return (await caller.post('/v1/messages', asked)).headers.get('x-onegate-provider') === 'anthropic';
  });
});
afterAll(() => house.installation.close());

function lastAsked(): { path: string; body: unknown } {
  const entry = house.journal.list().at(-1);
  return { path: entry?.path ?? '', body: entry?.body };
}

const sound = () => toFile(Buffer.alloc(20_000, 7), 'speech.wav', { type: 'audio/wav' });

describe('the OpenAI SDK', () => {
  it('gets pictures, with the tokens that they cost', async () => {
    const answer = await openai.images.generate({ model, prompt: 'A tower at dawn', n: 2 });
    expect(answer.data).toHaveLength(2);
    expect(answer.usage).toMatchObject({ output_tokens: 544 });
    expect(lastAsked().path).toBe('/v1/images/generations');
  });

  it('gets pictures changed', async () => {
    const image = await toFile(Buffer.from('not really a picture'), 'a.png', { type: 'image/png' });
    const answer = await openai.images.edit({ model, image, prompt: 'More light' });
    expect(answer.data).toHaveLength(1);
    expect(lastAsked().body).toMatchObject({ prompt: 'More light', image: 20 });
  });

  it('hears a text', async () => {
    const answer = await openai.audio.speech.create({ model, voice: 'alloy', input: 'Good morning' });
    const bytes = Buffer.from(await answer.arrayBuffer());
    expect(answer.headers.get('content-type')).toBe('audio/wav');
    expect(bytes.toString('latin1', 0, 4)).toBe('RIFF');
    expect(bytes.readUInt32LE(4) + 8).toBe(bytes.length);
  });

  it('reads what was said, in JSON and as plain text', async () => {
    const file = await sound();
    const json = await openai.audio.transcriptions.create({ model, file });
    expect(json.text).toBe('There were 20000 bytes of sound.');
    const text = await openai.audio.transcriptions.create({ model, file, response_format: 'text' });
    expect(text).toBe('There were 20000 bytes of sound.\n');
    const translated = await openai.audio.translations.create({ model, file });
    expect(translated.text).toBe('There were 20000 bytes of sound.');
  });

  it('calls the provider by its own name for the model, in a form too', async () => {
    await openai.audio.transcriptions.create({ model: 'GPT-4O-Mini', file: await sound() });
    expect(lastAsked().body).toMatchObject({ model: 'openai/gpt-4o-mini', file: 20_000 });
  });

  it('gets judgements', async () => {
    const answer = await openai.moderations.create({ model, input: ['Good day', 'I will kill it'] });
    expect(answer.results.map(({ flagged }) => flagged)).toEqual([false, true]);
  });

  it('gets them of the newest model where it names none', async () => {
    const { boss } = await administration(house.app, house.call);
    const newest = {
      slug: 'openai/omni-moderation-latest',
      name: 'Moderation',
      prices: { input: '0', output: '0' },
    };
    expect(await boss.post('/api/llm-models', newest)).toMatchObject({ status: 201 });
    const answer = await until('the model to be known', () =>
      openai.moderations.create({ input: 'Good day' }).catch(() => undefined),
    );
    expect(answer.results).toHaveLength(1);
    expect(lastAsked().body).toMatchObject({ model: 'openai/omni-moderation-latest', input: 'Good day' });
  });
});

describe('POST /v1/rerank', () => {
  it('orders texts, the best first', async () => {
    const documents = ['A tower', 'A mouse', 'A tree'];
    const { status, body } = await caller.post<{ results: { relevance_score: number }[] }>('/v1/rerank', {
      model,
      query: 'What is tall?',
      documents,
      top_n: 2,
    });
    expect(status).toBe(200);
    const [first, second] = body.results.map((one) => one.relevance_score);
    expect(first).toBeGreaterThan(Number(second));
  });
});

const requests: [string, object][] = [
  ['/v1/images/generations', { prompt: 'A tower' }],
  ['/v1/audio/speech', { input: 'Hello', voice: 'alloy' }],
  ['/v1/moderations', { input: 'Hello' }],
  ['/v1/rerank', { query: 'What?', documents: ['This'] }],
];
const forms = ['/v1/images/edits', '/v1/audio/transcriptions', '/v1/audio/translations'];

async function sendForm(path: string, form: FormData): Promise<{ status: number; body: unknown }> {
  const headers = { authorization: `Bearer ${house.apiKey}` };
  const answer = await fetch(`${house.call.url}${path}`, { method: 'POST', headers, body: form });
  return { status: answer.status, body: await answer.json() };
}

function formWith(fields: Record<string, string | Blob>): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  return form;
}

describe('errors', () => {
  const error = (type: string, code: unknown = expect.any(String)) => ({
    error: { message: expect.any(String), type, param: null, code },
  });

  it.each(requests)('400 at %s for a model none of whose providers has it', async (path, body) => {
    const answer = await caller.post(path, { model: talker, ...body });
    expect(answer).toMatchObject({
      status: 400,
      body: error('invalid_request_error', 'unsupported_by_model'),
    });
    expect(JSON.stringify(answer.body)).toContain(talker);
  });

  it.each(forms)('400 at %s for such a model in a form', async (path) => {
    const file = new Blob(['x']);
    const answer = await sendForm(path, formWith({ model: talker, file, image: file, prompt: 'x' }));
    expect(answer).toMatchObject({
      status: 400,
      body: error('invalid_request_error', 'unsupported_by_model'),
    });
  });

  it.each(forms)('400 at %s for a form without a model, 413 for one that is too large', async (path) => {
    const nameless = await sendForm(path, formWith({ file: new Blob(['x']) }));
    expect(nameless).toMatchObject({ status: 400, body: { error: { param: 'model' } } });
    const large = await sendForm(path, formWith({ model, file: new Blob([Buffer.alloc(2_000_000)]) }));
    expect(large).toMatchObject({ status: 413, body: error('invalid_request_error', 'too_large') });
  });

  it.each(forms)('415 at %s for what is no form', async (path) => {
    expect(await caller.post(path, { model })).toMatchObject({
      status: 415,
      body: error('invalid_request_error'),
    });
  });

  it.each([...requests.map(([path]) => path), '/v1/completions'])('415 at %s for a form', async (path) => {
    expect(await sendForm(path, formWith({ model }))).toMatchObject({
      status: 415,
      body: error('invalid_request_error', 'media_type'),
    });
  });

  it.each([...requests.map(([path]) => path), ...forms, '/v1/completions'])(
    '401 at %s without a key, 405 for another method, in the style of the caller',
    async (path) => {
      expect(await house.call.post(path, {})).toMatchObject({
        status: 401,
        body: error('authentication_error'),
      });
      expect(await caller.get(path)).toMatchObject({
        status: 405,
        body: error('invalid_request_error', 'method'),
      });
      const anthropic = caller.with({ 'anthropic-version': '2023-06-01' });
      const refused = await anthropic.get(path);
      expect(refused).toMatchObject({
        status: 405,
        body: { type: 'error', error: { type: 'invalid_request_error' }, request_id: expect.any(String) },
      });
      expect(refused.headers.get('allow')).toBe('POST');
    },
  );

  it.each(requests)('400 at %s for missing fields and for what is no JSON', async (path) => {
    const param = path === '/v1/moderations' ? 'input' : 'model';
    expect(await caller.post(path, {})).toMatchObject({ status: 400, body: { error: { param } } });
    expect(await caller.send('POST', path, '{"model"')).toMatchObject({
      status: 400,
      body: error('invalid_request_error', 'malformed'),
    });
  });
});
