import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Database } from '@onegate/platform';
import { OrganizationClosing, TenantPurge, type Obligations } from '@onegate/tenants';
import { Subscribed } from '../account/people.ts';
import { given } from '../setup/given.ts';
import { Installation } from '../setup/installation.ts';
import {
  administration,
  type Administration,
  type Administrator,
  type Page,
  type TenantBody,
} from './administration.ts';

let installation: Installation;
let app: NestFastifyApplication;
let worker: NestFastifyApplication;
let world: Administration;
let acme: TenantBody;
let owner: Administrator;
let admin: Administrator;
let member: Administrator;
let stranger: Administrator;

beforeAll(async () => {
  installation = await Installation.create();
  const api = await installation.api();
  app = api.app;
  worker = await installation.worker();
  world = await administration(app, api.call);
});
afterAll(() => installation.close());

beforeEach(async () => {
  acme = await world.tenant('Acme');
  owner = await world.person(acme, 'owner');
  admin = await world.person(acme, 'admin');
  member = await world.person(acme);
  stranger = await world.person(await world.tenant('Other'), 'owner');
});

const notFound = { status: 404, body: { message: 'Tenant not found' } };

describe('GET /api/tenants', () => {
  it('200 with those within reach', async () => {
    const { body } = await owner.call.get<Page<TenantBody>>('/api/tenants');
    expect(body).toMatchObject({ total: 1, data: [{ id: acme.id, name: 'Acme', users_count: 3 }] });
    const all = await world.boss.get<Page<TenantBody>>(
      '/api/tenants?sort=created_at&direction=desc&per_page=2',
    );
    expect(all.body.data.map(({ name }) => name)).toEqual(['Other', 'Acme']);
  });

  it('200 with a search that takes % as it stands', async () => {
    await world.tenant('100 % wool');
    expect(await world.boss.get('/api/tenants?search=%25')).toMatchObject({ body: { total: 1 } });
  });

  it('403 for a member', async () => {
    expect(await member.call.get('/api/tenants')).toMatchObject({ status: 403 });
  });
});

describe('GET /api/tenants/{id}', () => {
  it('200 with a page of its users', async () => {
    const { status, body } = await admin.call.get<TenantBody>(`/api/tenants/${acme.id}?per_page=2`);
    expect(status).toBe(200);
    expect(body).toMatchObject({ id: acme.id, public_id: expect.stringMatching(/^org_/), users_count: 3 });
    expect(body.users.map(({ email }) => email)).toEqual([owner.email, admin.email]);
    expect(Object.keys(body)).toEqual(expect.arrayContaining(['created_at', 'updated_at']));
  });

  it('404 for another tenant and for nothing, 403 for a member', async () => {
    expect(await stranger.call.get(`/api/tenants/${acme.id}`)).toMatchObject(notFound);
    for (const id of ['0', '99999999', 'nonsense']) {
      expect(await world.boss.get(`/api/tenants/${id}`)).toMatchObject(notFound);
    }
    expect(await member.call.get(`/api/tenants/${acme.id}`)).toMatchObject({ status: 403 });
  });
});

describe('POST /api/tenants', () => {
  it('201 with a tenant that nobody belongs to yet, whatever else was sent', async () => {
    const created = await world.boss.post<TenantBody>('/api/tenants', {
      name: ' New ',
      id: 1,
      balance: 1_000_000,
      owner_id: member.id,
    });
    expect(created).toMatchObject({ status: 201, body: { name: 'New', users_count: 0 } });
    expect(created.body.id).not.toBe(1);
  });

  it('422 with a complaint per field', async () => {
    expect(await world.boss.post('/api/tenants', {})).toMatchObject({
      status: 422,
      body: { message: 'The name field is required.', errors: { name: ['The name field is required.'] } },
    });
    for (const name of ['', '  ', 'x'.repeat(101), 7, 'two\nlines']) {
      expect(await world.boss.post('/api/tenants', { name })).toMatchObject({ status: 422 });
    }
  });

  it('403 for whoever does not administer the platform, with a key as well', async () => {
    for (const who of [owner, admin, member]) {
      expect(await who.call.post('/api/tenants', { name: 'Mine' })).toMatchObject({ status: 403 });
    }
    const boss = await given(app).superAdmin();
    const key = world.boss.signedIn(await given(app).apiKey(boss));
    expect(await key.post('/api/tenants', { name: 'By key' })).toMatchObject({ status: 403 });
  });
});

