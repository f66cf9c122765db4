import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { User } from '@onegate/tenants';
import { refusal, type Enveloped } from '../account/people.ts';
import type { Caller } from '../setup/caller.ts';
import { given, password } from '../setup/given.ts';
import { Installation } from '../setup/installation.ts';
import { claimsOf, signedIn } from './signing-in.ts';

interface AuthData {
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly expiresAt: string;
}

const callback = 'http://127.0.0.1:48801/auth';
const page = '/api/v1/auth/authorize';
let installation: Installation;
let app: NestFastifyApplication;
let call: Caller;

beforeAll(async () => {
  installation = await Installation.create();
  ({ app, call } = await installation.api());
});
afterAll(() => installation.close());

function submit(user: Pick<User, 'email'>, more: Record<string, string> = {}) {
  const form = new URLSearchParams({ email: user.email, password, redirect_uri: callback, ...more });
  return call
    .with({ 'content-type': 'application/x-www-form-urlencoded' })
    .send<string>('POST', page, form.toString());
}

async function codeFor(user: Pick<User, 'email'>, more: Record<string, string> = {}): Promise<string> {
  const { headers } = await submit(user, more);
  return new URL(headers.get('location') ?? '').searchParams.get('code') ?? '';
}

function exchange(code: string, more: object = {}) {
  return call.post<Enveloped<AuthData>>('/api/v1/auth/token', {
    grant_type: 'authorization_code',
    code,
    client_type: 'extension',
    redirect_uri: callback,
    provider: 'onegate',
    ...more,
  });
}

const overForGood = (message: string) => ({
  status: 400,
  body: { success: false, error: 'invalid_grant', message },
});
const badCode = overForGood('Invalid or expired authorization code');
const badRefresh = overForGood('Invalid or expired refresh token');

