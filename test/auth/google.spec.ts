import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Database } from '@onegate/platform';
import { UsersService, type User } from '@onegate/tenants';
import type { Caller } from '../setup/caller.ts';
import { given } from '../setup/given.ts';
import { Installation } from '../setup/installation.ts';
import { GoogleStandIn } from './google-stand-in.ts';
import { signedIn } from './signing-in.ts';

const callback = 'https://gate.example/api/auth/google/callback';
let google: GoogleStandIn;
let installation: Installation;
let app: NestFastifyApplication;
let call: Caller;

beforeAll(async () => {
  google = await GoogleStandIn.open();
  installation = await Installation.create({
    env: {
      ...google.environment,
      ONEGATE_PUBLIC_URL: 'https://gate.example',
      ONEGATE_FRONTEND_URL: 'https://front.example/app/',
      ONEGATE_GOOGLE_ALLOWED_DOMAINS: 'example.com, Acme.test',
    },
  });
  installation.onClose(() => google.close());
  ({ app, call } = await installation.api());
});
afterAll(() => installation.close());
beforeEach(() => {
  google.isBroken = false;
});

interface Departure {
  readonly cookie: string;
  /** Path and query with which the provider sends the browser back. */
  readonly back: string;
}

/** Follows the browser to the provider and to the address that it is sent back to, which it does not open yet. */
async function depart(path = '/api/auth/google/redirect'): Promise<Departure> {
  const start = await call.get(path);
  expect(start.status).toBe(302);
  const [cookie = ''] = (start.headers.get('set-cookie') ?? '').split(';');
  const there = await fetch(start.headers.get('location') ?? '', { redirect: 'manual' });
  const back = there.headers.get('location') ?? '';
  expect(back.startsWith(callback)).toBe(true);
  return { cookie, back: back.replace('https://gate.example', '') };
}

/** What the front end is told, behind the `#`. */
async function arrive({ cookie, back }: Departure): Promise<Record<string, string>> {
  const answer = await call.with({ cookie }).get(back);
  expect(answer.status).toBe(302);
  const location = new URL(answer.headers.get('location') ?? '');
  expect(location.origin + location.pathname + location.search).toBe(
    'https://front.example/app/auth/callback',
  );
  return Object.fromEntries(new URLSearchParams(location.hash.slice(1)));
}

function somebody(email = `${randomUUID()}@example.com`) {
  return { sub: randomUUID(), email, email_verified: true, name: 'Ada Lovelace' };
}

async function withoutPassword(): Promise<User> {
  const email = `${randomUUID()}@example.com`;
  return app.get(UsersService).create({ email, name: 'Synced', passwordHash: null, isSuperAdmin: false });
}

async function linkPath(caller: Caller): Promise<string> {
  const { body } = await caller.post<{ url: string }>('/api/auth/google/link');
  return body.url;
}

describe('GET /api/auth/google/redirect', () => {
  it('302 with PKCE and a nonce, and a cookie that only this browser sends back here', async () => {
    const answer = await call.get('/api/auth/google/redirect');
    const location = new URL(answer.headers.get('location') ?? '');
    expect(Object.fromEntries(location.searchParams)).toMatchObject({
      client_id: GoogleStandIn.clientId,
      redirect_uri: callback,
      response_type: 'code',
      code_challenge_method: 'S256',
      state: expect.stringMatching(/^[\w-]{32}$/),
    });
    const cookie = answer.headers.get('set-cookie') ?? '';
    for (const attribute of ['HttpOnly', 'SameSite=Lax', 'Secure', 'Path=/api/auth/google', 'Max-Age=600'])
      expect(cookie).toContain(attribute);
    expect(cookie).not.toContain(location.searchParams.get('state'));
  });

  it('404 like any unknown route where it is not configured', async () => {
    const plain = await Installation.create();
    const { call: there } = await plain.api();
    for (const path of ['redirect', 'callback'])
      expect(await there.get(`/api/auth/google/${path}`)).toMatchObject({
        status: 404,
        body: { message: `The route api/auth/google/${path} could not be found.` },
      });
    await plain.close();
  });

  it('503 that says what is missing where it is configured by half', async () => {
    const half = await Installation.create({ env: { ONEGATE_GOOGLE_CLIENT_ID: 'x' } });
    const { call: there } = await half.api();
    expect(await there.get('/api/auth/google/redirect')).toMatchObject({
      status: 503,
      body: { message: expect.stringContaining('client secret') },
    });
    await half.close();
  });
});