describe('PUT /api/tenants/{id}', () => {
  it('200 with the new name, and nothing else changed', async () => {
    const renamed = await admin.call.put<TenantBody>(`/api/tenants/${acme.id}`, {
      name: 'Acme & Sons',
      id: 1,
      public_id: 'org_x',
      deleted_at: '2020-01-01',
    });
    expect(renamed).toMatchObject({
      status: 200,
      body: { id: acme.id, public_id: acme.public_id, name: 'Acme & Sons' },
    });
  });

  it('404 for another tenant, 403 for a member, 422 without a name', async () => {
    const path = `/api/tenants/${acme.id}`;
    expect(await stranger.call.put(path, { name: 'Mine' })).toMatchObject(notFound);
    expect(await member.call.put(path, { name: 'Mine' })).toMatchObject({ status: 403 });
    expect(await admin.call.put(path, {})).toMatchObject({ status: 422 });
  });
});

describe('DELETE /api/tenants/{id}', () => {
  it('200, and it is gone for everybody at once', async () => {
    expect(await owner.call.delete(`/api/tenants/${acme.id}`)).toMatchObject({
      status: 200,
      body: { message: 'Tenant deleted' },
    });
    expect(await world.boss.get(`/api/tenants/${acme.id}`)).toMatchObject(notFound);
    expect(await owner.call.get(`/api/tenants/${acme.id}`)).toMatchObject(notFound);
    expect(await world.boss.get(`/api/users?tenant_id=${acme.id}`)).toMatchObject(notFound);
    expect(await world.boss.get(`/api/users/${member.id}`)).toMatchObject({
      body: { tenant: null, roles: [] },
    });
    expect(await owner.call.get('/api/tenants')).toMatchObject({ status: 403 });
  });

  it('404 for another tenant; 403 for an admin and a member', async () => {
    expect(await stranger.call.delete(`/api/tenants/${acme.id}`)).toMatchObject(notFound);
    for (const who of [admin, member]) {
      expect(await who.call.delete(`/api/tenants/${acme.id}`)).toMatchObject({ status: 403 });
    }
  });

  it('409 with the reasons while money or a subscription remains', async () => {
    const closing = app.get<{ obligations: Obligations }>(OrganizationClosing);
    const { obligations } = closing;
    closing.obligations = new Subscribed();
    expect(await owner.call.delete(`/api/tenants/${acme.id}`)).toMatchObject({
      status: 409,
      body: { message: expect.stringContaining('subscription') },
    });
    closing.obligations = obligations;
    expect(await owner.call.get(`/api/tenants/${acme.id}`)).toMatchObject({ status: 200 });
  });
});

describe('the purge', () => {
  it('takes a deleted tenant away for good once its time is up, and not before', async () => {
    await owner.call.delete(`/api/tenants/${acme.id}`);
    const database = app.get(Database);
    const remains = async () => (await database.query('select from tenants where id = $1', [acme.id])).length;
    await worker.get(TenantPurge).purge();
    expect(await remains()).toBe(1);
    await database.query("update tenants set deleted_at = now() - interval '31 days' where id = $1", [
      acme.id,
    ]);
    expect(await worker.get(TenantPurge).purge()).toEqual({ purged: 1, kept: 0 });
    expect(await remains()).toBe(0);
    expect(await world.boss.get(`/api/users/${member.id}`)).toMatchObject({ status: 200 });
  });
});
