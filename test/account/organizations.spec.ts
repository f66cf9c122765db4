import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Database } from '@onegate/platform';
import { OrganizationClosing, type Obligations } from '@onegate/tenants';
import type { Caller } from '../setup/caller.ts';
import { Installation } from '../setup/installation.ts';
import { until } from '../setup/until.ts';
import { people, refusal, Subscribed, type Enveloped } from './people.ts';

let installation: Installation;
let app: NestFastifyApplication;
let call: Caller;
let world: ReturnType<typeof people>;

beforeAll(async () => {
  installation = await Installation.create();
  ({ app, call } = await installation.api());
  world = people(app, call);
});
afterAll(() => installation.close());

const all = '/api/v1/organizations';
const config = JSON.stringify({ version: 'v1', telemetryEnabled: false });

describe('POST /api/v1/organizations', () => {
  it('200 and who founds it owns it', async () => {
    const ada = await world.person();
    const answer = await ada.call.post(all, { name: ' Acme ' });
    expect(answer).toMatchObject({
      status: 200,
      body: {
        success: true,
        data: {
          id: expect.stringMatching(/^org_/),
          name: 'Acme',
          memberCount: 1,
          remoteConfigEnabled: false,
        },
      },
    });
    expect((await ada.call.get('/api/v1/users/me')).body).toMatchObject({
      data: { organizations: [{ name: 'Acme', roles: ['owner'] }] },
    });
  });

  it('200 and fields that are nobody’s to choose are ignored', async () => {
    const ada = await world.person();
    const { body } = await ada.call.post<Enveloped<{ id: string }>>(all, {
      name: 'Acme',
      id: 'org_00000000000000000000000000',
      publicId: 'org_00000000000000000000000000',
      role: 'super-admin',
      memberCount: 9,
      balance: 5,
      deletedAt: '2020-01-01',
    });
    expect(body.data.id).not.toContain('org_0000000000');
    expect(body.data).toMatchObject({ memberCount: 1 });
  });

  it.each([[{}], [{ name: '' }], [{ name: 'x'.repeat(101) }], [{ name: 'a\nb' }], [{ name: null }]])(
    '400 for %j, with a text for the field',
    async (body) => {
      const { call: ada } = await world.person();
      expect(await ada.post(all, body)).toMatchObject({
        status: 400,
        body: { success: false, errors: { name: [expect.any(String)] } },
      });
    },
  );
});

describe('GET and PUT /api/v1/organizations/{id}', () => {
  it('200 for a member to read, for an admin to rename', async () => {
    const acme = await world.organization();
    const member = await world.joined(acme, 'member');
    const admin = await world.joined(acme, 'admin');
    expect(await admin.call.put(acme.path, { name: 'Acme 2' })).toMatchObject({
      status: 200,
      body: { data: { id: acme.id, name: 'Acme 2', memberCount: 3 } },
    });
    expect(await member.call.get(acme.path)).toMatchObject({
      status: 200,
      body: { data: { name: 'Acme 2' } },
    });
  });

  it('200 and only the name can be changed by sending it', async () => {
    const acme = await world.organization();
    const before = await tenantRow(acme.id);
    const change = { name: 'New', id: 'x', publicId: 'x', deletedAt: '2020-01-01', tenant_id: 1, balance: 9 };
    expect((await acme.owner.call.put(acme.path, change)).status).toBe(200);
    expect(await tenantRow(acme.id)).toEqual({ ...before, name: 'New' });
  });

  it('403 for a member who renames', async () => {
    const acme = await world.organization();
    const member = await world.joined(acme, 'member');
    expect(await member.call.put(acme.path, { name: 'Mine' })).toMatchObject(refusal(403));
  });
});

describe('DELETE /api/v1/organizations/{id}', () => {
  it('204 for the owner; it is gone for everybody, and nobody draws on it any more', async () => {
    const acme = await world.organization();
    const member = await world.joined(acme, 'member');
    const token = await world.invited(acme, 'late@example.com', 'member');
    await member.call.put('/api/v1/users/active-account', { organizationId: acme.id });
    expect((await acme.owner.call.delete(acme.path)).status).toBe(204);
    for (const person of [acme.owner, member]) {
      expect(await person.call.get(acme.path)).toMatchObject(refusal(404, 'Organization not found'));
      expect((await person.call.get('/api/v1/users/me')).body).toMatchObject({ data: { organizations: [] } });
    }
    expect((await acme.owner.call.delete(acme.path)).status).toBe(404);
    const late = await world.person();
    expect(await late.call.post('/api/v1/invites/accept', { token })).toMatchObject(refusal(404));
    expect((await acme.owner.call.delete('/api/v1/users/me')).status).toBe(204);
  });

  it('409 with the reason while something is still owed, and nothing happens', async () => {
    const acme = await world.organization();
    const closing = app.get<{ obligations: Obligations }>(OrganizationClosing);
    const { obligations } = closing;
    closing.obligations = new Subscribed();
    try {
      const answer = await acme.owner.call.delete(acme.path);
      expect(answer).toMatchObject(refusal(409, expect.stringContaining('subscription')));
    } finally {
      closing.obligations = obligations;
    }
    expect((await acme.owner.call.get(acme.path)).status).toBe(200);
  });

  it('403 for admins and members', async () => {
    const acme = await world.organization();
    for (const role of ['admin', 'member'] as const) {
      const { call: person } = await world.joined(acme, role);
      expect(await person.delete(acme.path)).toMatchObject(refusal(403));
    }
    expect((await acme.owner.call.get(acme.path)).status).toBe(200);
  });
});

