import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Database } from '@onegate/platform';
import { administration, type Administration, type TenantBody } from '../admin/administration.ts';
import { Installation } from '../setup/installation.ts';
import { JsonServer } from './json-server.ts';
import { ScimServer, scimToken } from './scim-server.ts';
import { synchronisation, type Synchronisation } from './synchronisation.ts';

let installation: Installation;
let guarded: Installation;
let database: Database;
let world: Administration;
let scim: ScimServer;
let json: JsonServer;
let tenant: TenantBody;
let at: Synchronisation;
let path: string;

beforeAll(async () => {
  installation = await Installation.create();
  const { app, call } = await installation.api();
  await installation.worker();
  database = app.get(Database);
  world = await administration(app, call);
});
afterAll(() => installation.close());

beforeEach(async () => {
  scim = await ScimServer.start();
  json = await JsonServer.start();
  tenant = await world.tenant();
  path = `/api/tenants/${tenant.id}/directory`;
  at = synchronisation(world.boss, tenant);
});
afterEach(() => Promise.all([scim.close(), json.close()]));

describe('the directory of a tenant', () => {
  it('is set, read, tried out and let go; its credentials are never shown, and sealed where they are kept', async () => {
    scim.become({ id: 'a', email: 'a@set.example', name: 'Ada' });
    expect(await world.boss.get(path)).toMatchObject({ status: 404 });
    const set = await at.connect(scim);
    expect(set).toMatchObject({
      status: 200,
      body: { tenant_id: tenant.id, kind: 'scim', has_credentials: true, max_departure_percent: 20 },
    });
    const read = await world.boss.get(path);
    expect(read.body).toEqual(set.body);
    expect(JSON.stringify([set.body, read.body])).not.toContain(scimToken);
    const [row] = await database.query<{ sealed_credentials: string }>(
      'select sealed_credentials from directories where tenant_id = $1',
      [tenant.id],
    );
    expect(row?.sealed_credentials).not.toContain(scimToken);
    expect(await world.boss.post(`${path}/test`)).toMatchObject({
      status: 200,
      body: { ok: true, total: 1, unreadable: 0, sample: [{ external_id: 'a', name: 'Ada' }] },
    });
    expect(await at.people()).toEqual({});
    expect(await world.boss.delete(path)).toMatchObject({ status: 200 });
    expect(await world.boss.get(path)).toMatchObject({ status: 404 });
  });

  it('keeps its credentials when others settings change, but does not take them to another place', async () => {
    await at.connect(scim);
    const settings = { kind: 'scim', base_url: `${scim.url}/`, sync_every_minutes: 15 };
    expect(await world.boss.put(path, settings)).toMatchObject({
      status: 200,
      body: { has_credentials: true },
    });
    expect(await world.boss.post(`${path}/test`)).toMatchObject({ body: { ok: true } });
    expect(await world.boss.put(path, { ...settings, base_url: json.url })).toMatchObject({
      status: 422,
      body: { errors: { credentials: [expect.any(String)] } },
    });
  });

  it('says in a sentence what is wrong with it when it is tried out', async () => {
    await at.connect(scim, { credentials: { type: 'bearer', token: 'wrong' } });
    expect(await world.boss.post(`${path}/test`)).toMatchObject({
      status: 200,
      body: { ok: false, message: expect.stringContaining('401') },
    });
  });

  it('422 with a complaint per field', async () => {
    const wrong = { kind: 'ldap', base_url: 'file:///etc/passwd', max_departure_percent: 101 };
    const { status, body } = await world.boss.put<{ errors: object }>(path, wrong);
    expect(status).toBe(422);
    expect(Object.keys(body.errors).toSorted()).toEqual(['base_url', 'kind', 'max_departure_percent']);
    const host = { type: 'header', name: 'Host', value: 'x' };
    for (const credentials of [host, { type: 'bearer', token: 'two\r\nlines' }]) {
      expect(await at.connect(scim, { credentials })).toMatchObject({ status: 422 });
    }
  });

  it('is the owners’ to set: admins may read it, members may not, to strangers it does not exist', async () => {
    const body = { kind: 'scim', base_url: scim.url };
    const owner = await world.person(tenant, 'owner');
    const admin = await world.person(tenant, 'admin');
    const member = await world.person(tenant, 'member');
    const stranger = await world.person(await world.tenant(), 'owner');
    expect(await owner.call.put(path, body)).toMatchObject({ status: 200 });
    expect(await admin.call.get(path)).toMatchObject({ status: 200 });
    for (const [who, status] of [
      [admin, 403],
      [member, 403],
      [stranger, 404],
    ] as const) {
      expect(await who.call.put(path, body)).toMatchObject({ status });
      expect(await who.call.delete(path)).toMatchObject({ status });
    }
    expect(await member.call.get(path)).toMatchObject({ status: 403 });
    expect(await stranger.call.get(path)).toMatchObject({ status: 404 });
    expect(await stranger.call.post(`${path}/test`)).toMatchObject({ status: 404 });
  });
});

