import Anthropic, { toFile as toAnthropicFile } from '@anthropic-ai/sdk';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import Anthropic0, { toFile as toAnthropic0File } from 'anthropic0';
import OpenAI, { toFile } from 'openai';
import OpenAI7, { toFile as toFile7 } from 'openai7';
import { given } from '../setup/given.ts';
import { Installation } from '../setup/installation.ts';

let installation: Installation;
let options: { apiKey: string; maxRetries: number };
let url: string;

beforeAll(async () => {
  installation = await Installation.create({ env: { ONEGATE_FILES_MAX_BYTES: '100000' } });
  const { app, call } = await installation.api();
  const make = given(app);
  options = { apiKey: await make.apiKey(await make.user()), maxRetries: 0 };
  url = call.url;
});
afterAll(() => installation.close());

describe.each([
  ['openai 6', () => new OpenAI({ ...options, baseURL: `${url}/v1` }), toFile],
  ['openai 7', () => new OpenAI7({ ...options, baseURL: `${url}/v1` }) as unknown as OpenAI, toFile7],
])('the SDK %s', (_name, connect, toUpload) => {
  it('uploads, waits, shows, reads and deletes a file', async () => {
    const openai = connect();
    const file = await toUpload(Buffer.from('Hello, file'), 'hello.txt', { type: 'text/plain' });
    const made = await openai.files.create({ file, purpose: 'assistants' });
    expect(made).toMatchObject({
      object: 'file',
      bytes: 11,
      filename: 'hello.txt',
      purpose: 'assistants',
      status: 'processed',
    });
    expect(made).not.toHaveProperty('expires_at');
    expect(await openai.files.waitForProcessing(made.id)).toEqual(made);
    expect(await openai.files.retrieve(made.id)).toEqual(made);
    expect(await (await openai.files.content(made.id)).text()).toBe('Hello, file');
    expect(await openai.files.delete(made.id)).toEqual({ id: made.id, object: 'file', deleted: true });
    await expect(openai.files.retrieve(made.id)).rejects.toBeInstanceOf(
      openai.constructor['NotFoundError' as never],
    );
  });

  it('says when a file goes', async () => {
    const expires_after = { anchor: 'created_at' as const, seconds: 3600 };
    const file = await toUpload(Buffer.from('x'), 'x.jsonl');
    const made = await connect().files.create({ file, purpose: 'batch', expires_after });
    expect((made.expires_at ?? 0) - made.created_at).toBe(3600);
    const kept = await connect().files.create({
      file: await toUpload(Buffer.from('x'), 'y.jsonl'),
      purpose: 'batch',
    });
    expect((kept.expires_at ?? 0) - kept.created_at).toBe(30 * 86_400);
  });

  it('goes through the list in either order, and by purpose', async () => {
    const openai = connect();
    const ids: string[] = [];
    for (const name of ['a', 'b', 'c', 'd', 'e']) {
      const file = await toUpload(Buffer.from(name), `${name}.txt`);
      ids.push((await openai.files.create({ file, purpose: 'evals' })).id);
    }
    const all = async (order: 'asc' | 'desc') => {
      const found: string[] = [];
      for await (const { id } of openai.files.list({ limit: 2, order, purpose: 'evals' })) found.push(id);
      return found;
    };
    expect(await all('asc')).toEqual(ids.toSorted());
    expect(await all('desc')).toEqual(ids.toSorted().reverse());
    for (const id of ids) await openai.files.delete(id);
    expect((await openai.files.list({ purpose: 'evals' })).data).toEqual([]);
  });

  it('raises its own errors', async () => {
    const openai = connect();
    const large = await toUpload(Buffer.alloc(100_001), 'large.bin');
    await expect(openai.files.create({ file: large, purpose: 'user_data' })).rejects.toMatchObject({
      status: 413,
      code: 'too_large',
    });
    const file = await toUpload(Buffer.from('x'), 'x');
    await expect(openai.files.create({ file, purpose: 'nothing' as never })).rejects.toMatchObject({
      status: 400,
      param: 'purpose',
    });
    await expect(openai.files.content('file-none')).rejects.toMatchObject({ status: 404 });
  });
});

describe.each([
  ['@anthropic-ai/sdk 1', () => new Anthropic({ ...options, baseURL: url }), toAnthropicFile],
  [
    '@anthropic-ai/sdk 0',
    () => new Anthropic0({ ...options, baseURL: url }) as unknown as Anthropic,
    toAnthropic0File,
  ],
])('the SDK %s', (_name, connect, toUpload) => {
  it('uploads, shows, downloads and deletes a file', async () => {
    const { files } = connect().beta;
    const made = await files.upload({
      file: await toUpload(Buffer.from('%PDF'), 'a.pdf', { type: 'application/pdf' }),
    });
    expect(made).toMatchObject({
      type: 'file',
      filename: 'a.pdf',
      mime_type: 'application/pdf',
      size_bytes: 4,
      downloadable: true,
    });
    expect(new Date(made.created_at).getTime()).toBeGreaterThan(Date.now() - 60_000);
    expect(await files.retrieveMetadata(made.id)).toEqual(made);
    expect(await (await files.download(made.id)).text()).toBe('%PDF');
    expect(await files.delete(made.id)).toEqual({ id: made.id, type: 'file_deleted' });
    await expect(files.download(made.id)).rejects.toMatchObject({ status: 404 });
  });

  it('goes through the list', async () => {
    const { files } = connect().beta;
    const ids: string[] = [];
    for (const name of ['a', 'b', 'c']) {
      ids.push((await files.upload({ file: await toUpload(Buffer.from(name), `${name}.txt`) })).id);
    }
    const found: string[] = [];
    for await (const { id } of files.list({ limit: 2 })) found.push(id);
    expect(found.filter((id) => ids.includes(id))).toEqual(ids.toSorted().reverse());
    expect(new Set(found).size).toBe(found.length);
  });

  it('raises its own errors', async () => {
    const { files } = connect().beta;
    const file = await toUpload(Buffer.alloc(100_001), 'large.bin');
    await expect(files.upload({ file })).rejects.toMatchObject({
      status: 413,
      error: { type: 'error', error: { type: 'request_too_large' } },
    });
  });
});

describe('Anthropic’s newer clients', () => {
  it('name the files that they want, and when a file goes', async () => {
    const { files } = new Anthropic({ ...options, baseURL: url }).beta;
    const made = await files.upload({
      file: await toAnthropicFile(Buffer.from('x'), 'x.txt'),
      expires_in_seconds: 7200,
    });
    expect(Date.parse(made.expires_at ?? '') - Date.parse(made.created_at)).toBe(7_200_000);
    const { data } = await files.list({ ids: [made.id, 'file-none'] });
    expect(data.map(({ id }) => id)).toEqual([made.id]);
  });

  it('go through a list backwards', async () => {
    const call = new Anthropic0({ ...options, baseURL: url }).beta.files;
    const newest = (await call.list({ limit: 5 })).data.map(({ id }) => id);
    const before = await call.list({ limit: 2, before_id: newest[4] });
    expect(before.data.map(({ id }) => id)).toEqual(newest.slice(2, 4));
  });
});
