import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Database } from '@onegate/platform';
import { SeatLimit, Seats } from '@onegate/tenants';
import type { Caller } from '../setup/caller.ts';
import { Installation } from '../setup/installation.ts';
import { people, refusal, statusesOf, type Enveloped, type Items } from './people.ts';

interface InviteItem {
  readonly id: string;
  readonly email: string;
  readonly role: string;
  readonly expiresAt: string;
}

let installation: Installation;
let app: NestFastifyApplication;
let call: Caller;
let world: ReturnType<typeof people>;

beforeAll(async () => {
  installation = await Installation.create({ env: { ONEGATE_FRONTEND_URL: 'https://app.example.com/' } });
  ({ app, call } = await installation.api());
  world = people(app, call);
});
afterAll(() => installation.close());

const accept = '/api/v1/invites/accept';
const week = 7 * 24 * 60 * 60 * 1000;

type Sent = Enveloped<Items<InviteItem> & { alreadyMembers: string[] }>;

describe('POST /api/v1/organizations/{id}/invites', () => {
  it('200: one for each address, none for members, and the token is nowhere but in the mail', async () => {
    const acme = await world.organization();
    const invites = [
      { email: 'Ann@Example.com', role: 'admin' },
      { email: ' ann@example.com ', role: 'member' },
      { email: 'bob@example.com' },
      { email: acme.owner.user.email, role: 'member' },
    ];
    const { status, body } = await acme.owner.call.post<Sent>(`${acme.path}/invites`, { invites });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      success: true,
      data: {
        items: [
          { id: expect.stringMatching(/^inv_/), email: 'ann@example.com', role: 'member', status: 'pending' },
          { email: 'bob@example.com', role: 'member' },
        ],
        alreadyMembers: [acme.owner.user.email],
      },
    });
    const validFor = new Date(body.data.items[0]?.expiresAt ?? 0).getTime() - Date.now();
    expect(Math.abs(validFor - week)).toBeLessThan(60_000);
    const token = await world.tokenFor('ann@example.com');
    expect(token).toHaveLength(43);
    const mail = await world.mailTo('ann@example.com');
    expect(mail).toContain(`https://app.example.com/invites/accept#token=${token}`);
    expect(mail).toContain(`${acme.owner.user.email} invites you to join Acme`);
    expect(JSON.stringify([body, await everything()])).not.toContain(token);
  });

  it('200 again for an open invite: same invite, new role, new token, the old one is dead', async () => {
    const acme = await world.organization();
    const ann = await world.person();
    const old = await world.invited(acme, ann.user.email, 'member');
    const fresh = await world.invited(acme, ann.user.email, 'admin');
    expect(fresh).not.toBe(old);
    expect(await ann.call.post(accept, { token: old })).toMatchObject(refusal(404));
    const { body } = await acme.owner.call.get<Enveloped<Items<InviteItem>>>(`${acme.path}/invites`);
    expect(body.data.items).toMatchObject([{ email: ann.user.email, role: 'admin' }]);
    expect(await ann.call.post(accept, { token: fresh })).toMatchObject({
      status: 200,
      body: { data: { roles: ['admin'] } },
    });
  });

  it('403 for a member, and for an admin who makes or lowers an owner', async () => {
    const acme = await world.organization();
    const [admin, member] = [await world.joined(acme, 'admin'), await world.joined(acme, 'member')];
    const invite = (who: Caller, email: string, role: string) =>
      who.post(`${acme.path}/invites`, { invites: [{ email, role }] });
    expect(await invite(member.call, 'x@example.com', 'member')).toMatchObject(refusal(403));
    expect(await invite(admin.call, 'x@example.com', 'owner')).toMatchObject(refusal(403));
    await invite(acme.owner.call, 'boss@example.com', 'owner');
    expect(await invite(admin.call, 'boss@example.com', 'member')).toMatchObject(refusal(403));
    expect((await invite(admin.call, 'x@example.com', 'admin')).status).toBe(200);
  });

  it.each([
    ['no list', {}],
    ['an empty list', { invites: [] }],
    ['no address', { invites: [{ role: 'member' }] }],
    ['what is no address', { invites: [{ email: 'ann' }] }],
    ['an address with a line break', { invites: [{ email: 'ann@example.com\nbcc: x@example.com' }] }],
    ['an unknown role', { invites: [{ email: 'ann@example.com', role: 'super-admin' }] }],
    ['too many at once', { invites: Array.from({ length: 51 }, (_, i) => ({ email: `a${i}@example.com` })) }],
  ])('400 for %s, with a text for the field', async (_what, body) => {
    const acme = await world.organization();
    expect(await acme.owner.call.post(`${acme.path}/invites`, body)).toMatchObject({
      status: 400,
      body: { success: false, errors: expect.any(Object) },
    });
  });

  it('429 for who sends more than a day allows, and none of that batch is sent', async () => {
    const acme = await world.organization();
    await world.invited(acme, 'ann@example.com', 'member');
    await app
      .get(Database)
      .query('update invites set sends = 500 where invited_by = $1', [acme.owner.user.id]);
    const body = { invites: [{ email: 'one-too-many@example.com' }] };
    expect(await acme.owner.call.post(`${acme.path}/invites`, body)).toMatchObject(refusal(429));
    expect((await acme.owner.call.get(`${acme.path}/invites/count`)).body).toMatchObject({
      data: { count: 1 },
    });
  });
});

