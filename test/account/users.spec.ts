import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Database } from '@onegate/platform';
import { AccountRemovalService, type Obligations } from '@onegate/tenants';
import type { Caller } from '../setup/caller.ts';
import { Installation } from '../setup/installation.ts';
import { until } from '../setup/until.ts';
import { people, refusal, statusesOf, Subscribed, type Enveloped } from './people.ts';

interface Me {
  readonly organizations: { organizationId: string; active: boolean; roles: string[] }[];
  readonly updatedAt: string;
}

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

const iso = expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
const me = '/api/v1/users/me';

describe('GET /api/v1/users/me', () => {
  it('200 with the shape that editors read, and none active for the personal account', async () => {
    const ada = await world.person();
    const acme = await world.organization(ada);
    const { status, body } = await ada.call.get(me);
    expect(status).toBe(200);
    expect(body).toEqual({
      success: true,
      data: {
        id: ada.user.publicId,
        email: ada.user.email,
        displayName: ada.user.name,
        name: ada.user.name,
        active_account_id: ada.user.publicId,
        organizations: [
          {
            active: false,
            memberId: await world.memberIdOf(acme, ada),
            name: 'Acme',
            organizationId: acme.id,
            roles: ['owner'],
          },
        ],
        createdAt: iso,
        updatedAt: iso,
      },
    });
  });

  it('401 without sign-in, on every route of the account', async () => {
    for (const [method, path] of [
      ['GET', me],
      ['PATCH', me],
      ['DELETE', me],
      ['POST', `${me}/accept-terms`],
      ['GET', `${me}/remote-config`],
      ['PUT', '/api/v1/users/active-account'],
    ] as const) {
      expect(await call.send(method, path)).toMatchObject(refusal(401));
    }
  });
});

describe('PATCH /api/v1/users/me', () => {
  it('200 and the name and photo are the new ones', async () => {
    const ada = await world.person();
    const photoUrl = 'https://example.com/ada.png';
    const changed = await ada.call.patch(me, { displayName: ' Ada ', photoUrl });
    expect(changed).toMatchObject({
      status: 200,
      body: { data: { displayName: 'Ada', name: 'Ada', photoUrl } },
    });
    await ada.call.patch(me, { name: 'Ada L.' });
    expect((await ada.call.get(me)).body).toMatchObject({ data: { displayName: 'Ada L.', photoUrl } });
  });

  it('200 and null takes the photo away but leaves the name', async () => {
    const ada = await world.person();
    await ada.call.patch(me, { photoUrl: 'https://example.com/ada.png' });
    const { body } = await ada.call.patch<Enveloped<object>>(me, { name: null, photoUrl: null });
    expect(body.data).toMatchObject({ displayName: ada.user.name });
    expect(body.data).not.toHaveProperty('photoUrl');
  });

  it('200 and nothing else can be changed by sending it', async () => {
    const ada = await world.person();
    const before = await rowOf(ada.user.id);
    const answer = await ada.call.patch(me, {
      id: 'usr_00000000000000000000000000',
      email: 'other@example.com',
      role: 'super-admin',
      roles: ['owner'],
      is_super_admin: true,
      isSuperAdmin: true,
      tenant_id: 1,
      tenantId: 1,
      activeTenantId: 1,
      status: 'deactivated',
      passwordHash: 'x',
      balance: 1_000_000,
      is_admin: true,
      termsAcceptedAt: '2020-01-01T00:00:00.000Z',
      __proto__: { isSuperAdmin: true },
    });
    expect(answer.status).toBe(200);
    expect(await rowOf(ada.user.id)).toEqual(before);
  });

  it.each([
    ['an empty name', { displayName: '  ' }, 'displayName'],
    ['a name with a NUL', { name: 'a\u0000b' }, 'name'],
    ['a name that is too long', { name: 'x'.repeat(101) }, 'name'],
    ['a name that is no text', { name: 7 }, 'name'],
    ['a photo that runs a script', { photoUrl: 'javascript:alert(1)' }, 'photoUrl'],
  ])('400 for %s, with a text for the field', async (_what, change, field) => {
    const { call: ada } = await world.person();
    expect(await ada.patch(me, change)).toMatchObject({
      status: 400,
      body: { success: false, error: expect.any(String), errors: { [field]: [expect.any(String)] } },
    });
  });
});

describe('POST /api/v1/users/me/accept-terms', () => {
  it('200 with the time of the first acceptance, however often', async () => {
    const { call: ada } = await world.person();
    const first = await ada.post<Enveloped<{ termsAcceptedAt: string }>>(`${me}/accept-terms`);
    expect(first).toMatchObject({ status: 200, body: { success: true, data: { termsAcceptedAt: iso } } });
    expect((await ada.post(`${me}/accept-terms`)).body).toEqual(first.body);
    const { termsAcceptedAt } = first.body.data;
    expect((await ada.get(me)).body).toMatchObject({ data: { termsAcceptedAt } });
  });
});