describe('GET /api/auth/google/callback', () => {
  it('signs in a new person of an allowed domain, and knows him again after his e-mail changed', async () => {
    google.user = somebody();
    const first = await arrive(await depart());
    expect(first).toMatchObject({ token_type: 'bearer', expires_in: '3600' });
    const me = await call.signedIn(first.access_token ?? '').get<{ id: number }>('/api/auth/me');
    expect(me).toMatchObject({ status: 200, body: { email: google.user.email, roles: [], tenant: null } });

    google.user = { ...google.user, email: `${randomUUID()}@acme.test` };
    const again = await arrive(await depart());
    expect((await call.signedIn(again.access_token ?? '').get('/api/auth/me')).body).toMatchObject({
      id: me.body.id,
    });
  });

  it('signs in somebody who exists without a password', async () => {
    const user = await withoutPassword();
    google.user = somebody(user.email.toUpperCase());
    const { access_token: token = '' } = await arrive(await depart());
    expect((await call.signedIn(token).get('/api/auth/me')).body).toMatchObject({ id: user.id });
  });

  it('does not connect an account with a password unless its owner, signed in, asks for it', async () => {
    const user = await given(app).user();
    google.user = somebody(user.email);
    expect(await arrive(await depart())).toMatchObject({
      error: 'link_needs_sign_in',
      error_description: expect.any(String),
    });
    const { call: owner } = await signedIn(call, user);
    const { access_token: linked = '' } = await arrive(await depart(await linkPath(owner)));
    expect((await call.signedIn(linked).get('/api/auth/me')).body).toMatchObject({ id: user.id });
    const { access_token: later = '' } = await arrive(await depart());
    expect((await call.signedIn(later).get('/api/auth/me')).body).toMatchObject({ id: user.id });
  });

  it('connects nobody else: neither another’s Google account nor one that is connected elsewhere', async () => {
    const [ada, bob] = [await given(app).user(), await withoutPassword()];
    const { call: owner } = await signedIn(call, ada);
    google.user = somebody(bob.email);
    expect(await arrive(await depart(await linkPath(owner)))).toMatchObject({ error: 'link_differs' });
    await arrive(await depart());
    expect(await arrive(await depart(await linkPath(owner)))).toMatchObject({ error: 'link_differs' });
    google.user = somebody(bob.email);
    expect(await arrive(await depart())).toMatchObject({ error: 'link_differs' });
  });

  it.each([
    ['an unverified e-mail', { email_verified: false }, 'email_unverified'],
    ['an e-mail of which nothing is known', { email_verified: undefined }, 'email_unverified'],
    ['a domain that is not allowed', { email: 'x@evil.example' }, 'domain_not_allowed'],
    ['a domain that only ends alike', { email: 'x@notexample.com' }, 'domain_not_allowed'],
    ['no e-mail at all', { email: undefined }, 'unavailable'],
  ])('refuses %s', async (_what, changes, error) => {
    google.user = { ...somebody(), ...changes };
    expect(await arrive(await depart())).toMatchObject({ error });
    if (google.user.email) expect(await app.get(UsersService).findByEmail(google.user.email)).toBeNull();
  });

  it('refuses somebody who was deactivated', async () => {
    const user = await withoutPassword();
    await app.get(Database).query(`update users set status = 'deactivated' where id = $1`, [user.id]);
    google.user = somebody(user.email);
    expect(await arrive(await depart())).toMatchObject({ error: 'account_inactive' });
  });

  it('refuses who did not start in this browser: no cookie, another’s cookie, another nonce, a changed cookie', async () => {
    google.user = somebody();
    const [mine, others] = [await depart(), await depart()];
    const changed = mine.back.replace(/state=[^&]+/, 'state=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA');
    for (const departure of [
      { ...mine, cookie: '' },
      { ...mine, cookie: others.cookie },
      { ...mine, back: changed },
      { ...mine, back: mine.back.replace(/&?state=[^&]+/, '') },
      { ...mine, cookie: `${mine.cookie}A` },
      { ...mine, cookie: 'onegate_google=rubbish' },
      { ...mine, back: '/api/auth/google/callback' },
    ])
      expect(await arrive(departure)).toMatchObject({ error: 'state_invalid' });
    expect(await arrive(mine)).toHaveProperty('access_token');
  });

  it('refuses a code that was used already', async () => {
    google.user = somebody();
    const departure = await depart();
    expect(await arrive(departure)).toHaveProperty('access_token');
    expect(await arrive(departure)).toMatchObject({ error: 'unavailable' });
  });

  it('says so when the person declined, or the provider is broken', async () => {
    const { cookie } = await depart();
    const back = '/api/auth/google/callback?error=access_denied&state=x';
    expect(await arrive({ cookie, back })).toMatchObject({ error: 'refused' });
    const departure = await depart();
    google.isBroken = true;
    expect(await arrive(departure)).toMatchObject({ error: 'unavailable' });
  });
});

describe('POST /api/auth/google/link', () => {
  it('a link works once', async () => {
    const { call: owner } = await signedIn(call, await given(app).user());
    const path = await linkPath(owner);
    await depart(path);
    const again = await call.get(path);
    expect(again.headers.get('location')).toContain('error=ticket_invalid');
  });

  it('401 without a session, 403 with a key', async () => {
    const key = await given(app).apiKey(await given(app).user());
    expect(await call.post('/api/auth/google/link')).toMatchObject({ status: 401 });
    expect(await call.signedIn(key).post('/api/auth/google/link')).toMatchObject({ status: 403 });
  });
});
