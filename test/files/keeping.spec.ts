import { readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { FileContents, FileExpiry, FileSweep } from '@onegate/gateway';
import { ApiKeysService } from '@onegate/auth';
import { Database } from '@onegate/platform';
import { freePort } from '../../scripts/stack/ports.ts';
import { administration } from '../admin/administration.ts';
import type { Caller } from '../setup/caller.ts';
import { given } from '../setup/given.ts';
import { Installation } from '../setup/installation.ts';
import { testEnvironment } from '../setup/test-environment.ts';
import { until } from '../setup/until.ts';
import { filesOnDisk, rowCount, Uploader } from './uploader.ts';

const day = 86_400_000;
const limits = {
  ONEGATE_FILES_PER_ACCOUNT: '4',
  ONEGATE_FILES_BYTES_PER_ACCOUNT: '1000',
  ONEGATE_FILES_INLINE_BYTES: '50',
};

let installation: Installation;
let app: NestFastifyApplication;
let call: Caller;

beforeAll(async () => {
  installation = await Installation.create({ env: limits });
  ({ app, call } = await installation.api());
});
afterAll(() => installation.close());

async function age(file: string): Promise<void> {
  const then = new Date(Date.now() - 2 * day);
  await utimes(file, then, then);
}

describe('whose files they are', () => {
  it('nobody else sees, reads, replaces or deletes a file', async () => {
    const [one, other] = [await Uploader.of(app, call), await Uploader.of(app, call)];
    const { body } = await one.put('mine.txt', 'mine');
    expect((await other.call.get(`/v1/files/${body.id}`)).status).toBe(404);
    expect(await other.status(body.id)).toBe(404);
    expect((await other.call.delete(`/v1/files/${body.id}`)).status).toBe(404);
    expect((await other.call.get<{ data: unknown[] }>('/v1/files')).body.data).toEqual([]);
    const theirs = await other.put('mine.txt', 'theirs');
    expect(theirs.status).toBe(201);
    expect(await one.text(body.id)).toBe('mine');
  });

  it('a key for an organization and the same person’s own key see different files', async () => {
    const world = await administration(app, call);
    const { id: tenantId } = await world.tenant();
    const user = await given(app).user();
    const key = async (tenant: number | null) => {
      const made = await app.get(ApiKeysService).create({ userId: user.id, name: 'k', tenantId: tenant });
      return new Uploader(call.signedIn(made.value), made.value);
    };
    await app
      .get(Database)
      .query(
        "insert into memberships (public_id, tenant_id, user_id, role, created_at) values ('mbr_files', $1, $2, 'member', now())",
        [tenantId, user.id],
      );
    const [own, organization] = [await key(null), await key(tenantId)];
    const { body } = await organization.put('x', 'of the organization');
    expect(await organization.text(body.id)).toBe('of the organization');
    expect(await own.status(body.id)).toBe(404);
    expect(await (await key(tenantId)).text(body.id)).toBe('of the organization');
  });

  it('an account has so many files and bytes, exactly, also when uploads come at once', async () => {
    const one = await Uploader.of(app, call);
    const answers = await Promise.all(Array.from({ length: 8 }, () => one.form(new Blob(['x'.repeat(100)]))));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(4);
    expect(answers.filter(({ status }) => status === 403)).toHaveLength(4);
    const kept = answers.find(({ status }) => status === 200);
    expect((await one.put('fifth', 'x')).body).toMatchObject({ error: { code: 'too_many' } });
    await one.call.delete(`/v1/files/${kept?.body.id}`);
    expect((await one.put('big', 'x'.repeat(701))).body).toMatchObject({ error: { code: 'quota_exceeded' } });
    expect((await one.put('big', 'x'.repeat(700))).status).toBe(201);
    expect((await one.put('big', 'y'.repeat(700))).status).toBe(200);
  });
});

describe('content on the disk', () => {
  it('is encrypted, and readable by nobody else on the machine', async () => {
    const one = await Uploader.of(app, call);
    const before = await filesOnDisk(installation);
    await one.put('secret.txt', 'a very plain secret');
    const file = (await filesOnDisk(installation)).find((name) => !before.includes(name)) ?? '';
    expect(file).not.toContain('secret');
    expect(await readFile(file, 'latin1')).not.toContain('plain');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect((await stat(path.dirname(file))).mode & 0o777).toBe(0o700);
  });

  it('that was tampered with is never given out, and that is lost says so', async () => {
    const one = await Uploader.of(app, call);
    const before = await filesOnDisk(installation);
    const { body } = await one.put('doc.txt', 'x'.repeat(400));
    const file = (await filesOnDisk(installation)).find((name) => !before.includes(name)) ?? '';
    await writeFile(file, Buffer.alloc(400));
    expect(await one.status(body.id)).toBe(500);
    await rm(file);
    expect(await one.status(body.id)).toBe(500);
  });

  it('is there for every API process and after a restart', async () => {
    const one = await Uploader.of(app, call);
    const { body } = await one.put('a', 'shared');
    const second = await installation.api();
    expect(await new Uploader(one.call.at(second.call.url), one.key).text(body.id)).toBe('shared');
  });
});

describe('a call to a model', () => {
  it('gets the files of its account, so many bytes of them', async () => {
    const user = await given(app).user();
    const key = await given(app).apiKey(user);
    const one = new Uploader(call.signedIn(key), key);
    const small = await one.put('a.pdf', 'x'.repeat(30), { 'content-type': 'application/pdf' });
    const other = await one.put('b.txt', 'y'.repeat(30));
    const read = app.get(FileContents).readerFor({ kind: 'user', id: user.id });
    const found = await read(small.body.id);
    expect(found).toMatchObject({ filename: 'a.pdf', mimeType: 'application/pdf' });
    expect(String(found.data)).toBe('x'.repeat(30));
    expect(await read(small.body.id)).toBe(found);
    await expect(read(other.body.id)).rejects.toMatchObject({ code: 'file.too_large_for_call' });
    await expect(read('file-none')).rejects.toMatchObject({ code: 'file.not_found' });
    const stranger = app.get(FileContents).readerFor({ kind: 'organization', id: user.id });
    await expect(stranger(small.body.id)).rejects.toMatchObject({ code: 'file.not_found' });
  });
});

describe('keeping order', () => {
  it('a file whose time is up is invisible at once, and deleted by the job', async () => {
    const one = await Uploader.of(app, call);
    const { body } = await one.form(new Blob(['x']), { expires_in_seconds: '3600' });
    await app
      .get(Database)
      .query("update files set expires_at = now() - interval '1 second' where public_id = $1", [body.id]);
    expect(await one.status(body.id)).toBe(404);
    expect((await one.call.get<{ data: unknown[] }>('/v1/files')).body.data).toEqual([]);
    const before = (await filesOnDisk(installation)).length;
    expect(await app.get(FileExpiry).removeExpired()).toEqual({ removed: 1 });
    expect(await filesOnDisk(installation)).toHaveLength(before - 1);
  });

  it('content without a row goes after a day, rows without content as well, the rest stays', async () => {
    const one = await Uploader.of(app, call);
    const before = await filesOnDisk(installation);
    const [kept, lost, young] = [
      await one.put('a', 'kept'),
      await one.put('b', 'lost'),
      await one.put('c', 'young'),
    ];
    const made = (await filesOnDisk(installation)).filter((name) => !before.includes(name));
    const database = app.get(Database);
    const fileOf = async (id: string) => {
      const [row] = await database.query<{ name: string }>(
        'select storage_name as name from files where public_id = $1',
        [id],
      );
      return made.find((file) => file.endsWith(row?.name ?? 'none')) ?? '';
    };
    await age(await fileOf(kept.body.id));
    await rm(await fileOf(lost.body.id));
    await rm(await fileOf(young.body.id));
    await database.query("update files set updated_at = now() - interval '2 days' where public_id = $1", [
      lost.body.id,
    ]);
    const orphan = path.join(path.dirname(await fileOf(kept.body.id)), 'ffffffffffffffffffffffffffffff');
    await writeFile(orphan, 'x');
    expect(await app.get(FileSweep).sweep()).toEqual({ content: 0, rows: 1, unfinished: 0 });
    await age(orphan);
    expect(await app.get(FileSweep).sweep()).toEqual({ content: 1, rows: 0, unfinished: 0 });
    expect(await one.text(kept.body.id)).toBe('kept');
    expect((await one.call.get(`/v1/files/${lost.body.id}`)).status).toBe(404);
    expect((await one.call.get(`/v1/files/${young.body.id}`)).status).toBe(200);
  });

  it('an API process that is killed leaves no row, and the sweep takes what it left on the disk', async () => {
    const port = await freePort();
    const main = path.join(import.meta.dirname, '../../dist/apps/api/src/main.js');
    const env = testEnvironment({
      ...limits,
      ONEGATE_FILES_BYTES_PER_ACCOUNT: '100000000',
      DATABASE_URL: installation.config.database.url,
      ONEGATE_REDIS_PREFIX: installation.config.redis.keyPrefix,
      ONEGATE_DATA_DIR: installation.config.runtime.dataDir,
      PORT: `${port}`,
    });
    const child = spawn(process.execPath, [main], { env, stdio: 'ignore' });
    installation.onClose(async () => void child.kill('SIGKILL'));
    const at = call.at(`http://127.0.0.1:${port}`);
    await until('the process to listen', () => at.get('/health/ready').catch(() => undefined));
    const one = await Uploader.of(app, call);
    const [rows, before] = [await rowCount(app), await filesOnDisk(installation)];
    const socket = await new Uploader(one.call.at(at.url), one.key).raw(
      'PUT /v1/files/killed HTTP/1.1\r\ncontent-length: 50000000',
    );
    socket.write(Buffer.alloc(2_000_000, 1));
    const [left = ''] = await until('bytes on the disk', async () => {
      const made = (await filesOnDisk(installation)).filter((name) => !before.includes(name));
      return made.length > 0 && made;
    });
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(await rowCount(app)).toBe(rows);
    expect((await app.get(FileSweep).sweep()).unfinished).toBe(0);
    await age(left);
    expect((await app.get(FileSweep).sweep()).unfinished).toBe(1);
    expect(await filesOnDisk(installation)).not.toContain(left);
  });

  it('the worker has a processor for both jobs', async () => {
    await installation.worker();
  });

  it('a folder that is not mounted is no reason to forget the files', async () => {
    const one = await Uploader.of(app, call);
    const { body } = await one.put('a', 'x');
    const database = app.get(Database);
    await database.query("update files set updated_at = now() - interval '2 days'");
    for (const file of await filesOnDisk(installation)) await rm(file);
    const rows = await rowCount(app);
    expect(await app.get(FileSweep).sweep()).toEqual({ content: 0, rows: 0, unfinished: 0 });
    expect(await rowCount(app)).toBe(rows);
    expect((await one.call.get(`/v1/files/${body.id}`)).status).toBe(200);
  });
});

it('an installation says which types it takes', async () => {
  const choosy = await Installation.create({ env: { ONEGATE_FILES_TYPES: 'image/*, application/pdf' } });
  const { app, call } = await choosy.api();
  const one = await Uploader.of(app, call);
  expect((await one.put('a.png', 'x', { 'content-type': 'image/png' })).status).toBe(201);
  expect((await one.form(new Blob(['x'], { type: 'application/pdf' }), {}, 'a')).status).toBe(200);
  expect(await one.form(new Blob(['x']), {}, 'a.exe')).toMatchObject({
    status: 415,
    body: { error: { code: 'type_refused', message: expect.stringContaining('image/*, application/pdf') } },
  });
  expect(await filesOnDisk(choosy)).toHaveLength(2);
  await choosy.close();
});