describe('a JSON directory', () => {
  const mapping = {
    items: 'data.people',
    id: 'key',
    email: 'contact.email',
    name: 'full_name',
    active: 'state',
  };
  const listed = (count: number) =>
    Array.from({ length: count }, (_, index) => ({
      key: 1_000 + index,
      contact: { email: `P${index}@Json.example` },
      full_name: `Person ${index}`,
      state: index === 0 ? 'Disabled' : 'active',
    }));
  const connect = (paging: object, more: object = {}) =>
    world.boss.put(path, {
      kind: 'json',
      base_url: json.url,
      credentials: { type: 'header', name: 'X-Directory-Key', value: json.key },
      mapping: { ...mapping, paging, ...more },
    });

  it('is read by page number, by cursor, by link, or as it is', async () => {
    json.items = listed(5);
    for (const paging of [
      { by: 'number', parameter: 'page' },
      { by: 'cursor', parameter: 'cursor', next: 'meta.cursor' },
      { by: 'link', next: 'meta.link' },
    ]) {
      expect(await connect(paging)).toMatchObject({ status: 200 });
      expect(await at.sync()).toMatchObject({ state: 'completed', counts: { seen: 5, problems: 0 } });
    }
    json.pageSize = 100;
    await connect({ by: 'none' });
    expect(await at.sync()).toMatchObject({ counts: { seen: 5, unchanged: 4 } });
    expect(Object.keys(await at.people()).toSorted()).toEqual(
      [1, 2, 3, 4].map((index) => `p${index}@json.example`),
    );
  });

  it('that says how many there are is held to it', async () => {
    json.items = listed(5);
    json.claimedTotal = 9;
    await connect({ by: 'cursor', next: 'meta.cursor' }, { total: 'meta.total' });
    expect(await at.sync()).toMatchObject({ state: 'failed', failure: expect.stringContaining('5 of 9') });
  });

  it('that gives the same page for ever is left', async () => {
    json.items = listed(5);
    json.ignoresPaging = true;
    await connect({ by: 'number' });
    expect(await at.sync()).toMatchObject({ state: 'failed', failure: expect.stringContaining('again') });
  });

  it('that links to another place does not get the credentials carried there', async () => {
    json.items = listed(5);
    json.linksTo = scim.url;
    await connect({ by: 'link', next: 'meta.link' });
    expect(await at.sync()).toMatchObject({
      state: 'failed',
      failure: expect.stringContaining('another place'),
    });
    expect(scim.pagesServed).toBe(0);
  });

  it('that answers something else is told apart', async () => {
    await connect({ by: 'none' }, { items: 'nowhere' });
    expect(await at.sync()).toMatchObject({ state: 'failed', failure: expect.stringContaining('mapping') });
  });
});

describe('addresses of the internal network', () => {
  beforeAll(async () => {
    guarded = await Installation.create({ env: { ONEGATE_ALLOW_PRIVATE_UPSTREAMS: 'false' } });
    await guarded.worker();
  });
  afterAll(() => guarded.close());

  it('422 when they are set; and a name that leads there is not called', async () => {
    const { app, call } = await guarded.api();
    const there = await administration(app, call);
    const inside = await there.tenant();
    const put = (base_url: string) =>
      there.boss.put(`/api/tenants/${inside.id}/directory`, { kind: 'scim', base_url });
    for (const url of [
      'https://127.0.0.1/',
      'https://169.254.169.254/',
      'https://[::1]/',
      'http://example.com/',
    ]) {
      expect(await put(url)).toMatchObject({
        status: 422,
        body: { errors: { base_url: [expect.any(String)] } },
      });
    }
    expect(await put('https://localhost:8443/scim')).toMatchObject({ status: 200 });
    expect(await there.boss.post(`/api/tenants/${inside.id}/directory/test`)).toMatchObject({
      body: { ok: false, message: expect.stringContaining('may call') },
    });
    expect(await synchronisation(there.boss, inside).sync()).toMatchObject({ state: 'failed' });
  });
});
