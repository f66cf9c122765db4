import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { KeySignIn } from '@onegate/auth';
import { Database } from '@onegate/platform';
import {
  people,
  refusal,
  type Enveloped,
  type Items,
  type Organization,
  type Person,
} from '../account/people.ts';
import type { Caller } from '../setup/caller.ts';
import { given } from '../setup/given.ts';
import { Installation } from '../setup/installation.ts';
import { until } from '../setup/until.ts';
import { signedIn } from './signing-in.ts';

interface KeyItem {
  readonly id: string;
  readonly key?: string;
  readonly redactedValue: string;
  readonly lastUsedAt: string | null;
}

const all = '/api/v1/api-keys';
let installation: Installation;
let app: NestFastifyApplication;
let call: Caller;
let world: ReturnType<typeof people>;

beforeAll(async () => {
  installation = await Installation.create({ env: { ONEGATE_TRUSTED_PROXIES: '127.0.0.1' } });
  ({ app, call } = await installation.api());
  world = people(app, call);
});
afterAll(() => installation.close());

async function make(caller: Caller, more: object = {}): Promise<{ id: string; key: string; caller: Caller }> {
  const { body } = await caller.post<Enveloped<{ id: string; key: string }>>(all, { name: 'Build', ...more });
  const { id, key } = body.data;
  return { id, key, caller: call.signedIn(key) };
}

async function list(caller: Caller): Promise<KeyItem[]> {
  const { body } = await caller.get<Enveloped<Items<KeyItem>>>(all);
  return body.data.items;
}

const limits = {
  expiresAt: '2999-01-01T00:00:00.000Z',
  quotaUsd: '12.5',
  quotaPeriod: 'monthly',
  requestsPerMinute: 60,
  tokensPerMinute: 100_000,
  concurrentRequests: 4,
  allowedModels: ['gpt-4o-mini', 'anthropic/claude-sonnet-4-6'],
  allowedIps: ['127.0.0.0/8', '2001:db8::/32', '198.51.100.7'],
};

describe('POST /api/v1/api-keys', () => {
  it('200 with the key, once and nowhere else', async () => {
    const ada = await world.person();
    const answer = await ada.call.post<Enveloped<KeyItem>>(all, { name: ' Build ', ...limits });
    expect(answer).toMatchObject({
      status: 200,
      body: {
        success: true,
        data: {
          id: expect.stringMatching(/^key_/),
          key: expect.stringMatching(/^sk-onegate-[A-Za-z0-9]{40}$/),
          name: 'Build',
          organizationId: null,
          ...limits,
          quotaUsd: '12.500000000',
        },
      },
    });
    const value = answer.body.data.key ?? 'none';
    expect(answer.body.data.redactedValue).toBe(`sk-onegate-...${value.slice(-4)}`);
    for (const path of [all, `${all}/${answer.body.data.id}`])
      expect(JSON.stringify((await ada.call.get(path)).body)).not.toContain(value);
    const rows = await app.get(Database).query('select * from api_keys');
    expect(JSON.stringify(rows)).not.toContain(value);
  });

  it('200 without limits: nothing, or null, is none', async () => {
    const ada = await world.person();
    const unlimited = Object.fromEntries(Object.keys(limits).map((name) => [name, null]));
    for (const body of [{ name: 'A' }, { name: 'A', organizationId: null, ...unlimited }])
      expect((await ada.call.post(all, body)).body).toMatchObject({
        data: { ...unlimited, quotaPeriod: 'none', organizationId: null },
      });
  });

  it('200 and fields that are nobody’s to choose are ignored', async () => {
    const [ada, bob] = [await world.person(), await world.person()];
    const key = await make(ada.call, {
      userId: bob.user.id,
      tenantId: 1,
      key: 'sk-onegate-chosen',
      value: 'sk-onegate-chosen',
      publicId: 'key_x',
      isSuperAdmin: true,
      lastUsedAt: '2020-01-01T00:00:00Z',
    });
    expect(key.key).not.toContain('chosen');
    expect(await key.caller.get('/api/auth/me')).toMatchObject({ body: { id: ada.user.id, roles: [] } });
    expect(await list(bob.call)).toEqual([]);
  });

  it.each([
    [{ name: '' }],
    [{ name: 'x'.repeat(101) }],
    [{ expiresAt: '2001-01-01T00:00:00Z' }],
    [{ expiresAt: 'tomorrow' }],
    [{ quotaUsd: '-1' }],
    [{ quotaUsd: '0.0000000001' }],
    [{ quotaUsd: 'lots' }],
    [{ quotaPeriod: 'hourly' }],
    [{ requestsPerMinute: 0 }],
    [{ tokensPerMinute: 1.5 }],
    [{ concurrentRequests: -3 }],
    [{ allowedModels: [] }],
    [{ allowedIps: ['10.0.0.0/33'] }],
    [{ allowedIps: ['example.com'] }],
  ])('400 for %j', async (wrong) => {
    const ada = await world.person();
    expect(await ada.call.post(all, { name: 'Build', ...wrong })).toMatchObject(refusal(400));
    expect(await list(ada.call)).toEqual([]);
  });

  it('404 for an organization that he does not belong to, also for a super-admin', async () => {
    const acme = await world.organization();
    const stranger = await world.person();
    const body = { name: 'Build', organizationId: acme.id };
    const root = await signedIn(call, await given(app).superAdmin());
    expect(await stranger.call.post(all, body)).toMatchObject(refusal(404, 'Organization not found'));
    expect(await root.call.post(all, body)).toMatchObject(refusal(404));
    expect(await stranger.call.post(all, { ...body, organizationId: 'org_x' })).toMatchObject(refusal(404));
  });

  it('401 without a credential', async () => {
    expect(await call.post(all, { name: 'x' })).toMatchObject(refusal(401));
  });
});