describe('/api/v1/organizations/{id}/remote-config', () => {
  it('200: admins put it, members read it, and it is sealed in the database', async () => {
    const acme = await world.organization();
    const [admin, member] = [await world.joined(acme, 'admin'), await world.joined(acme, 'member')];
    const path = `${acme.path}/remote-config`;
    const off = { status: 200, body: { success: true, data: { enabled: false, value: '' } } };
    expect(await member.call.get(path)).toMatchObject(off);
    const on = { status: 200, body: { success: true, data: { enabled: true, value: config } } };
    expect(await admin.call.put(path, { enabled: true, value: config })).toMatchObject(on);
    expect(await member.call.get(path)).toMatchObject(on);
    expect((await member.call.get(acme.path)).body).toMatchObject({ data: { remoteConfigEnabled: true } });
    const rows = await app.get(Database).query('select * from remote_configs');
    expect(JSON.stringify(rows)).not.toContain('telemetryEnabled');
    expect(await admin.call.put(path, off.body.data)).toMatchObject(off);
    expect(await member.call.get(path)).toMatchObject(off);
    expect(await admin.call.put(path, { enabled: true })).toMatchObject(on);
  });

  it('200 at users/me: that of the active account, else of the first; null when nobody prescribes anything', async () => {
    const ada = await world.person();
    const path = '/api/v1/users/me/remote-config';
    expect(await ada.call.get(path)).toMatchObject({ status: 200, body: { success: true, data: null } });
    const [first, second] = [await world.organization(ada), await world.organization(ada)];
    const other = JSON.stringify({ version: 'v1', kanbanEnabled: true });
    await ada.call.put(`${first.path}/remote-config`, { enabled: true, value: config });
    await ada.call.put(`${second.path}/remote-config`, { enabled: true, value: other });
    const organizations = [first, second].map(({ id }) => ({ organizationId: id, name: 'Acme' }));
    expect((await ada.call.get(path)).body).toEqual({
      success: true,
      data: { organizationId: first.id, value: config, enabled: true, organizations },
    });
    await ada.call.put('/api/v1/users/active-account', { organizationId: second.id });
    expect((await ada.call.get(path)).body).toMatchObject({
      data: { organizationId: second.id, value: other, organizations: expect.arrayContaining(organizations) },
    });
  });

  it('403 for a member who puts it', async () => {
    const acme = await world.organization();
    const { call: member } = await world.joined(acme, 'member');
    const answer = await member.put(`${acme.path}/remote-config`, { enabled: true, value: config });
    expect(answer).toMatchObject(refusal(403));
  });

  it.each([
    ['no value to enable', { enabled: true }, 'value'],
    ['no JSON', { enabled: true, value: '{' }, 'value'],
    ['no version', { enabled: true, value: '{}' }, 'value'],
    ['a wrong type', { enabled: true, value: '{"version":"v1","globalRules":[{}]}' }, 'value'],
    ['no switch', { value: config }, 'enabled'],
    ['an object instead of its text', { enabled: true, value: { version: 'v1' } }, 'value'],
  ])('400 for %s, with a text for the field', async (_what, body, field) => {
    const acme = await world.organization();
    expect(await acme.owner.call.put(`${acme.path}/remote-config`, body)).toMatchObject({
      status: 400,
      body: { success: false, errors: { [field]: expect.arrayContaining([expect.any(String)]) } },
    });
  });
});

