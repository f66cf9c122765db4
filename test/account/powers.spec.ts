import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Caller } from '../setup/caller.ts';
import { given, password } from '../setup/given.ts';
import { Installation } from '../setup/installation.ts';
import { people, refusal, type Enveloped, type Organization } from './people.ts';

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

const needsSession = 'This cannot be done with an API key. Sign in as a person.';
const another = 'another correct horse';

/** What an administrator of people can set about one. */
const accountFields = (): [string, object][] => [
  ['password', { password: another }],
  ['e-mail', { email: 'stolen@example.com' }],
  ['name', { name: 'Somebody else' }],
];

describe('somebody who joined an organization keeps his own account', () => {
  it('403 for its owner to change anything of it', async () => {
    const acme = await world.organization();
    const { user } = await world.joined(acme, 'member');
    for (const [field, change] of accountFields()) {
      const answer = await acme.owner.call.put(`/api/users/${user.id}`, change);
      expect([field, answer]).toMatchObject([
        field,
        { status: 403, body: { message: expect.stringContaining('joined') } },
      ]);
    }
    expect(await call.post('/api/auth/login', { email: user.email, password })).toMatchObject({
      status: 200,
    });
  });

  it('403 for its owner to make him a person of another tenant of his', async () => {
    const acme = await world.organization();
    const other = await world.organization(acme.owner);
    const { user } = await world.joined(acme, 'member');
    const [tenantId] = await tenantIdsOf(other);
    const answer = await acme.owner.call.put(`/api/users/${user.id}`, { tenant_id: tenantId });
    expect(answer).toMatchObject({ status: 403 });
  });

  it('403 for one’s own e-mail, also for who has founded an organization', async () => {
    const { owner } = await world.organization();
    const answer = await owner.call.put(`/api/users/${owner.user.id}`, { email: 'ceo@example.com' });
    expect(answer).toMatchObject({
      status: 403,
      body: { message: expect.stringContaining('you can change the name') },
    });
  });
});

describe('an API key', () => {
  it('403 on the admin surface: it signs nobody in', async () => {
    const acme = await world.organization();
    const [tenantId] = await tenantIdsOf(acme);
    const key = call.signedIn(await world.key(acme.owner, acme));
    const mate = { name: 'Mate', email: 'mate@example.com', password: another, tenant_id: tenantId };
    for (const answer of [
      await key.put(`/api/users/${acme.owner.user.id}`, { password: another }),
      await key.post('/api/users', { ...mate, roles: ['owner'] }),
      await key.get('/api/users'),
      await key.get('/api/audit-log'),
      await key.get('/api/auth/sessions'),
    ]) {
      expect(answer).toMatchObject({ status: 403, body: { message: expect.stringContaining('API key') } });
    }
  });

  it('403 to spend the money of a card by itself, now or later', async () => {
    const person = await world.person();
    const key = call.signedIn(await world.key(person));
    const answer = await key.put('/api/v1/users/me/auto-top-up', {
      enabled: true,
      thresholdCents: 1000,
      amountCents: 500000,
    });
    expect(answer).toMatchObject(refusal(403, needsSession));
  });

  it('403 with limits for everything that changes an account', async () => {
    const { owner, path } = await world.organization();
    const { body } = await owner.call.post<Enveloped<{ key: string }>>('/api/v1/api-keys', {
      name: 'A cent',
      quotaUsd: '0.01',
    });
    const key = call.signedIn(body.data.key);
    const refused = refusal(403, expect.stringContaining('A key with limits cannot change'));
    expect(await key.delete('/api/v1/users/me')).toMatchObject(refused);
    const invites = [{ email: 'friend@example.com', role: 'owner' }];
    expect(await key.post(`${path}/invites`, { invites })).toMatchObject(refused);
    expect(await key.get('/api/v1/users/me')).toMatchObject({ status: 200 });
  });
});

it('409 to delete the account of the last administrator', async () => {
  const boss = await given(app).superAdmin();
  const { body } = await call.post<{ access_token: string }>('/api/auth/login', {
    email: boss.email,
    password,
  });
  const mine = call.signedIn(body.access_token);
  expect(await mine.delete('/api/v1/users/me')).toMatchObject(
    refusal(409, expect.stringContaining('Nobody else administers')),
  );
  await given(app).superAdmin();
  expect(await mine.delete('/api/v1/users/me')).toMatchObject({ status: 204 });
});

async function tenantIdsOf({ owner }: Organization): Promise<number[]> {
  const { body } = await owner.call.get<{ data: { id: number }[] }>('/api/tenants');
  return body.data.map(({ id }) => id).toSorted((one, other) => other - one);
}