describe('PUT /api/v1/users/active-account', () => {
  const path = '/api/v1/users/active-account';

  it('200 and exactly one organization is active; null goes back to the personal account', async () => {
    const ada = await world.person();
    const [first, second] = [await world.organization(ada), await world.organization(ada)];
    for (const { id } of [first, second]) {
      const answer = await ada.call.put(path, { organizationId: id });
      expect(answer).toMatchObject({ status: 200, body: { success: true, data: { organizationId: id } } });
      const { body } = await ada.call.get<Enveloped<Me>>(me);
      const active = body.data.organizations.filter((organization) => organization.active);
      expect(active.map(({ organizationId }) => organizationId)).toEqual([id]);
      expect(body.data).toMatchObject({ active_account_id: id });
    }
    await ada.call.put(path, { organizationId: null });
    const { body } = await ada.call.get<Enveloped<Me>>(me);
    expect(body.data.organizations.map(({ active }) => active)).toEqual([false, false]);
  });

  it("404 alike for somebody else's organization, an unknown one and a malformed id", async () => {
    const ada = await world.person();
    const foreign = await world.organization();
    for (const organizationId of [foreign.id, 'org_01k00000000000000000000000', 'org_', 'x', '', '1']) {
      expect(await ada.call.put(path, { organizationId })).toMatchObject(
        refusal(404, 'Organization not found'),
      );
    }
  });

  it('400 when the field is missing or no text', async () => {
    const { call: ada } = await world.person();
    for (const body of [{}, { organizationId: 7 }]) {
      expect(await ada.put(path, body)).toMatchObject({
        status: 400,
        body: { errors: { organizationId: [expect.any(String)] } },
      });
    }
  });
});

describe('DELETE /api/v1/users/me', () => {
  it('204: signed out everywhere, gone from his organizations, e-mail free, personal data gone, row kept', async () => {
    const acme = await world.organization();
    const ben = await world.joined(acme, 'admin');
    expect((await ben.call.delete(me)).status).toBe(204);
    await until('the session to die', async () => (await ben.call.get(me)).status === 401, 1_000);
    expect(await world.memberIdOf(acme, ben)).toBe('');
    const row = await rowOf(ben.user.id);
    expect(row).toMatchObject({ status: 'deleted', password_hash: null, public_id: ben.user.publicId });
    expect(await traces(ben.user.email)).toEqual([]);
  });

  it('409 while he is the last owner of an organization, and nothing happens', async () => {
    const ada = await world.person();
    const acme = await world.organization(ada);
    expect(await ada.call.delete(me)).toMatchObject(refusal(409, expect.stringContaining('Acme')));
    expect((await ada.call.get(me)).status).toBe(200);
    await world.joined(acme, 'owner');
    expect((await ada.call.delete(me)).status).toBe(204);
  });

  it('409 with the reason while something is still owed, and nothing happens', async () => {
    const ada = await world.person();
    const removal = app.get<{ obligations: Obligations }>(AccountRemovalService);
    const { obligations } = removal;
    removal.obligations = new Subscribed();
    try {
      expect(await ada.call.delete(me)).toMatchObject(refusal(409, expect.stringContaining('subscription')));
    } finally {
      removal.obligations = obligations;
    }
    expect((await ada.call.get(me)).status).toBe(200);
  });

  it('403 with the key of an organization: it acts there and nowhere else', async () => {
    const acme = await world.organization();
    const ben = await world.joined(acme, 'member');
    const key = await world.key(ben, acme);
    expect(await call.signedIn(key).delete(me)).toMatchObject(refusal(403));
    expect((await ben.call.get(me)).status).toBe(200);
  });

  it('and his keys die within a second, personal or not', async () => {
    const acme = await world.organization();
    const ben = await world.joined(acme, 'member');
    const keys = [await world.key(ben), await world.key(ben, acme)];
    for (const key of keys) expect((await call.signedIn(key).get(me)).status).toBe(200);
    await ben.call.delete(me);
    for (const key of keys) {
      await until('the key to die', async () => (await call.signedIn(key).get(me)).status === 401, 1_000);
    }
    expect(await app.get(Database).query('select from sessions where user_id = $1', [ben.user.id])).toEqual(
      [],
    );
  });

  it('of two owners who go at once, one stays', async () => {
    const acme = await world.organization();
    const ben = await world.joined(acme, 'owner');
    const answers = await Promise.all([acme.owner.call.delete(me), ben.call.delete(me)]);
    expect(statusesOf(answers)).toEqual([204, 409]);
  });
});

async function rowOf(userId: number): Promise<Record<string, unknown> | undefined> {
  const rows = await app
    .get(Database)
    .query<Record<string, unknown>>('select * from users where id = $1', [userId]);
  const { updated_at: _touched, ...row } = rows[0] ?? {};
  return row;
}

/** Tables that still hold this address. */
async function traces(email: string): Promise<string[]> {
  const tables = ['users', 'memberships', 'invites', 'audit_entries'];
  const rows = await Promise.all(
    tables.map(async (table) => {
      const found = await app
        .get(Database)
        .query(`select from ${table} t where t::text like '%' || $1 || '%'`, [email]);
      return found.length > 0 ? [table] : [];
    }),
  );
  return rows.flat();
}