describe('GET /api/v1/organizations/{id}/api-keys', () => {
  interface Keys {
    readonly providerApiKeys: string;
    readonly items: { userId: string }[];
    readonly nextToken?: string;
  }

  it('200: provider keys for every editor; the keys that draw on it, all for an admin, else the own', async () => {
    const acme = await world.organization();
    const member = await world.joined(acme, 'member');
    for (const who of [acme.owner, member]) await world.key(who, acme);
    await world.key(member);
    await acme.owner.call.put(`${acme.path}/provider-keys/litellm`, { apiKey: 'sk-litellm' });
    await acme.owner.call.put(`${acme.path}/provider-keys/anthropic`, { apiKey: 'sk-ant' });
    const path = `${acme.path}/api-keys`;
    const forOwner = await acme.owner.call.get<Enveloped<Keys>>(path);
    expect(forOwner).toMatchObject({ status: 200, body: { success: true } });
    expect(JSON.parse(forOwner.body.data.providerApiKeys)).toEqual({
      anthropic: 'sk-ant',
      litellm: 'sk-litellm',
    });
    const owners = forOwner.body.data.items.map(({ userId }) => userId);
    expect(owners).toEqual([member.user.publicId, acme.owner.user.publicId]);
    const { body } = await member.call.get<Enveloped<Keys>>(path);
    expect(body.data.providerApiKeys).toBe(forOwner.body.data.providerApiKeys);
    expect(body.data.items).toMatchObject([{ userId: member.user.publicId, name: 'Key' }]);
    const first = await acme.owner.call.get<Enveloped<Keys>>(`${path}?limit=1`);
    const cursor = first.body.data.nextToken;
    const second = await acme.owner.call.get<Enveloped<Keys>>(`${path}?limit=1&cursor=${cursor}`);
    expect([...first.body.data.items, ...second.body.data.items].map(({ userId }) => userId)).toEqual(owners);
  });
});

describe('keys of an organization', () => {
  it('die within a second when it is deleted or their owner is removed', async () => {
    const acme = await world.organization();
    const member = await world.joined(acme, 'member');
    const [his, mine] = [await world.key(member, acme), await world.key(acme.owner, acme)];
    const dead = (key: string) => async () => (await call.signedIn(key).get(acme.path)).status === 401;
    for (const key of [his, mine]) expect((await call.signedIn(key).get(acme.path)).status).toBe(200);
    await acme.owner.call.delete(`${acme.path}/members`, { memberIds: [member.memberId] });
    await until('the key of who left to die', dead(his), 1_000);
    expect((await call.signedIn(mine).get(acme.path)).status).toBe(200);
    await acme.owner.call.delete(acme.path);
    await until('the key of who stayed to die', dead(mine), 1_000);
  });
});

describe('provider keys', () => {
  it('204: admins set and remove them, and they are sealed in the database', async () => {
    const acme = await world.organization();
    const admin = await world.joined(acme, 'admin');
    const path = `${acme.path}/provider-keys/litellm`;
    expect((await admin.call.put(path, { apiKey: 'sk-very-secret' })).status).toBe(204);
    expect((await admin.call.put(path, { apiKey: 'sk-more-secret' })).status).toBe(204);
    const rows = await app.get(Database).query('select * from provider_keys, audit_entries');
    expect(JSON.stringify(rows)).not.toMatch(/sk-(very|more)-secret/);
    expect((await admin.call.delete(path)).status).toBe(204);
    expect((await admin.call.delete(path)).status).toBe(404);
  });

  it('403 for members, 400 for what is no key, 404 for what is no name of a provider', async () => {
    const acme = await world.organization();
    const member = await world.joined(acme, 'member');
    const path = `${acme.path}/provider-keys`;
    expect(await member.call.put(`${path}/litellm`, { apiKey: 'x' })).toMatchObject(refusal(403));
    expect(await member.call.delete(`${path}/litellm`)).toMatchObject(refusal(403));
    for (const body of [{}, { apiKey: '' }, { apiKey: 'a b' }, { apiKey: 'x\u0000' }]) {
      expect(await acme.owner.call.put(`${path}/litellm`, body)).toMatchObject({
        status: 400,
        body: { errors: { apiKey: [expect.any(String)] } },
      });
    }
    expect(await acme.owner.call.put(`${path}/%00`, { apiKey: 'x' })).toMatchObject(refusal(404));
  });
});

describe('the audit log', () => {
  it('says who changed what, and no secret', async () => {
    const acme = await world.organization();
    await acme.owner.call.put(acme.path, { name: 'Renamed' });
    await acme.owner.call.put(`${acme.path}/remote-config`, { enabled: true, value: config });
    const token = await world.invited(acme, 'new@example.com', 'member');
    const entries = await app.get(Database).query<{ action: string }>(
      `select action, actor_email, changes from audit_entries e join tenants t on t.id = e.tenant_id
       where t.public_id = $1 order by e.id`,
      [acme.id],
    );
    expect(entries.map(({ action }) => action)).toEqual([
      'organization.created',
      'organization.updated',
      'remote_config.updated',
      'invite.sent',
    ]);
    expect(entries[1]).toMatchObject({
      actor_email: acme.owner.user.email,
      changes: { name: { from: 'Acme', to: 'Renamed' } },
    });
    expect(JSON.stringify(entries)).not.toContain('telemetryEnabled');
    expect(JSON.stringify(entries)).not.toContain(token);
  });
});

async function tenantRow(publicId: string): Promise<Record<string, unknown>> {
  const rows = await app
    .get(Database)
    .query<Record<string, unknown>>('select * from tenants where public_id = $1', [publicId]);
  const { updated_at: _touched, ...row } = rows[0] ?? {};
  return row;
}
