import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { ChangeNews, Database, RedisChannels } from '@onegate/platform';
import { userChanged } from '@onegate/tenants';
import type { Redis } from 'ioredis';
import { REDIS_SUBSCRIBER } from '../../libs/platform/src/redis/redis-connection.ts';
import { people } from '../account/people.ts';
import type { Caller } from '../setup/caller.ts';
import { given } from '../setup/given.ts';
import { Installation } from '../setup/installation.ts';
import { until } from '../setup/until.ts';
import { claimsOf, signedIn } from './signing-in.ts';

/** What the invariant allows from the answer of one process to the refusal of every other. */
const second = 1_000;

let installation: Installation;
let one: { app: NestFastifyApplication; call: Caller };
let other: { app: NestFastifyApplication; call: Caller };

beforeAll(async () => {
  installation = await Installation.create();
  one = await installation.api();
  other = await installation.api();
});
afterAll(() => installation.close());

/** A key, and a caller that uses it at the other process. */
async function keyOf(call: Caller, more: object = {}): Promise<{ id: string; caller: Caller }> {
  const { body } = await call.post<{ data: { id: string; key: string } }>('/api/v1/api-keys', {
    name: 'Test',
    ...more,
  });
  return { id: body.data.id, caller: other.call.signedIn(body.data.key) };
}

/** Lets the connection for news go deaf: nothing arrives any more, and nothing says so. */
async function silence(app: NestFastifyApplication): Promise<void> {
  await app.get<Redis>(REDIS_SUBSCRIBER).unsubscribe();
}

/** Waits until that process refuses, and fails when it takes longer than it may. */
async function refuses(caller: Caller, path = '/api/auth/me'): Promise<void> {
  await until(
    'the other process to refuse',
    async () => {
      const { status } = await caller.get(path);
      return status === 401 || status === 403;
    },
    second,
  );
}

async function accepts(caller: Caller, path = '/api/auth/me'): Promise<void> {
  for (let times = 0; times < 3; times += 1) expect(await caller.get(path)).toMatchObject({ status: 200 });
}

describe('within a second the other process knows of', () => {
  it('a logout', async () => {
    const session = await signedIn(one.call, await given(one.app).user());
    const there = session.call.at(other.call.url);
    await accepts(there);
    await session.call.post('/api/auth/logout');
    await refuses(there);
  });

  it('one session ended and all sessions ended', async () => {
    const user = await given(one.app).user();
    const [here, second, third] = [
      await signedIn(one.call, user),
      await signedIn(one.call, user),
      await signedIn(one.call, user),
    ];
    const [secondThere, thirdThere] = [second.call.at(other.call.url), third.call.at(other.call.url)];
    await accepts(secondThere);
    await accepts(thirdThere);
    await here.call.delete(`/api/auth/sessions/${String(claimsOf(second.access_token).sid)}`);
    await refuses(secondThere);
    await accepts(thirdThere);
    await here.call.post('/api/auth/sessions/end-all');
    await refuses(thirdThere);
  });

  it('a revoked key', async () => {
    const { call } = await signedIn(one.call, await given(one.app).user());
    const { id, caller } = await keyOf(call);
    await accepts(caller, '/api/v1/api-keys');
    await call.delete(`/api/v1/api-keys/${id}`);
    await refuses(caller, '/api/v1/api-keys');
  });

  it('an edited key', async () => {
    const { call } = await signedIn(one.call, await given(one.app).user());
    const { id, caller } = await keyOf(call);
    await accepts(caller, '/api/v1/api-keys');
    await call.patch(`/api/v1/api-keys/${id}`, { allowedIps: ['192.0.2.0/24'] });
    await refuses(caller, '/api/v1/api-keys');
    await call.patch(`/api/v1/api-keys/${id}`, { allowedIps: null });
    await until(
      'the key to work again',
      async () => (await caller.get('/api/v1/api-keys')).status === 200,
      second,
    );
  });

  it('a key rotated without grace', async () => {
    const { call } = await signedIn(one.call, await given(one.app).user());
    const { id, caller } = await keyOf(call);
    await accepts(caller, '/api/v1/api-keys');
    await call.post(`/api/v1/api-keys/${id}/rotate`, { graceSeconds: 0 });
    await refuses(caller, '/api/v1/api-keys');
  });

  it('a person who was deactivated, with his sessions and keys', async () => {
    const user = await given(one.app).user();
    const session = await signedIn(one.call, user);
    const { caller } = await keyOf(session.call);
    const there = session.call.at(other.call.url);
    await accepts(there);
    await accepts(caller, '/api/v1/api-keys');
    await one.app.get(Database).transaction(async () => {
      await one.app.get(ChangeNews).tell(userChanged, { userId: user.id });
      await one.app.get(Database).query(`update users set status = 'deactivated' where id = $1`, [user.id]);
    });
    await refuses(there);
    await refuses(caller, '/api/v1/api-keys');
  });

  it('a person who lost his membership: his keys of that organization are dead', async () => {
    const world = people(one.app, one.call);
    const acme = await world.organization();
    const bob = await world.joined(acme, 'member');
    const { caller } = await keyOf(bob.call, { organizationId: acme.id });
    const personal = await keyOf(bob.call);
    await accepts(caller, '/api/v1/api-keys');
    await acme.owner.call.delete(`${acme.path}/members`, { memberIds: [bob.memberId] });
    await refuses(caller, '/api/v1/api-keys');
    await accepts(personal.caller, '/api/v1/api-keys');
  });

  it('an account that was deleted by its owner', async () => {
    const session = await signedIn(one.call, await given(one.app).user());
    const { caller } = await keyOf(session.call);
    await accepts(caller, '/api/v1/api-keys');
    expect(await session.call.delete('/api/v1/users/me')).toMatchObject({ status: 204 });
    await refuses(caller, '/api/v1/api-keys');
    await refuses(session.call.at(other.call.url));
  });
});

describe('what can go wrong between the processes', () => {
  it('a connection for news that died without anybody noticing costs no more than the second', async () => {
    const deaf = await installation.api();
    const user = await given(one.app).user();
    const session = await signedIn(one.call, user);
    const there = session.call.at(deaf.call.url);
    await accepts(there);
    await silence(deaf.app);
    await session.call.post('/api/auth/logout');
    await refuses(there);
  });

  it('a process that dies between its commit and the news of it harms nobody', async () => {
    const user = await given(one.app).user();
    const session = await signedIn(one.call, user);
    const there = session.call.at(other.call.url);
    await accepts(there);
    const channels = one.app.get(RedisChannels);
    await channels.publish(userChanged, { userId: user.id }, 'coming');
    await one.app.get(Database).query('update sessions set revoked_at = now() where user_id = $1', [user.id]);
    await refuses(there);
  });

  it('a memory that is current answers without the database', async () => {
    const { call } = await signedIn(one.call, await given(one.app).user());
    const { caller } = await keyOf(call);
    await until('the news to be current', () => other.app.get(RedisChannels).isCurrent());
    await accepts(caller, '/v1/auth/verify');
    const looks = jest.spyOn(other.app.get(Database), 'of');
    await Promise.all(Array.from({ length: 50 }, () => accepts(caller, '/v1/auth/verify')));
    expect(looks).not.toHaveBeenCalled();
    looks.mockRestore();
  });
});
