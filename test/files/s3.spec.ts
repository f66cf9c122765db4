import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { FileSweep } from '@onegate/gateway';
import { Installation } from '../setup/installation.ts';
import { S3Server } from '../setup/s3-server.ts';
import { until } from '../setup/until.ts';
import { filesOnDisk, manyBytes, rowCount, sha256, Uploader } from './uploader.ts';

const megabyte = 1024 * 1024;
const day = 86_400_000;

let s3: S3Server;
let installation: Installation;
let app: NestFastifyApplication;
let uploader: Uploader;

beforeAll(async () => {
  s3 = await S3Server.start();
  installation = await Installation.create({ env: s3.environment });
  installation.onClose(() => s3.close());
  let call;
  ({ app, call } = await installation.api());
  uploader = await Uploader.of(app, call);
});
afterAll(() => installation.close());

describe('files on S3', () => {
  it('a small one is one object, encrypted, under a name of the installation’s own', async () => {
    const { body } = await uploader.put('note.txt', 'a plain note');
    const [[name, kept] = []] = [...s3.objects];
    expect(name).toMatch(/^onegate\/[0-9a-f]{8}\/[0-9a-f]{2}\/[0-9a-f]{30}$/);
    expect(String(kept?.bytes)).not.toContain('plain');
    expect(await uploader.text(body.id)).toBe('a plain note');
    expect(await (await uploader.bytes(body.id, { range: 'bytes=2-6' })).text()).toBe('plain');
    expect((await uploader.put('empty', '')).body.bytes).toBe(0);
    expect(await filesOnDisk(installation)).toEqual([]);
    expect(s3.refused).toBe(0);
  });

  it('a large one goes in parts, as it arrives', async () => {
    const { status, body } = await uploader.put('large.bin', manyBytes(23));
    expect({ status, bytes: body.bytes }).toEqual({ status: 201, bytes: 23 * megabyte });
    expect(s3.largestPart).toBe(5 * megabyte);
    const read = Buffer.from(await (await uploader.bytes(body.id)).arrayBuffer());
    expect(sha256(read)).toBe(sha256(Buffer.alloc(23 * megabyte, 7)));
    const range = `bytes=${6 * megabyte + 3}-${6 * megabyte + 8}`;
    expect(await (await uploader.bytes(body.id, { range })).text()).toBe('\u0007'.repeat(6));
  });

  it('another API process gives it back, and deletes it', async () => {
    const { body } = await uploader.put('shared', 'shared');
    const count = s3.objects.size;
    const second = await installation.api();
    const there = new Uploader(uploader.call.at(second.call.url), uploader.key);
    expect(await there.text(body.id)).toBe('shared');
    await there.call.delete(`/v1/files/${body.id}`);
    expect(s3.objects.size).toBe(count - 1);
  });

  it('a replaced one leaves nothing of what it was', async () => {
    await uploader.put('replaced', 'one');
    const count = s3.objects.size;
    expect((await uploader.put('replaced', 'two')).status).toBe(200);
    expect(s3.objects.size).toBe(count);
  });

  it('a client that goes away in the middle leaves neither row, object nor parts', async () => {
    const [objects, rows] = [s3.objects.size, await rowCount(app)];
    const socket = await uploader.raw('PUT /v1/files/gone HTTP/1.1\r\ncontent-length: 50000000');
    for (let sent = 0; sent < 12; sent += 1) socket.write(Buffer.alloc(megabyte, 1));
    await until('the first parts', () => s3.unfinished.size > 0);
    socket.resetAndDestroy();
    await until('the parts to go', () => s3.unfinished.size === 0);
    expect([s3.objects.size, await rowCount(app)]).toEqual([objects, rows]);
  });

  it('a service that stumbles is asked again; one that is down is told, and its client may come again', async () => {
    s3.failures = 1;
    expect((await uploader.put('stumbles', 'x')).status).toBe(201);
    s3.failures = 100;
    expect(await uploader.put('down', 'x')).toMatchObject({
      status: 503,
      body: { error: { code: 'storage_failed' } },
    });
    s3.failures = 0;
    expect((await uploader.put('down', 'x')).status).toBe(201);
  });

  it('the sweep takes objects without a row and parts of dead uploads, in this installation’s folder only', async () => {
    const sample = [...s3.objects.keys()][0] ?? '';
    const old = { bytes: Buffer.from('x'), writtenAt: new Date(Date.now() - 2 * day) };
    const orphan = `${sample.slice(0, 'onegate/12345678/'.length)}ab/${'0'.repeat(30)}`;
    s3.objects.set(orphan, old);
    s3.objects.set('onegate/00000000/ab/not-ours', old);
    s3.unfinished.set('dead', { key: orphan, parts: new Map(), begunAt: old.writtenAt });
    s3.unfinished.set('young', { key: orphan, parts: new Map(), begunAt: new Date() });
    for (const kept of s3.objects.values()) kept.writtenAt = old.writtenAt;
    const before = s3.objects.size;
    expect(await app.get(FileSweep).sweep()).toEqual({ content: 1, rows: 0, unfinished: 1 });
    expect(s3.objects.size).toBe(before - 1);
    expect(s3.objects.has(orphan)).toBe(false);
    expect([...s3.unfinished.keys()]).toEqual(['young']);
    s3.unfinished.clear();
  });
});

it('memory stays small while files pass that are larger than it', async () => {
  await uploader.put('warm-up', manyBytes(20));
  let largest = 0;
  const [before, sampling] = [
    process.memoryUsage().rss,
    setInterval(() => {
      largest = Math.max(largest, process.memoryUsage().rss);
    }, 5),
  ];
  // The bucket of this test is in this process too, so what it keeps is taken off; on disk nothing is.
  const onDisk = await Installation.create();
  const { app: api, call } = await onDisk.api();
  const one = await Uploader.of(api, call);
  const { body } = await one.put('huge.bin', manyBytes(200));
  expect(body.bytes).toBe(200 * megabyte);
  const reader = (await one.bytes(body.id)).body?.getReader();
  let read = 0;
  for (let next = await reader?.read(); next && !next.done; next = await reader?.read())
    read += next.value.length;
  clearInterval(sampling);
  await onDisk.close();
  expect(read).toBe(200 * megabyte);
  expect(largest - before).toBeLessThan(120 * megabyte);
});
