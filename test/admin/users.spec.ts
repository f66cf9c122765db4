import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Database } from '@onegate/platform';
import { User } from '@onegate/tenants';
import type { Caller } from '../setup/caller.ts';
import { given, password } from '../setup/given.ts';
import { Installation } from '../setup/installation.ts';
import { until } from '../setup/until.ts';
import {
  administration,
  type Administration,
  type Administrator,
  type Page,
  type PersonBody,
  type TenantBody,
} from './administration.ts';

let installation: Installation;
let app: NestFastifyApplication;
let call: Caller;
let world: Administration;
let acme: TenantBody;
let owner: Administrator;
let admin: Administrator;
let member: Administrator;
let stranger: Administrator;

beforeAll(async () => {
  installation = await Installation.create();
  ({ app, call } = await installation.api());
  world = await administration(app, call);
});
afterAll(() => installation.close());

beforeEach(async () => {
  acme = await world.tenant();
  owner = await world.person(acme, 'owner');
  admin = await world.person(acme, 'admin');
  member = await world.person(acme, 'member');
  stranger = await world.person(await world.tenant('Other'), 'owner');
});

let made = 0;
function newcomer(more: object = {}) {
  made += 1;
  return { name: `Newcomer ${made}`, email: `newcomer${made}@example.com`, password, ...more };
}

const emailsOf = ({ body }: { body: Page<PersonBody> }) => body.data.map(({ email }) => email);
const complaintAbout = (field: string) => ({
  status: 422,
  body: { message: expect.any(String), errors: { [field]: [expect.any(String)] } },
});

describe('GET /api/users', () => {
  it('200 with those within reach in a Laravel page; all of them for a super-admin', async () => {
    const { body } = await admin.call.get<Page<PersonBody>>('/api/users?sort=email&direction=desc');
    expect(emailsOf({ body })).toEqual([member.email, admin.email, owner.email]);
    expect(body).toMatchObject({ total: 3, per_page: 15, current_page: 1, from: 1, to: 3 });
    const everybody = await world.boss.get<Page<PersonBody>>('/api/users?tenant_id=all&per_page=1');
    expect(everybody.body.total).toBeGreaterThan(4);
    const theirs = await world.boss.get<Page<PersonBody>>(`/api/users?tenant_id=${acme.id}`);
    expect(emailsOf(theirs)).toEqual([owner.email, admin.email, member.email]);
  });

  it('200 by page, with links that keep the filter, and no more than a hundred at once', async () => {
    const first = await admin.call.get<Page<PersonBody>>('/api/users?search=somebody&per_page=2&page=1');
    expect(first.body).toMatchObject({ total: 3, last_page: 2, per_page: 2 });
    expect(first.body.next_page_url).toMatch(/\/api\/users\?search=somebody&per_page=2&page=2$/);
    expect(await admin.call.get('/api/users?per_page=100000')).toMatchObject({ body: { per_page: 100 } });
  });

  it('200 with a search that takes % and _ as they stand', async () => {
    await world.boss.post('/api/users', newcomer({ name: 'Hundred % sure', tenant_id: acme.id }));
    await world.boss.post('/api/users', newcomer({ name: 'under_score', tenant_id: acme.id }));
    const found = async (text: string) =>
      (await admin.call.get<Page<PersonBody>>(`/api/users?search=${encodeURIComponent(text)}`)).body.total;
    expect([await found('%'), await found('_'), await found('\\'), await found('UNDER_')]).toEqual([
      1, 1, 0, 1,
    ]);
    expect(await found("' or 1=1 --")).toBe(0);
    expect(await found('\u0000')).toBe(5);
  });

  it('422 for a sort that is not offered, and other nonsense', async () => {
    for (const query of [
      'sort=password_hash',
      'direction=up',
      'page=0',
      'page=x',
      'tenant_id=-1',
      'sort=id&sort=name',
    ]) {
      expect(await admin.call.get(`/api/users?${query}`)).toMatchObject({ status: 422 });
    }
  });

  it('404 for another tenant, 403 for a member, 401 for nobody', async () => {
    expect(await stranger.call.get(`/api/users?tenant_id=${acme.id}`)).toMatchObject({
      status: 404,
      body: { message: 'Tenant not found' },
    });
    expect(await member.call.get('/api/users')).toMatchObject({ status: 403 });
    expect(await call.get('/api/users')).toMatchObject({ status: 401 });
  });
});

