import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Installation } from '../setup/installation.ts';
import { until } from '../setup/until.ts';
import { filesOnDisk, manyBytes, rowCount, sha256, Uploader } from './uploader.ts';

let installation: Installation;
let app: NestFastifyApplication;
let uploader: Uploader;

const megabyte = 1024 * 1024;

beforeAll(async () => {
  installation = await Installation.create({
    env: {
      ONEGATE_FILES_MAX_BYTES: `${8 * megabyte}`,
      ONEGATE_FILES_IDLE_SECONDS: '1',
      ONEGATE_REQUEST_TIMEOUT_SECONDS: '1',
    },
  });
  let call;
  ({ app, call } = await installation.api());
  uploader = await Uploader.of(app, call);
});
afterAll(() => installation.close());

/** What is on the disk and in the table stays as it was, whatever the attempt did. */
async function leavesNothing(attempt: () => Promise<unknown>): Promise<void> {
  const [files, rows] = [await filesOnDisk(installation), await rowCount(app)];
  await attempt();
  await until('nothing to be left', async () => (await filesOnDisk(installation)).length === files.length);
  expect(await rowCount(app)).toBe(rows);
}

const boundary = 'b0undary';
const part = (disposition: string, body: string, type = '') =>
  `--${boundary}\r\ncontent-disposition: form-data; ${disposition}\r\n${type}\r\n${body}\r\n`;
const sendForm = (body: string, type = `multipart/form-data; boundary=${boundary}`) =>
  uploader.call.with({ 'content-type': type }).send<Record<string, unknown>>('POST', '/v1/files', body);

describe('POST /v1/files', () => {
  it('takes the parts in any order, and a file without a purpose', async () => {
    const file = part('name="file"; filename="a.md"', '# Hello');
    const after = await sendForm(`${file}${part('name="purpose"', 'vision')}--${boundary}--\r\n`);
    expect(after).toMatchObject({ status: 200, body: { purpose: 'vision', filename: 'a.md', bytes: 7 } });
    const none = await sendForm(`${file}--${boundary}--\r\n`);
    expect(none).toMatchObject({ status: 200, body: { purpose: 'user_data' } });
    expect(await uploader.text(String(none.body.id))).toBe('# Hello');
  });

  it('keeps names of any language, and of paths only the end', async () => {
    const named = async (name: string) => (await uploader.form(new Blob(['x']), {}, name)).body.filename;
    expect(await named('отчёт 日本 🎉.txt')).toBe('отчёт 日本 🎉.txt');
    expect(await named('../../etc/passwd')).toBe('passwd');
    expect(await named(String.raw`C:\Users\me\a.txt`)).toBe('a.txt');
    expect(await named('..')).toBe('unnamed');
  });

  it('takes an empty file', async () => {
    const { body } = await uploader.form(new Blob([]));
    expect(body.bytes).toBe(0);
    expect(await uploader.text(body.id)).toBe('');
  });

  it('400 for a form without the file, cut off, with a wrong boundary, or with a second file; nothing is left', () =>
    leavesNothing(async () => {
      const file = part('name="file"; filename="a.txt"', 'content');
      expect(await sendForm(`${part('name="purpose"', 'vision')}--${boundary}--\r\n`)).toMatchObject({
        status: 400,
        body: { error: { code: 'missing' } },
      });
      expect(await sendForm(file)).toMatchObject({
        status: 400,
        body: { error: { code: 'upload_incomplete' } },
      });
      const wrong = await sendForm(`${file}--${boundary}--\r\n`, 'multipart/form-data; boundary=other');
      expect(wrong.status).toBe(400);
      expect((await sendForm(`${file}${file}--${boundary}--\r\n`)).status).toBe(413);
      expect((await sendForm(`${file}${part('name="purpose"', 'mischief')}--${boundary}--\r\n`)).status).toBe(
        400,
      );
    }));

  it('415 for what is not a form', async () => {
    const { status, body } = await uploader.call.post('/v1/files', { file: 'x' });
    expect(status).toBe(415);
    expect(body).toMatchObject({ error: { code: 'not_a_form' } });
    expect((await sendForm('x', 'text/plain')).status).toBe(415);
  });

  it('413 for a file that is too large, in the style of the client; nothing is left', () =>
    leavesNothing(async () => {
      const large = new Blob([new Uint8Array(8 * megabyte + 1)]);
      const openai = await uploader.form(large);
      expect(openai).toMatchObject({ status: 413, body: { error: { code: 'too_large' } } });
      const anthropic = new Uploader(uploader.call.with({ 'anthropic-version': 'x' }), uploader.key);
      const form = new FormData();
      form.append('file', large, 'x');
      const response = await fetch(`${anthropic.call.url}/v1/files`, {
        method: 'POST',
        headers: { authorization: `Bearer ${uploader.key}`, 'anthropic-version': 'x' },
        body: form,
      });
      expect(response.status).toBe(413);
      expect(await response.json()).toMatchObject({ type: 'error', error: { type: 'request_too_large' } });
    }));

  it('413 at once for what announces that it is far too large', async () => {
    const socket = await uploader.raw(
      `POST /v1/files HTTP/1.1\r\ncontent-type: multipart/form-data; boundary=x\r\ncontent-length: 1000000000000`,
    );
    const [answer] = (await once(socket, 'data')) as [Buffer];
    expect(String(answer)).toContain('413');
    socket.destroy();
  });
});