describe('what a key may do', () => {
  let acme: Organization;
  let admin: Person;

  beforeAll(async () => {
    acme = await world.organization();
    admin = await world.joined(acme, 'admin');
  });

  it('a personal key gives no say in any organization', async () => {
    const { caller } = await make(admin.call);
    expect(await caller.get('/api/v1/users/me')).toMatchObject({ status: 200 });
    expect(await caller.get(`${acme.path}/members`)).toMatchObject(refusal(404));
  });

  it('a key of an organization has its owner’s say there and nowhere else', async () => {
    const other = await world.organization(admin);
    const { caller } = await make(admin.call, { organizationId: acme.id });
    expect(await caller.get(`${acme.path}/members`)).toMatchObject({ status: 200 });
    expect(await caller.get(`${other.path}/members`)).toMatchObject(refusal(404));
  });

  it('a key of a super-admin administers nothing', async () => {
    const root = await given(app).superAdmin();
    const key = await given(app).apiKey(root);
    expect(await call.signedIn(key).get('/api/audit-log')).toMatchObject({ status: 403 });
    expect(await call.signedIn(key).get(`${acme.path}/members`)).toMatchObject(refusal(404));
  });

  it('a key that is not limited makes keys for its own account only', async () => {
    const personal = await make(admin.call);
    const ofAcme = await make(admin.call, { organizationId: acme.id });
    const cross = { name: 'Cross', organizationId: acme.id };
    expect(await personal.caller.post(all, cross)).toMatchObject(refusal(404));
    expect((await ofAcme.caller.post(all, { name: 'Same' })).body).toMatchObject({
      data: { organizationId: acme.id },
    });
    expect((await list(personal.caller)).map(({ id }) => id)).not.toContain(ofAcme.id);
  });

  it.each(Object.entries(limits).filter(([name]) => name !== 'quotaPeriod'))(
    '403 to manage keys with a key that is limited in %s',
    async (name, limit) => {
      const { id, caller } = await make(admin.call, { [name]: limit });
      expect(await caller.post(all, { name: 'More' })).toMatchObject(refusal(403));
      expect(await caller.patch(`${all}/${id}`, { [name]: null })).toMatchObject(refusal(403));
      expect(await caller.post(`${all}/${id}/rotate`, {})).toMatchObject(refusal(403));
      expect(await caller.delete(`${all}/${id}`)).toMatchObject(refusal(403));
    },
  );

  it('whoever calls with it is known to admission with all its limits', async () => {
    const { id, key } = await make(admin.call, { ...limits, allowedIps: null, organizationId: acme.id });
    const { key: grant, keyId, sessionId } = await app.get(KeySignIn).principalOf(key);
    expect({ grant, sessionId }).toMatchObject({
      sessionId: null,
      grant: {
        id: keyId,
        publicId: id,
        tenantId: expect.any(Number),
        quotaNanoUsd: 12_500_000_000n,
        quotaPeriod: 'monthly',
        requestsPerMinute: 60,
        tokensPerMinute: 100_000,
        concurrentRequests: 4,
        allowedModels: limits.allowedModels,
        isUnlimited: false,
      },
    });
  });
});