describe('GET /api/users/{id}', () => {
  it('200 for oneself and for those within reach', async () => {
    expect(await member.call.get(`/api/users/${member.id}`)).toMatchObject({
      status: 200,
      body: { id: member.id, roles: ['member'], tenant_id: acme.id, tenant: { id: acme.id, name: 'Acme' } },
    });
    expect(await admin.call.get(`/api/users/${owner.id}`)).toMatchObject({ body: { roles: ['owner'] } });
    const { body } = await admin.call.get(`/api/users/${owner.id}`);
    expect(JSON.stringify(body)).not.toMatch(/password|hash/);
  });

  it('403 for a member who asks for a colleague; 404 for a stranger, and for nothing', async () => {
    expect(await member.call.get(`/api/users/${owner.id}`)).toMatchObject({ status: 403 });
    expect(await stranger.call.get(`/api/users/${owner.id}`)).toMatchObject({
      status: 404,
      body: { message: 'User not found' },
    });
    for (const id of ['0', '999999999', 'nonsense', '1e9', '99999999999999999999']) {
      expect(await world.boss.get(`/api/users/${id}`)).toMatchObject({ status: 404 });
    }
  });

  it('says nothing of the tenants that the caller does not see', async () => {
    await world.boss.put(`/api/users/${member.id}`, { tenant_id: stranger.tenant_id });
    await world.boss.put(`/api/users/${member.id}`, { tenant_id: acme.id });
    expect(await stranger.call.get(`/api/users/${member.id}`)).toMatchObject({ status: 404 });
    expect(await owner.call.get(`/api/users/${member.id}`)).toMatchObject({ status: 200 });
  });
});

describe('POST /api/users', () => {
  it('201 with somebody who can sign in, in the tenant that is the only one', async () => {
    const body = newcomer({ roles: ['admin'] });
    const created = await admin.call.post<PersonBody>('/api/users', {
      ...body,
      email: body.email.toUpperCase(),
    });
    expect(created).toMatchObject({
      status: 201,
      body: { name: body.name, email: body.email, roles: ['admin'], tenant_id: acme.id, status: 'active' },
    });
    const session = await world.session(body.email);
    expect(await session.get('/api/auth/me')).toMatchObject({ status: 200, body: { id: created.body.id } });
  });

  it('403 for a role above one’s own; nobody but a super-admin makes a super-admin', async () => {
    expect(await admin.call.post('/api/users', newcomer({ roles: ['owner'] }))).toMatchObject({
      status: 403,
    });
    expect(await owner.call.post('/api/users', newcomer({ roles: ['owner'] }))).toMatchObject({
      status: 201,
    });
    const boss = newcomer({ roles: ['super-admin'] });
    expect(await owner.call.post('/api/users', boss)).toMatchObject({ status: 403 });
    expect(await world.boss.post('/api/users', boss)).toMatchObject({
      status: 201,
      body: { roles: ['super-admin'], tenant_id: null },
    });
  });

  it('422 for an e-mail that is taken, be it in another tenant, and by whoever is first', async () => {
    const taken = complaintAbout('email');
    expect(await admin.call.post('/api/users', newcomer({ email: stranger.email }))).toMatchObject(taken);
    const same = newcomer();
    const both = await Promise.all([
      admin.call.post('/api/users', same),
      owner.call.post('/api/users', same),
    ]);
    expect(both.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 422]);
  });

  it('422 with a complaint for each field', async () => {
    const { status, body } = await admin.call.post<{ errors: object }>('/api/users', {
      name: ' ',
      email: 'nobody',
      password: 'short',
      tenant_id: 'x',
      roles: ['king'],
    });
    expect(status).toBe(422);
    expect(Object.keys(body.errors).toSorted()).toEqual([
      'email',
      'name',
      'password',
      'roles.0',
      'tenant_id',
    ]);
    expect(await admin.call.post('/api/users', {})).toMatchObject({ status: 422 });
    expect(await admin.call.post('/api/users', newcomer({ roles: ['owner', 'member'] }))).toMatchObject(
      complaintAbout('roles'),
    );
  });

  it('422 for another tenant, 403 for a member', async () => {
    const elsewhere = newcomer({ tenant_id: stranger.tenant_id });
    expect(await admin.call.post('/api/users', elsewhere)).toMatchObject(complaintAbout('tenant_id'));
    expect(await member.call.post('/api/users', newcomer())).toMatchObject({ status: 403 });
  });

  it('takes nothing that it does not offer', async () => {
    const { body } = await admin.call.post<PersonBody>(
      '/api/users',
      newcomer({ is_super_admin: true, isSuperAdmin: true, role: 'owner', id: 1, balance: 1e9, status: 'x' }),
    );
    const user = await app.get(Database).of(User).findOneByOrFail({ id: body.id });
    expect(user).toMatchObject({ isSuperAdmin: false, status: 'active' });
    expect(body.roles).toEqual(['member']);
  });
});