describe('PUT /v1/files/{path}', () => {
  it('201 for a new file and 200 for the next at the same path, under the same id', async () => {
    const first = await uploader.put('reports/2026/march.csv', 'a,b', {
      'content-type': 'text/csv; header=present',
    });
    expect(first).toMatchObject({
      status: 201,
      body: { filename: 'march.csv', bytes: 3, purpose: 'user_data' },
    });
    const files = (await filesOnDisk(installation)).length;
    const second = await uploader.put('reports/2026/march.csv', 'a,b,c', { 'content-type': 'text/csv' });
    expect(second).toMatchObject({ status: 200, body: { id: first.body.id, bytes: 5 } });
    expect(await uploader.text(first.body.id)).toBe('a,b,c');
    expect((await filesOnDisk(installation)).length).toBe(files);
    const encoded = await uploader.put('reports%2F2026%2Fmarch.csv', 'x', { 'content-type': 'text/csv' });
    expect(encoded).toMatchObject({ status: 200, body: { id: first.body.id } });
  });

  it('one wins when many put at the same path at once, and nothing is left of the others', async () => {
    const files = (await filesOnDisk(installation)).length;
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, index) => uploader.put('raced.txt', `content ${index}`)),
    );
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
    expect(await uploader.text(answers[0]?.body.id ?? '')).toMatch(/^content \d$/);
    await until('the others to go', async () => (await filesOnDisk(installation)).length === files + 1);
  });

  it('takes any type as it is, JSON and forms included, with and without a length', async () => {
    for (const type of [
      'application/json',
      'multipart/form-data; boundary=x',
      'text/plain',
      'nonsense',
      '',
    ]) {
      const { status, body } = await uploader.put(`any/${sha256(type)}`, '{"not json', {
        'content-type': type,
      });
      expect(status).toBe(201);
      expect(await uploader.text(body.id)).toBe('{"not json');
    }
    const chunked = await uploader.put('chunked.bin', manyBytes(3));
    expect(chunked).toMatchObject({ status: 201, body: { bytes: 3 * megabyte } });
    expect((await uploader.put('empty', '')).body.bytes).toBe(0);
  });

  it.each(['../x', 'a/../b', 'a//b', '.', 'a/%2e%2e/b', '%2Fetc%2Fpasswd', 'a%00b', 'a%0Ab', ''])(
    'refuses the path %j',
    async (where) => {
      const socket = await uploader.raw(
        `PUT /v1/files/${where} HTTP/1.1\r\ncontent-length: 0\r\nconnection: close`,
      );
      const answer = await text(socket);
      expect(answer).toMatch(/^HTTP\/1\.1 40[04] /);
    },
  );

  it('413 for a stream that becomes too large, and the connection is not cut before the answer', () =>
    leavesNothing(async () => {
      const answer = await uploader.put('large', manyBytes(20));
      expect(answer).toMatchObject({ status: 413, body: { error: { code: 'too_large' } } });
    }));

  it('nothing is left of an upload whose client goes away', () =>
    leavesNothing(async () => {
      const socket = await uploader.raw('PUT /v1/files/gone HTTP/1.1\r\ncontent-length: 5000000');
      socket.write(Buffer.alloc(megabyte, 1));
      const before = (await filesOnDisk(installation)).length;
      await until('it to arrive', async () => (await filesOnDisk(installation)).length > before - 1);
      socket.resetAndDestroy();
    }));

  it('nothing is left of an upload that stands still, nor does it hold a connection', () =>
    leavesNothing(async () => {
      const socket = await uploader.raw('PUT /v1/files/idle HTTP/1.1\r\ncontent-length: 5000000');
      socket.write(Buffer.alloc(1000));
      await once(socket, 'close');
    }));

  it('may take longer than other requests, while bytes keep coming', async () => {
    const socket = await uploader.raw(
      'PUT /v1/files/slow HTTP/1.1\r\ncontent-length: 5\r\nconnection: close',
    );
    const answered = text(socket);
    for (let index = 0; index < 5; index += 1) {
      socket.write('x');
      await new Promise((resolve) => {
        setTimeout(resolve, 600);
      });
    }
    expect(await answered).toMatch(/^HTTP\/1\.1 201 /);
  });

  it('no other request may', async () => {
    const socket = await uploader.raw(
      'POST /v1/chat/completions HTTP/1.1\r\ncontent-type: application/json\r\ncontent-length: 5',
    );
    expect(await text(socket)).toContain('408 Request Timeout');
  });

  it('401 without a key, before a byte is kept', () =>
    leavesNothing(async () => {
      const response = await fetch(`${uploader.call.url}/v1/files/x`, { method: 'PUT', body: 'x' });
      expect(response.status).toBe(401);
      await response.arrayBuffer();
    }));
});

