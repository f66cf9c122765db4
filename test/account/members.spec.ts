import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { RedisChannels } from '@onegate/platform';
import { userChanged } from '@onegate/tenants';
import type { Caller } from '../setup/caller.ts';
import { Installation } from '../setup/installation.ts';
import { until } from '../setup/until.ts';
import { people, refusal, statusesOf, type Enveloped, type Items, type MemberItem } from './people.ts';

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

type MemberPage = Enveloped<Items<MemberItem>>;

describe('GET /api/v1/organizations/{id}/members', () => {
  it('200 page by page, everybody once', async () => {
    const acme = await world.organization();
    for (const role of ['admin', 'member', 'member', 'owner'] as const) await world.joined(acme, role);
    const seen: string[] = [];
    let cursor = '';
    do {
      const { body } = await acme.owner.call.get<MemberPage>(`${acme.path}/members?limit=2&cursor=${cursor}`);
      expect(body.data.items.length).toBeLessThanOrEqual(2);
      seen.push(...body.data.items.map(({ roles }) => roles.join()));
      cursor = body.data.nextToken ?? '';
    } while (cursor);
    expect(seen).toEqual(['owner', 'admin', 'member', 'member', 'owner']);
  });

  it('200 with what a team page shows', async () => {
    const acme = await world.organization();
    const { body } = await acme.owner.call.get<MemberPage>(`${acme.path}/members`);
    expect(body).toEqual({
      success: true,
      data: {
        items: [
          {
            memberId: expect.stringMatching(/^mem_/),
            userId: acme.owner.user.publicId,
            email: acme.owner.user.email,
            displayName: acme.owner.user.name,
            roles: ['owner'],
            status: 'active',
            createdAt: expect.any(String),
          },
        ],
      },
    });
  });

  it('403 for a member, 400 for a cursor or limit that is none', async () => {
    const acme = await world.organization();
    const member = await world.joined(acme, 'member');
    expect(await member.call.get(`${acme.path}/members`)).toMatchObject(refusal(403));
    for (const query of ['cursor=garbage', 'limit=0', 'limit=x']) {
      expect(await acme.owner.call.get(`${acme.path}/members?${query}`)).toMatchObject(refusal(400));
    }
  });
});

describe('GET /api/v1/organizations/{id}/members/available-roles', () => {
  it('200 with what the caller may give, 403 for a member', async () => {
    const acme = await world.organization();
    const path = `${acme.path}/members/available-roles`;
    expect((await acme.owner.call.get(path)).body).toEqual({
      success: true,
      data: ['owner', 'admin', 'member'],
    });
    const admin = await world.joined(acme, 'admin');
    expect((await admin.call.get(path)).body).toEqual({ success: true, data: ['admin', 'member'] });
    const member = await world.joined(acme, 'member');
    expect(await member.call.get(path)).toMatchObject(refusal(403));
  });
});

describe('PUT /api/v1/organizations/{id}/members/{memberId}/role', () => {
  it('200: an admin raises a member to admin, an owner lowers him again', async () => {
    const acme = await world.organization();
    const [admin, member] = [await world.joined(acme, 'admin'), await world.joined(acme, 'member')];
    const path = `${acme.path}/members/${member.memberId}/role`;
    expect(await admin.call.put(path, { role: 'admin' })).toMatchObject({
      status: 200,
      body: { success: true, data: { memberId: member.memberId, roles: ['admin'] } },
    });
    expect((await member.call.get(`${acme.path}/members`)).status).toBe(200);
    expect((await acme.owner.call.put(path, { role: 'member' })).status).toBe(200);
    await until(
      'the powers to go',
      async () => (await member.call.get(`${acme.path}/members`)).status === 403,
      1_000,
    );
  });

  it('403: nobody makes anybody more than himself, nor touches his equals', async () => {
    const acme = await world.organization();
    const [admin, other, member] = [
      await world.joined(acme, 'admin'),
      await world.joined(acme, 'admin'),
      await world.joined(acme, 'member'),
    ];
    const ownerId = await world.memberIdOf(acme, acme.owner);
    const attempts = [
      [admin, member.memberId, 'owner'],
      [admin, admin.memberId, 'owner'],
      [admin, other.memberId, 'member'],
      [admin, ownerId, 'member'],
      [member, member.memberId, 'admin'],
      [member, other.memberId, 'member'],
    ] as const;
    for (const [who, memberId, role] of attempts) {
      const answer = await who.call.put(`${acme.path}/members/${memberId}/role`, { role });
      expect(answer).toMatchObject(refusal(403));
    }
  });

  it('400 for a role that there is not, 404 for a member of another organization', async () => {
    const [acme, other] = [await world.organization(), await world.organization()];
    const foreign = await world.joined(other, 'member');
    const mine = await world.joined(acme, 'member');
    for (const body of [{}, { role: 'super-admin' }, { role: ['owner'] }]) {
      expect(await acme.owner.call.put(`${acme.path}/members/${mine.memberId}/role`, body)).toMatchObject({
        status: 400,
        body: { errors: { role: [expect.any(String)] } },
      });
    }
    const path = `${acme.path}/members/${foreign.memberId}/role`;
    expect(await acme.owner.call.put(path, { role: 'admin' })).toMatchObject(refusal(404));
  });

  it('409 for the last owner who steps down, also when two step down at once', async () => {
    const acme = await world.organization();
    const path = async (who = acme.owner) => `${acme.path}/members/${await world.memberIdOf(acme, who)}/role`;
    expect(await acme.owner.call.put(await path(), { role: 'member' })).toMatchObject(refusal(409));
    const second = await world.joined(acme, 'owner');
    const [mine, his] = [await path(), await path(second)];
    const answers = await Promise.all([
      acme.owner.call.put(mine, { role: 'member' }),
      second.call.put(his, { role: 'member' }),
    ]);
    expect(statusesOf(answers)).toEqual([200, 409]);
  });
});