describe('PUT /api/users/{id}', () => {
  it('200 with what has changed, and an entry in the audit log that tells no secret', async () => {
    const email = newcomer().email;
    expect(
      await admin.call.put(`/api/users/${member.id}`, {
        name: 'New',
        email,
        password: 'a new password',
        roles: ['admin'],
      }),
    ).toMatchObject({ status: 200, body: { name: 'New', email, roles: ['admin'] } });
    expect(await call.post('/api/auth/login', { email, password })).toMatchObject({ status: 401 });
    expect(await call.post('/api/auth/login', { email, password: 'a new password' })).toMatchObject({
      status: 200,
    });
    const [entry] = await app
      .get(Database)
      .query<{ changes: Record<string, unknown>; tenant_id: string }>(
        "select changes, tenant_id from audit_entries where action = 'user.updated' and target_id = $1",
        [member.public_id],
      );
    expect(entry).toMatchObject({
      tenant_id: String(acme.id),
      changes: { roles: { from: ['member'], to: ['admin'] }, password: '[changed]' },
    });
  });

  it('200 for one’s own name; 403 for the rest of oneself without the permission', async () => {
    expect(await member.call.put(`/api/users/${member.id}`, { name: 'Myself' })).toMatchObject({
      status: 200,
      body: { name: 'Myself' },
    });
    const same = { name: 'Again', email: member.email, tenant_id: acme.id, roles: ['member'] };
    expect(await member.call.put(`/api/users/${member.id}`, same)).toMatchObject({ status: 200 });
    for (const change of [
      { email: 'other@example.com' },
      { password: 'a new password' },
      { roles: ['owner'] },
      { roles: ['super-admin'] },
      { tenant_id: stranger.tenant_id },
    ]) {
      expect(await member.call.put(`/api/users/${member.id}`, change)).toMatchObject({ status: 403 });
    }
  });

  it('a new password ends the sessions that the old one opened', async () => {
    await admin.call.put(`/api/users/${member.id}`, { password: 'a new password' });
    await until(
      'the session to be over',
      async () => (await member.call.get('/api/auth/me')).status === 401,
      1_000,
    );
  });

  it('403 for whoever would become somebody with more powers by it', async () => {
    for (const change of [{ email: 'mine@example.com' }, { password: 'a new password' }]) {
      expect(await admin.call.put(`/api/users/${owner.id}`, change)).toMatchObject({ status: 403 });
    }
    await world.boss.put(`/api/users/${member.id}`, { roles: ['super-admin', 'member'] });
    expect(await owner.call.put(`/api/users/${member.id}`, { name: 'Mine' })).toMatchObject({ status: 403 });
  });

  it('403 for the password of a member who also belongs to another tenant', async () => {
    await app.get(Database).query(
      `insert into memberships (public_id, tenant_id, user_id, role, created_at)
         values ($1, $2, $3, 'member', now())`,
      [`mem_${made}${member.id}`, stranger.tenant_id, member.id],
    );
    const change = { password: 'a new password' };
    expect(await owner.call.put(`/api/users/${member.id}`, change)).toMatchObject({ status: 403 });
    expect(await owner.call.put(`/api/users/${member.id}`, { name: 'Fine' })).toMatchObject({ status: 200 });
    expect(await world.boss.put(`/api/users/${member.id}`, change)).toMatchObject({ status: 200 });
  });

  it('403 for a role above one’s own, given or taken', async () => {
    expect(await admin.call.put(`/api/users/${member.id}`, { roles: ['owner'] })).toMatchObject({
      status: 403,
    });
    expect(await admin.call.put(`/api/users/${admin.id}`, { roles: ['owner'] })).toMatchObject({
      status: 403,
    });
    expect(await admin.call.put(`/api/users/${owner.id}`, { roles: ['member'] })).toMatchObject({
      status: 403,
    });
    expect(await owner.call.put(`/api/users/${member.id}`, { roles: ['super-admin'] })).toMatchObject({
      status: 403,
    });
  });

  it('409 for the last owner, and for a super-admin who would lock himself out', async () => {
    const lowered = { roles: ['member'] };
    expect(await owner.call.put(`/api/users/${owner.id}`, lowered)).toMatchObject({ status: 409 });
    expect(await world.boss.put(`/api/users/${world.bossId}`, { roles: [] })).toMatchObject({ status: 409 });
    await owner.call.put(`/api/users/${member.id}`, { roles: ['owner'] });
    expect(await owner.call.put(`/api/users/${owner.id}`, lowered)).toMatchObject({ status: 200 });
    expect(await owner.call.get('/api/users')).toMatchObject({ status: 403 });
  });

  it('moves somebody to another tenant within reach, and to no other', async () => {
    const move = { tenant_id: stranger.tenant_id };
    expect(await owner.call.put(`/api/users/${member.id}`, move)).toMatchObject(complaintAbout('tenant_id'));
    expect(await owner.call.put(`/api/users/${member.id}`, { tenant_id: null })).toMatchObject(
      complaintAbout('tenant_id'),
    );
    expect(await world.boss.put(`/api/users/${member.id}`, { ...move, roles: ['admin'] })).toMatchObject({
      status: 200,
      body: { tenant_id: stranger.tenant_id, roles: ['admin'] },
    });
    expect(await owner.call.get(`/api/users/${member.id}`)).toMatchObject({ status: 404 });
    expect(await stranger.call.get(`/api/users/${member.id}`)).toMatchObject({ status: 200 });
  });

  it('404 for a stranger, who changes nothing; 403 for a colleague', async () => {
    expect(await stranger.call.put(`/api/users/${member.id}`, { name: 'X' })).toMatchObject({ status: 404 });
    expect(await member.call.put(`/api/users/${admin.id}`, { name: 'X' })).toMatchObject({ status: 403 });
    expect(await world.boss.get(`/api/users/${member.id}`)).toMatchObject({ body: { name: member.name } });
  });
});