describe('GET /v1/files/{id}/content', () => {
  const content = Buffer.from(Array.from({ length: 100_000 }, (_, index) => index % 251));
  let id: string;

  beforeAll(async () => {
    ({ id } = (await uploader.put('für alle.bin', content)).body);
  });

  it('gives back what was uploaded, as a download', async () => {
    const response = await uploader.bytes(id);
    expect(Buffer.from(await response.arrayBuffer()).equals(content)).toBe(true);
    expect(response.headers.get('content-length')).toBe('100000');
    expect(response.headers.get('content-disposition')).toBe(
      "attachment; filename*=UTF-8''f%C3%BCr%20alle.bin",
    );
    expect(response.headers.get('etag')).toBe(`"${sha256(content)}"`);
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
  });

  it.each([
    ['bytes=0-0', 0, 1],
    ['bytes=17-99', 17, 100],
    ['bytes=65535-65537', 65_535, 65_538],
    ['bytes=99990-', 99_990, 100_000],
    ['bytes=-7', 99_993, 100_000],
    ['bytes=5-9999999', 5, 100_000],
  ])('206 for %s', async (range, start, end) => {
    const response = await uploader.bytes(id, { range });
    expect(response.status).toBe(206);
    expect(response.headers.get('content-range')).toBe(`bytes ${start}-${end - 1}/100000`);
    expect(Buffer.from(await response.arrayBuffer()).equals(content.subarray(start, end))).toBe(true);
  });

  it('416 behind the end, and all of it for ranges that are none', async () => {
    const response = await uploader.bytes(id, { range: 'bytes=100000-' });
    expect(response.status).toBe(416);
    await response.arrayBuffer();
    expect(response.headers.get('content-range')).toBe('bytes */100000');
    for (const range of ['bytes=9-3', 'bytes=-', 'bytes=0-1,5-6', 'lines=1-2']) {
      expect(await uploader.status(id, { range })).toBe(200);
    }
    expect(await uploader.status(id, { range: 'bytes=0-1', 'if-range': '"other"' })).toBe(200);
  });
});

it('forms are refused where none is expected', async () => {
  const { status } = await uploader.call
    .with({ 'content-type': `multipart/form-data; boundary=${boundary}` })
    .send('POST', '/v1/chat/completions', `--${boundary}--`);
  expect(status).toBe(415);
});