describe('DELETE /api/v1/organizations/{id}/members', () => {
  it('204: they are out within a second, every process hears of it, and their account stays', async () => {
    const acme = await world.organization();
    const [ben, eve] = [await world.joined(acme, 'member'), await world.joined(acme, 'member')];
    await ben.call.put('/api/v1/users/active-account', { organizationId: acme.id });
    const heard: number[] = [];
    const { app: another } = await installation.api();
    await another.get(RedisChannels).subscribe(userChanged, ({ userId }) => heard.push(userId));
    const memberIds = [ben.memberId, eve.memberId, ben.memberId];
    expect((await acme.owner.call.delete(`${acme.path}/members`, { memberIds })).status).toBe(204);
    await until(
      'all processes to hear',
      () => [ben, eve].every(({ user }) => heard.includes(user.id)),
      1_000,
    );
    await until('him to be out', async () => (await ben.call.get(acme.path)).status === 404, 1_000);
    expect((await ben.call.get('/api/v1/users/me')).body).toMatchObject({
      data: { organizations: [], active_account_id: ben.user.publicId },
    });
  });

  it('all or none: one unknown, foreign or untouchable id, and nobody goes', async () => {
    const [acme, other] = [await world.organization(), await world.organization()];
    const [admin, member] = [await world.joined(acme, 'admin'), await world.joined(acme, 'member')];
    const foreign = await world.joined(other, 'member');
    const ownerId = await world.memberIdOf(acme, acme.owner);
    const remove = (...memberIds: string[]) => admin.call.delete(`${acme.path}/members`, { memberIds });
    expect(await remove(member.memberId, foreign.memberId)).toMatchObject(refusal(404));
    expect(await remove(member.memberId, 'mem_x')).toMatchObject(refusal(404));
    expect(await remove(member.memberId, ownerId)).toMatchObject(refusal(403));
    expect(await world.memberIdOf(acme, member)).toBe(member.memberId);
    expect(await world.memberIdOf(other, foreign)).toBe(foreign.memberId);
  });

  it('403 for a member over others and for an admin over admins; everybody may leave', async () => {
    const acme = await world.organization();
    const [admin, other] = [await world.joined(acme, 'admin'), await world.joined(acme, 'admin')];
    const [ben, eve] = [await world.joined(acme, 'member'), await world.joined(acme, 'member')];
    const path = `${acme.path}/members`;
    expect(await ben.call.delete(path, { memberIds: [eve.memberId] })).toMatchObject(refusal(403));
    expect(await ben.call.delete(path, { memberIds: [ben.memberId, eve.memberId] })).toMatchObject(
      refusal(403),
    );
    expect(await admin.call.delete(path, { memberIds: [other.memberId] })).toMatchObject(refusal(403));
    for (const person of [ben, admin]) {
      expect((await person.call.delete(path, { memberIds: [person.memberId] })).status).toBe(204);
    }
  });

  it('409 for the last owner, also when two owners remove each other at once', async () => {
    const acme = await world.organization();
    const path = `${acme.path}/members`;
    const ownerId = await world.memberIdOf(acme, acme.owner);
    expect(await acme.owner.call.delete(path, { memberIds: [ownerId] })).toMatchObject(refusal(409));
    const second = await world.joined(acme, 'owner');
    const answers = await Promise.all([
      acme.owner.call.delete(path, { memberIds: [second.memberId] }),
      second.call.delete(path, { memberIds: [ownerId] }),
    ]);
    const statuses = statusesOf(answers);
    expect(statuses[0]).toBe(204);
    expect([403, 404, 409]).toContain(statuses[1]);
  });

  it.each([[{}], [{ memberIds: [] }], [{ memberIds: 'mem_x' }], [{ memberIds: [7] }]])(
    '400 for %j',
    async (body) => {
      const acme = await world.organization();
      expect(await acme.owner.call.delete(`${acme.path}/members`, body)).toMatchObject({
        status: 400,
        body: { success: false, errors: expect.any(Object) },
      });
    },
  );
});