describe('signing in with a key', () => {
  it('works on every surface, in every form', async () => {
    const { key } = await make((await world.person()).call);
    const forms: Record<string, string>[] = [
      { authorization: `Bearer ${key}` },
      { authorization: `Bearer Bearer ${key}` },
      { authorization: `bearer workos:${key}` },
      { 'x-api-key': key },
    ];
    for (const headers of forms)
      for (const path of ['/api/auth/me', all, '/v1/auth/verify'])
        expect(await call.with(headers).get(path)).toMatchObject({ status: 200 });
    expect(await call.signedIn(key).post('/v1/chat/completions', {})).toMatchObject({ status: 400 });
  });

  it('403 from an address outside its ranges', async () => {
    const { caller } = await make((await world.person()).call, { allowedIps: ['198.51.100.0/24'] });
    expect(await caller.with({ 'x-forwarded-for': '198.51.100.9' }).get(all)).toMatchObject({ status: 200 });
    expect(await caller.with({ 'x-forwarded-for': '198.51.101.9' }).get(all)).toMatchObject(refusal(403));
    expect(await caller.get(all)).toMatchObject(refusal(403));
  });

  it('401 once it has expired, without anybody doing anything', async () => {
    const { call: person } = await world.person();
    const expiresAt = new Date(Date.now() + 2_000).toISOString();
    const { caller } = await make(person, { expiresAt });
    expect(await caller.get(all)).toMatchObject({ status: 200 });
    await until('the key to expire', async () => (await caller.get(all)).status === 401);
    expect(await caller.get(all)).toMatchObject(refusal(401, 'The API key has expired.'));
  });

  it('shows when it was last used, without a write for each call', async () => {
    const ada = await world.person();
    const { id, caller } = await make(ada.call);
    expect((await list(ada.call))[0]?.lastUsedAt).toBeNull();
    await Promise.all(Array.from({ length: 20 }, () => caller.get('/v1/auth/verify')));
    await until('the last use', async () => (await list(ada.call))[0]?.lastUsedAt);
    const [row] = await app
      .get(Database)
      .query<{ xmin: string }>('select xmin from api_keys where public_id = $1', [id]);
    await Promise.all(Array.from({ length: 20 }, () => caller.get('/v1/auth/verify')));
    const [again] = await app
      .get(Database)
      .query<{ xmin: string }>('select xmin from api_keys where public_id = $1', [id]);
    expect(again).toEqual(row);
  });
});

describe('PATCH /api/v1/api-keys/{id}', () => {
  it('200: what is named changes, null lifts, the rest stays', async () => {
    const ada = await world.person();
    const { id } = await make(ada.call, limits);
    const change = { name: 'Renamed', requestsPerMinute: null, quotaUsd: 3 };
    expect((await ada.call.patch(`${all}/${id}`, change)).body).toMatchObject({
      data: { ...limits, name: 'Renamed', requestsPerMinute: null, quotaUsd: '3.000000000' },
    });
    expect((await ada.call.get(`${all}/${id}`)).body).toMatchObject({ data: { name: 'Renamed' } });
  });

  it('400 for wrong limits', async () => {
    const ada = await world.person();
    const { id } = await make(ada.call);
    expect(await ada.call.patch(`${all}/${id}`, { requestsPerMinute: 0 })).toMatchObject(refusal(400));
  });
});

