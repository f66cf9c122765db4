import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Database } from '@onegate/platform';
import { Installation } from '../setup/installation.ts';
import { people, type Organization, type Person } from './people.ts';

let installation: Installation;
let app: NestFastifyApplication;
let world: ReturnType<typeof people>;
let acme: Organization;
let other: Organization;
let ben: Person & { memberId: string };
/** What a caller may wish to choose himself, in every spelling that code could trip over. */
let wishes: Record<string, unknown>;

beforeAll(async () => {
  installation = await Installation.create();
  const api = await installation.api();
  app = api.app;
  world = people(app, api.call);
});
afterAll(() => installation.close());

beforeEach(async () => {
  [acme, other] = [await world.organization(), await world.organization()];
  ben = await world.joined(acme, 'member');
  const otherId = Number((await rows('tenants', other.id))[0]?.id);
  wishes = {
    id: 1,
    publicId: 'x',
    tenant_id: otherId,
    tenantId: otherId,
    organization_id: other.id,
    orgId: other.id,
    user_id: other.owner.user.id,
    userId: other.owner.user.publicId,
    status: 'accepted',
    acceptedAt: '2020-01-01T00:00:00.000Z',
    expiresAt: '2099-01-01T00:00:00.000Z',
    tokenHash: 'x',
    isSuperAdmin: true,
    is_admin: true,
    balance: 1_000_000,
    roles: ['owner'],
    constructor: { prototype: { role: 'owner' } },
  };
});

function rows(table: string, publicId: string): Promise<Record<string, unknown>[]> {
  return app.get(Database).query(`select * from ${table} where public_id = $1`, [publicId]);
}

it('an invite goes into the organization of the path, open and with the role that was asked for', async () => {
  const body = { invites: [{ email: 'x@example.com', role: 'member', ...wishes }], ...wishes };
  const answer = await acme.owner.call.post(`${acme.path}/invites`, body);
  expect(answer).toMatchObject({ status: 200, body: { data: { items: [{ role: 'member' }] } } });
  const [invite] = await app.get(Database).query<Record<string, unknown>>(
    `select t.public_id, i.accepted_at, i.expires_at < now() + interval '8 days' as soon from invites i
     join tenants t on t.id = i.tenant_id where i.email = 'x@example.com' order by i.id desc limit 1`,
  );
  expect(invite).toEqual({ public_id: acme.id, accepted_at: null, soon: true });
});

it('an accepted invite gives the role and the organization that it was sent for', async () => {
  const eve = await world.person();
  const token = await world.invited(acme, eve.user.email, 'member');
  const answer = await eve.call.post('/api/v1/invites/accept', {
    ...wishes,
    token,
    role: 'owner',
    organizationId: other.id,
    email: other.owner.user.email,
  });
  expect(answer).toMatchObject({ body: { data: { organizationId: acme.id, roles: ['member'] } } });
});

it('a change of role changes the role and nothing else', async () => {
  const [before] = await rows('memberships', ben.memberId);
  await acme.owner.call.put(`${acme.path}/members/${ben.memberId}/role`, { ...wishes, role: 'admin' });
  expect(await rows('memberships', ben.memberId)).toEqual([{ ...before, role: 'admin' }]);
});

it('settings are those of the organization of the path', async () => {
  const value = '{"version":"v1"}';
  const config = { ...wishes, organizationId: other.id, enabled: true, value };
  expect((await acme.owner.call.put(`${acme.path}/remote-config`, config)).status).toBe(200);
  const key = { ...wishes, organizationId: other.id, provider: 'openai', apiKey: 'sk-x' };
  expect((await acme.owner.call.put(`${acme.path}/provider-keys/litellm`, key)).status).toBe(204);
  expect((await other.owner.call.get(`${other.path}/remote-config`)).body).toMatchObject({
    data: { enabled: false },
  });
  expect((await other.owner.call.get(`${other.path}/api-keys`)).body).toMatchObject({
    data: { providerApiKeys: '{}' },
  });
});

it('the active account is chosen for oneself', async () => {
  await ben.call.put('/api/v1/users/active-account', { ...wishes, organizationId: acme.id });
  expect((await ben.call.get('/api/v1/users/me')).body).toMatchObject({
    data: { active_account_id: acme.id },
  });
  const { user } = other.owner;
  expect((await other.owner.call.get('/api/v1/users/me')).body).toMatchObject({
    data: { active_account_id: user.publicId },
  });
});