describe('DELETE /api/users/{id}', () => {
  it('200, and sessions and keys are dead within a second, and the e-mail is free', async () => {
    const user = await app.get(Database).of(User).findOneByOrFail({ id: member.id });
    const key = call.signedIn(await given(app).apiKey(user));
    expect(await key.get('/api/auth/me')).toMatchObject({ status: 200 });
    expect(await admin.call.delete(`/api/users/${member.id}`)).toMatchObject({
      status: 200,
      body: { message: 'User deleted' },
    });
    const isDead = async (caller: Caller) => (await caller.get('/api/auth/me')).status === 401;
    await until('both to be dead', async () => (await isDead(key)) && (await isDead(member.call)), 1_000);
    expect(await admin.call.get(`/api/users/${member.id}`)).toMatchObject({ status: 404 });
    expect(await admin.call.delete(`/api/users/${member.id}`)).toMatchObject({ status: 404 });
    const again = newcomer({ email: member.email });
    expect(await admin.call.post('/api/users', again)).toMatchObject({ status: 201 });
  });

  it('409 for oneself and for the last owner', async () => {
    expect(await owner.call.delete(`/api/users/${owner.id}`)).toMatchObject({ status: 409 });
    expect(await world.boss.delete(`/api/users/${owner.id}`)).toMatchObject({
      status: 409,
      body: { message: expect.stringContaining('owner') },
    });
  });

  it('403 for somebody above oneself and for a member; 404 for a stranger', async () => {
    expect(await admin.call.delete(`/api/users/${owner.id}`)).toMatchObject({ status: 403 });
    expect(await member.call.delete(`/api/users/${admin.id}`)).toMatchObject({ status: 403 });
    expect(await stranger.call.delete(`/api/users/${member.id}`)).toMatchObject({ status: 404 });
  });

  it('leaves the account to somebody who also belongs to tenants out of reach', async () => {
    await app.get(Database).query(
      `insert into memberships (public_id, tenant_id, user_id, role, created_at)
         values ($1, $2, $3, 'member', now())`,
      [`mem_two${member.id}`, stranger.tenant_id, member.id],
    );
    expect(await owner.call.delete(`/api/users/${member.id}`)).toMatchObject({ status: 200 });
    expect(await owner.call.get(`/api/users/${member.id}`)).toMatchObject({ status: 404 });
    expect(await stranger.call.get(`/api/users/${member.id}`)).toMatchObject({ status: 200 });
    expect(await member.call.get('/api/auth/me')).toMatchObject({ status: 200 });
  });
});

describe('GET /api/users/tenants-list', () => {
  it('200 with the tenants to choose from', async () => {
    expect(await owner.call.get('/api/users/tenants-list')).toMatchObject({
      status: 200,
      body: [{ id: acme.id, name: 'Acme' }],
    });
    const all = await world.boss.get<unknown[]>('/api/users/tenants-list');
    expect(all.body.length).toBeGreaterThan(2);
    expect(await member.call.get('/api/users/tenants-list')).toMatchObject({ status: 403 });
  });
});