describe('POST /api/v1/api-keys/{id}/rotate', () => {
  it('200 with a new value, while the old one works until the grace is over', async () => {
    const ada = await world.person();
    const old = await make(ada.call);
    const { body } = await ada.call.post<Enveloped<{ key: string; previousValueUntil: string }>>(
      `${all}/${old.id}/rotate`,
      { graceSeconds: 1 },
    );
    const fresh = call.signedIn(body.data.key);
    expect(body.data.key).not.toBe(old.key);
    expect(await fresh.get(all)).toMatchObject({ status: 200 });
    expect(await old.caller.get(all)).toMatchObject({ status: 200 });
    await until('the old value to end', async () => (await old.caller.get(all)).status === 401);
    expect(Date.now()).toBeGreaterThanOrEqual(Date.parse(body.data.previousValueUntil));
    expect(await fresh.get(all)).toMatchObject({ status: 200 });
  });

  it('200 with a day of grace unless told otherwise', async () => {
    const ada = await world.person();
    const { id } = await make(ada.call);
    const { body } = await ada.call.post<Enveloped<{ previousValueUntil: string }>>(`${all}/${id}/rotate`);
    expect(Date.parse(body.data.previousValueUntil)).toBeGreaterThan(Date.now() + 86_000_000);
  });

  it('of two at once one succeeds or both in order, and the newest value always works', async () => {
    const ada = await world.person();
    const { id } = await make(ada.call);
    const answers = await Promise.all(
      [1, 2, 3].map(() => ada.call.post<Enveloped<{ key: string }>>(`${all}/${id}/rotate`, {})),
    );
    const shown = answers.filter(({ status }) => status === 200).map(({ body }) => body.data.key);
    const works = await Promise.all(shown.map(async (key) => (await call.signedIn(key).get(all)).status));
    expect(works).toContain(200);
    expect(answers.every(({ status }) => status === 200 || status === 409)).toBe(true);
  });
});

describe('the keys of others', () => {
  it('404 for everything, and a member does not see those of his colleagues', async () => {
    const acme = await world.organization();
    const [bob, eve] = [await world.joined(acme, 'member'), await world.joined(acme, 'member')];
    const stranger = await world.person();
    const { id } = await make(bob.call, { organizationId: acme.id });
    const personal = await make(bob.call);
    for (const [who, key] of [
      [stranger, id],
      [eve, id],
      [acme.owner, personal.id],
    ] as const) {
      const path = `${all}/${key}`;
      expect(await who.call.get(path)).toMatchObject(refusal(404, 'API key not found'));
      expect(await who.call.patch(path, { name: 'Mine' })).toMatchObject(refusal(404));
      expect(await who.call.post(`${path}/rotate`, {})).toMatchObject(refusal(404));
      expect(await who.call.delete(path)).toMatchObject(refusal(404));
    }
    expect(await list(bob.call)).toHaveLength(2);
  });

  it('an admin sees and revokes those that draw on his organization, but cannot get their value', async () => {
    const acme = await world.organization();
    const bob = await world.joined(acme, 'member');
    const { id, caller } = await make(bob.call, { organizationId: acme.id });
    const { call: owner } = acme.owner;
    expect(await owner.get(`${all}/${id}`)).toMatchObject({ status: 200 });
    expect(await owner.post(`${all}/${id}/rotate`, {})).toMatchObject(refusal(403));
    expect(await owner.delete(`${all}/${id}`)).toMatchObject({ status: 204 });
    expect(await caller.get(all)).toMatchObject(refusal(401));
  });
});

describe('DELETE /api/v1/api-keys/{id}', () => {
  it('204, and the key neither works nor shows any more', async () => {
    const ada = await world.person();
    const { id, caller } = await make(ada.call);
    expect(await ada.call.delete(`${all}/${id}`)).toMatchObject({ status: 204 });
    expect(await caller.get(all)).toMatchObject(refusal(401));
    expect(await list(ada.call)).toEqual([]);
    expect(await ada.call.delete(`${all}/${id}`)).toMatchObject(refusal(404));
  });
});