describe('GET and DELETE /api/v1/organizations/{id}/invites', () => {
  it('200 with those that wait, page by page, and their number', async () => {
    const acme = await world.organization();
    const emails = ['a@example.com', 'b@example.com', 'c@example.com'];
    for (const email of emails) await world.invited(acme, email, 'member');
    const first = await acme.owner.call.get<Enveloped<Items<InviteItem>>>(`${acme.path}/invites?limit=2`);
    const cursor = first.body.data.nextToken;
    const second = await acme.owner.call.get<Enveloped<Items<InviteItem>>>(
      `${acme.path}/invites?limit=2&cursor=${cursor}`,
    );
    const items = [...first.body.data.items, ...second.body.data.items];
    expect(items.map(({ email }) => email)).toEqual(emails);
    expect(second.body.data.nextToken).toBeUndefined();
    expect(JSON.stringify(items)).not.toMatch(/token|hash/i);
    expect((await acme.owner.call.get(`${acme.path}/invites/count`)).body).toEqual({
      success: true,
      data: { count: 3 },
    });
  });

  it('204 and a revoked invite opens nothing; a second time 404', async () => {
    const acme = await world.organization();
    const ann = await world.person();
    const token = await world.invited(acme, ann.user.email, 'member');
    const { body } = await acme.owner.call.get<Enveloped<Items<InviteItem>>>(`${acme.path}/invites`);
    const path = `${acme.path}/invites/${body.data.items[0]?.id}`;
    expect((await acme.owner.call.delete(path)).status).toBe(204);
    expect(await ann.call.post(accept, { token })).toMatchObject(refusal(409));
    expect(await acme.owner.call.delete(path)).toMatchObject(refusal(404));
  });

  it('403 for members, and for an admin over the invite of an owner; 404 for that of another organization', async () => {
    const [acme, other] = [await world.organization(), await world.organization()];
    const [admin, member] = [await world.joined(acme, 'admin'), await world.joined(acme, 'member')];
    await world.invited(acme, 'boss@example.com', 'owner');
    const { body } = await acme.owner.call.get<Enveloped<Items<InviteItem>>>(`${acme.path}/invites`);
    const id = body.data.items[0]?.id;
    expect(await admin.call.delete(`${acme.path}/invites/${id}`)).toMatchObject(refusal(403));
    expect(await other.owner.call.delete(`${other.path}/invites/${id}`)).toMatchObject(refusal(404));
    for (const path of ['', '/count', `/${id}`]) {
      const method = path.length > 10 ? 'DELETE' : 'GET';
      expect(await member.call.send(method, `${acme.path}/invites${path}`)).toMatchObject(refusal(403));
    }
  });
});