describe('GET /api/v1/auth/authorize', () => {
  it('200 with a form whose answer may go to this computer, and that nobody can frame', async () => {
    const query = new URLSearchParams({
      client_type: 'extension',
      callback_url: callback,
      redirect_uri: callback,
      state: '"><script>alert(1)</script>',
    });
    const answer = await call.get<string>(`${page}?${query.toString()}`);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toContain('text/html');
    expect(answer.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect(answer.headers.get('content-security-policy')).toContain('http://127.0.0.1:*');
    expect(answer.body).toContain(`value="${callback}"`);
    expect(answer.body).not.toContain('<script');
  });

  it.each(['https://evil.example/auth', 'http://127.0.0.1.evil.example/', 'javascript:alert(1)', ''])(
    '400 for a callback to "%s"',
    async (callbackUrl) => {
      const query = new URLSearchParams({ callback_url: callbackUrl }).toString();
      expect(await call.get(`${page}?${query}`)).toMatchObject({ status: 400 });
      const user = await given(app).user();
      const answer = await submit(user, { callback_url: callbackUrl, redirect_uri: callbackUrl });
      expect(answer).toMatchObject({ status: 400 });
      expect(answer.headers.get('location')).toBeNull();
    },
  );
});

describe('POST /api/v1/auth/authorize', () => {
  it('303 to the program that asked, with a code and its state', async () => {
    const answer = await submit(await given(app).user(), { state: 'a b' });
    const location = new URL(answer.headers.get('location') ?? '');
    expect(answer.status).toBe(303);
    expect(location.origin + location.pathname).toBe(callback);
    expect(Object.fromEntries(location.searchParams)).toMatchObject({
      state: 'a b',
      provider: 'onegate',
      code: expect.stringMatching(/^[\w-]{43}$/),
    });
  });

  it('401 with the form again for a wrong password, 422 without one', async () => {
    const user = await given(app).user();
    const answer = await submit(user, { password: 'wrong' });
    expect(answer.status).toBe(401);
    expect(answer.body).toContain('<form');
    expect(await submit(user, { password: '' })).toMatchObject({ status: 422 });
  });

  it('429 after too many wrong ones', async () => {
    const user = await given(app).user();
    for (let times = 0; times < 10; times += 1) await submit(user, { password: 'wrong' });
    expect(await submit(user)).toMatchObject({ status: 429 });
  });
});

describe('POST /api/v1/auth/token', () => {
  it('200 with what editors keep', async () => {
    const user = await given(app).user();
    const answer = await exchange(await codeFor(user));
    expect(answer).toMatchObject({
      status: 200,
      body: {
        success: true,
        data: {
          tokenType: 'Bearer',
          accessToken: expect.any(String),
          refreshToken: expect.any(String),
          userInfo: {
            subject: user.publicId,
            email: user.email,
            name: user.name,
            clineUserId: user.publicId,
            accounts: null,
          },
        },
      },
    });
    const { accessToken, expiresAt } = answer.body.data;
    expect(Date.parse(expiresAt)).toBeGreaterThan(Date.now() + 3_500_000);
    expect(claimsOf(accessToken).sid).toMatch(/^ses_/);
    const editor = call.with({ authorization: `Bearer workos:${accessToken}` });
    expect(await editor.get('/api/v1/users/me')).toMatchObject({ status: 200 });
  });

  it('of many at once with one code exactly one succeeds', async () => {
    const code = await codeFor(await given(app).user());
    const answers = await Promise.all(Array.from({ length: 6 }, () => exchange(code)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 400)).toHaveLength(5);
    expect(await exchange(code)).toMatchObject(badCode);
  });

  it('400 for a made-up code, and for another address than the code was made for', async () => {
    expect(await exchange('made-up')).toMatchObject(badCode);
    const code = await codeFor(await given(app).user());
    expect(await exchange(code, { redirect_uri: 'http://127.0.0.1:48802/auth' })).toMatchObject(badCode);
  });

  it('400 without the verifier of a code that was asked for with a challenge', async () => {
    const verifier = 'v'.repeat(43);
    const challenge = createHash('sha256').update(verifier).digest('base64url');
    const user = await given(app).user();
    const ask = () => codeFor(user, { code_challenge: challenge });
    expect(await exchange(await ask())).toMatchObject(badCode);
    expect(await exchange(await ask(), { code_verifier: 'other' })).toMatchObject(badCode);
    expect(await exchange(await ask(), { code_verifier: verifier })).toMatchObject({ status: 200 });
  });
});

describe('POST /api/v1/auth/refresh', () => {
  it('200 with a new pair', async () => {
    const { body } = await exchange(await codeFor(await given(app).user()));
    const { refreshToken } = body.data;
    const answer = await call.post<Enveloped<AuthData>>('/api/v1/auth/refresh', {
      refreshToken,
      grantType: 'refresh_token',
    });
    expect(answer).toMatchObject({ status: 200, body: { success: true, data: { tokenType: 'Bearer' } } });
    expect(answer.body.data.refreshToken).not.toBe(refreshToken);
  });

  it('400 invalid_grant for whatever does not hold, so that editors ask for a new sign-in', async () => {
    const { call: caller, refresh_token: refreshToken } = await signedIn(call, await given(app).user());
    await caller.post('/api/auth/logout');
    for (const token of [refreshToken, 'rubbish'])
      expect(await call.post('/api/v1/auth/refresh', { refreshToken: token })).toMatchObject(badRefresh);
  });
});

describe('POST /api/v1/auth/register', () => {
  const register = (accessToken: string, refreshToken: string) =>
    call.post<Enveloped<AuthData>>('/api/v1/auth/register', { accessToken, refreshToken });

  it('200 for the two tokens of one session', async () => {
    const session = await signedIn(call, await given(app).user());
    const answer = await register(`workos:${session.access_token}`, session.refresh_token);
    expect(answer).toMatchObject({ status: 200 });
    expect(claimsOf(answer.body.data.accessToken).sid).toBe(claimsOf(session.access_token).sid);
  });

  it('400 for tokens of another issuer, or of two people', async () => {
    const [ada, bob] = [
      await signedIn(call, await given(app).user()),
      await signedIn(call, await given(app).user()),
    ];
    expect(await register('eyJ.other.issuer', 'other')).toMatchObject(
      overForGood('Invalid or expired access token'),
    );
    expect(await register(ada.access_token, 'other')).toMatchObject(badRefresh);
    expect(await register(ada.access_token, bob.refresh_token)).toMatchObject(badRefresh);
    expect(await call.post('/api/v1/auth/register', {})).toMatchObject(refusal(400));
  });
});
