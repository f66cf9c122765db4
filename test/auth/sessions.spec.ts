import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Database, KeyRing } from '@onegate/platform';
import jwt from 'jsonwebtoken';
import type { Caller } from '../setup/caller.ts';
import { given } from '../setup/given.ts';
import { Installation } from '../setup/installation.ts';
import { until } from '../setup/until.ts';
import { claimsOf, refresh, signedIn } from './signing-in.ts';

interface SessionItem {
  readonly id: string;
  readonly is_current: boolean;
  readonly last_used_at: string;
}

let installation: Installation;
let app: NestFastifyApplication;
let call: Caller;

beforeAll(async () => {
  installation = await Installation.create();
  ({ app, call } = await installation.api());
});
afterAll(() => installation.close());

describe('an access token', () => {
  it('names issuer, audience, session, person and its end an hour later', async () => {
    const user = await given(app).user();
    const { access_token: token, expires_in: expiresIn } = await signedIn(call, user);
    const claims = claimsOf(token);
    expect(claims).toMatchObject({
      iss: 'onegate',
      aud: 'onegate-api',
      sub: String(user.id),
      sid: expect.stringMatching(/^ses_/),
      jti: expect.any(String),
    });
    expect(Number(claims.exp) - Number(claims.iat)).toBe(expiresIn);
    expect(jwt.decode(token, { complete: true })?.header).toMatchObject({ alg: 'HS256', kid: 'k1' });
  });

  it.each([
    ['another issuer', { issuer: 'somebody' }, {}],
    ['another audience', { audience: 'somewhere' }, {}],
    ['an end in the past', {}, { exp: 1_600_000_000 }],
    ['no session', {}, { sid: undefined }],
    ['a session that never was', {}, { sid: 'ses_01jg0000000000000000000000' }],
    ['another person', {}, { sub: '999999' }],
    ['another algorithm', { algorithm: 'HS512' as const }, {}],
    ['an unknown key', { keyid: 'k9' }, {}],
  ])('401 with %s, though signed with our key', async (_what, options, changes) => {
    const { access_token: token } = await signedIn(call, await given(app).user());
    const { iss: _iss, aud: _aud, ...claims }: Record<string, unknown> = { ...claimsOf(token), ...changes };
    const forged = jwt.sign(
      JSON.parse(JSON.stringify(claims)) as object,
      app.get(KeyRing).subkey('session'),
      {
        issuer: 'onegate',
        audience: 'onegate-api',
        keyid: 'k1',
        algorithm: 'HS256',
        ...options,
      },
    );
    expect(await call.signedIn(forged).get('/api/auth/me')).toMatchObject({ status: 401 });
  });

  it('401 unsigned', async () => {
    const { access_token: token } = await signedIn(call, await given(app).user());
    const unsigned = `${Buffer.from('{"alg":"none","kid":"k1"}').toString('base64url')}.${token.split('.')[1]}.`;
    expect(await call.signedIn(unsigned).get('/api/auth/me')).toMatchObject({ status: 401 });
  });

  it.each(['Bearer Bearer ', 'bearer bearer ', 'Bearer workos:', 'Bearer WorkOS:'])(
    '200 as "%s…"',
    async (prefix) => {
      const { access_token: token } = await signedIn(call, await given(app).user());
      const caller = call.with({ authorization: `${prefix}${token}` });
      expect(await caller.get('/api/auth/me')).toMatchObject({ status: 200 });
      expect(await caller.get('/api/v1/api-keys')).toMatchObject({ status: 200 });
    },
  );
});

describe('POST /api/auth/refresh', () => {
  it('200 with a new pair for the same session, and the old access token still works', async () => {
    const first = await signedIn(call, await given(app).user());
    const second = await refresh(call, first.refresh_token);
    expect(second).toMatchObject({ status: 200, body: { token_type: 'bearer', expires_in: 3600 } });
    expect(second.body.refresh_token).not.toBe(first.refresh_token);
    expect(claimsOf(second.body.access_token).sid).toBe(claimsOf(first.access_token).sid);
    expect(await call.signedIn(second.body.access_token).get('/api/auth/me')).toMatchObject({ status: 200 });
    expect(await first.call.get('/api/auth/me')).toMatchObject({ status: 200 });
  });

  it('401 for a token that was exchanged already, however long ago, and the session ends for everybody', async () => {
    const first = await signedIn(call, await given(app).user());
    const second = await refresh(call, first.refresh_token);
    const third = await refresh(call, second.body.refresh_token);
    expect(await refresh(call, first.refresh_token)).toMatchObject({
      status: 401,
      body: { error: 'Invalid or expired refresh token' },
    });
    expect(await refresh(call, third.body.refresh_token)).toMatchObject({ status: 401 });
    expect(await call.signedIn(third.body.access_token).get('/api/auth/me')).toMatchObject({ status: 401 });
  });

  it('of many exchanges at once at most one succeeds', async () => {
    const { refresh_token: token } = await signedIn(call, await given(app).user());
    const answers = await Promise.all(Array.from({ length: 8 }, () => refresh(call, token)));
    expect(answers.filter(({ status }) => status === 200).length).toBeLessThanOrEqual(1);
    expect(answers.filter(({ status }) => status === 401).length).toBeGreaterThanOrEqual(7);
  });

  it.each(['rubbish', 'ort_ses_01jg0000000000000000000000.aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.k1.aaaa'])(
    '401 for %s',
    async (token) => {
      expect(await refresh(call, token)).toMatchObject({ status: 401 });
    },
  );

  it('401 after its session ran out', async () => {
    const user = await given(app).user();
    const session = await signedIn(call, user);
    await app.get(Database).query('update sessions set expires_at = now() where user_id = $1', [user.id]);
    expect(await refresh(call, session.refresh_token)).toMatchObject({ status: 401 });
  });

  it('422 without a token', async () => {
    expect(await call.post('/api/auth/refresh', {})).toMatchObject({
      status: 422,
      body: { errors: { refresh_token: ['The refresh token field is required.'] } },
    });
  });
});