describe('POST /api/v1/invites/accept', () => {
  it('200 and he belongs; accepted twice at once it counts once', async () => {
    const acme = await world.organization();
    const ann = await world.person();
    const token = await world.invited(acme, ann.user.email, 'member');
    const answers = await Promise.all([1, 2, 3].map(() => ann.call.post(accept, { token })));
    expect(statusesOf(answers)).toEqual([200, 409, 409]);
    expect(answers.find(({ status }) => status === 200)?.body).toEqual({
      success: true,
      data: {
        organizationId: acme.id,
        name: 'Acme',
        memberId: await world.memberIdOf(acme, ann),
        roles: ['member'],
      },
    });
    expect((await ann.call.get(acme.path)).body).toMatchObject({ data: { memberCount: 2 } });
  });

  it('403 for whoever signed in with another address, and the invite stays good', async () => {
    const acme = await world.organization();
    const [ann, thief] = [await world.person(), await world.person()];
    const token = await world.invited(acme, ann.user.email, 'admin');
    expect(await thief.call.post(accept, { token })).toMatchObject(refusal(403));
    expect((await ann.call.post(accept, { token })).status).toBe(200);
  });

  it('409 after seven days; then it waits for nobody any more', async () => {
    const acme = await world.organization();
    const ann = await world.person();
    const token = await world.invited(acme, ann.user.email, 'member');
    await app
      .get(Database)
      .query(`update invites set expires_at = now() - interval '1 second' where email = $1`, [
        ann.user.email,
      ]);
    expect(await ann.call.post(accept, { token })).toMatchObject(refusal(409));
    const { body } = await acme.owner.call.get(`${acme.path}/invites/count`);
    expect(body).toMatchObject({ data: { count: 0 } });
    const again = await world.invited(acme, ann.user.email, 'member');
    expect((await ann.call.post(accept, { token: again })).status).toBe(200);
  });

  it('200 for who belongs already by another way, with the role that he has', async () => {
    const acme = await world.organization();
    const ann = await world.person();
    const first = await world.invited(acme, ann.user.email, 'admin');
    await app.get(Database).query(
      `insert into memberships (public_id, tenant_id, user_id, role, created_at)
       select 'mem_by_hand', id, $2, 'member', now() from tenants where public_id = $1`,
      [acme.id, ann.user.id],
    );
    expect(await ann.call.post(accept, { token: first })).toMatchObject({
      status: 200,
      body: { data: { roles: ['member'] } },
    });
  });

  it('401 without sign-in, 404 for an unknown token, 400 for none', async () => {
    expect(await call.post(accept, { token: 'x' })).toMatchObject(refusal(401));
    const { call: ann } = await world.person();
    expect(await ann.post(accept, { token: 'unknown' })).toMatchObject(refusal(404));
    expect(await ann.post(accept, { token: '\u0000' })).toMatchObject(refusal(404));
    expect(await ann.post(accept, {})).toMatchObject({
      status: 400,
      body: { errors: { token: [expect.any(String)] } },
    });
  });
});

describe('seats', () => {
  class TwoSeats extends SeatLimit {
    override seatsOf(): Promise<number> {
      return Promise.resolve(2);
    }
  }

  it('402 when members and pending invites would be more than the plan has, and none of the batch is sent', async () => {
    const acme = await world.organization();
    const seats: { limit: SeatLimit } = app.get<{ limit: SeatLimit }>(Seats);
    const before = seats.limit;
    seats.limit = new TwoSeats();
    try {
      const send = (...emails: string[]) =>
        acme.owner.call.post(`${acme.path}/invites`, { invites: emails.map((email) => ({ email })) });
      expect(await send('s1@example.com', 's2@example.com')).toMatchObject({
        status: 402,
        body: { success: false, seats: 2, needed: 3 },
      });
      expect((await send('s1@example.com')).status).toBe(200);
      expect((await send('s1@example.com')).status).toBe(200);
      expect((await send('s2@example.com')).status).toBe(402);
      const others = await Promise.all(['s3', 's4'].map((name) => send(`${name}@example.com`)));
      expect(others.map(({ status }) => status)).toEqual([402, 402]);
    } finally {
      seats.limit = before;
    }
  });
});

/** All rows in which a token could have been left lying. */
async function everything(): Promise<unknown[]> {
  const database = app.get(Database);
  return [
    await database.query('select * from invites'),
    await database.query('select * from outgoing_mails'),
    await database.query('select * from audit_entries'),
  ];
}