describe('POST /api/auth/logout', () => {
  it('200 and neither token of this session works any more, while others do', async () => {
    const user = await given(app).user();
    const [here, there] = [await signedIn(call, user), await signedIn(call, user)];
    expect(await here.call.post('/api/auth/logout')).toMatchObject({
      status: 200,
      body: { message: 'Successfully logged out' },
    });
    expect(await here.call.get('/api/auth/me')).toMatchObject({ status: 401 });
    expect(await refresh(call, here.refresh_token)).toMatchObject({ status: 401 });
    expect(await there.call.get('/api/auth/me')).toMatchObject({ status: 200 });
  });

  it('401 without a session, 403 with a key', async () => {
    const key = await given(app).apiKey(await given(app).user());
    expect(await call.post('/api/auth/logout')).toMatchObject({ status: 401 });
    expect(await call.signedIn(key).post('/api/auth/logout')).toMatchObject({ status: 403 });
  });
});

describe('GET /api/auth/sessions', () => {
  it('200 with where one is signed in, and never with a token', async () => {
    const user = await given(app).user();
    const browser = call.with({ 'user-agent': 'Firefox/1.0' });
    const { call: here } = await signedIn(browser, user);
    await signedIn(call.with({ 'user-agent': 'Phone/2.0' }), user);
    const { status, body } = await here.get<{ data: SessionItem[] }>('/api/auth/sessions');
    expect(status).toBe(200);
    expect(body.data).toHaveLength(2);
    expect(body.data.find((session) => session.is_current)).toMatchObject({
      id: expect.stringMatching(/^ses_/),
      user_agent: 'Firefox/1.0',
      ip: '127.0.0.1',
    });
    expect(JSON.stringify(body)).not.toMatch(/hash|ort_/);
  });

  it('shows when a session was last used', async () => {
    const { call: here } = await signedIn(call, await given(app).user());
    const lastUse = async () => {
      const { body } = await here.get<{ data: SessionItem[] }>('/api/auth/sessions');
      return body.data[0]?.last_used_at ?? '';
    };
    const first = await lastUse();
    await until('the last use to move', async () => (await lastUse()) > first);
  });

  it('403 with a key', async () => {
    const key = await given(app).apiKey(await given(app).user());
    expect(await call.signedIn(key).get('/api/auth/sessions')).toMatchObject({ status: 403 });
  });
});

describe('DELETE /api/auth/sessions/{id}', () => {
  it('200 and that session is over', async () => {
    const user = await given(app).user();
    const [here, there] = [await signedIn(call, user), await signedIn(call, user)];
    const path = `/api/auth/sessions/${String(claimsOf(there.access_token).sid)}`;
    expect(await here.call.delete(path)).toMatchObject({ status: 200 });
    expect(await there.call.get('/api/auth/me')).toMatchObject({ status: 401 });
    expect(await here.call.delete(path)).toMatchObject({
      status: 404,
      body: { message: 'Session not found' },
    });
  });

  it('404 for the session of somebody else, which goes on', async () => {
    const ada = await signedIn(call, await given(app).user());
    const bob = await signedIn(call, await given(app).superAdmin());
    const path = `/api/auth/sessions/${String(claimsOf(ada.access_token).sid)}`;
    expect(await bob.call.delete(path)).toMatchObject({ status: 404 });
    expect(await ada.call.get('/api/auth/me')).toMatchObject({ status: 200 });
  });
});

describe('POST /api/auth/sessions/end-all', () => {
  it('200 and every session is over, keys are not', async () => {
    const user = await given(app).user();
    const key = await given(app).apiKey(user);
    const sessions = [await signedIn(call, user), await signedIn(call, user)];
    expect(await sessions[0]?.call.post('/api/auth/sessions/end-all')).toMatchObject({ status: 200 });
    for (const session of sessions) {
      expect(await session.call.get('/api/auth/me')).toMatchObject({ status: 401 });
      expect(await refresh(call, session.refresh_token)).toMatchObject({ status: 401 });
    }
    expect(await call.signedIn(key).get('/api/v1/api-keys')).toMatchObject({ status: 200 });
  });
});
