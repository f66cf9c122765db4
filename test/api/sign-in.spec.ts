import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { User } from '@onegate/tenants';
import type { Caller } from '../setup/caller.ts';
import { given, password } from '../setup/given.ts';
import { Installation } from '../setup/installation.ts';

let installation: Installation;
let call: Caller;
let admin: User;
let key: string;

beforeAll(async () => {
  installation = await Installation.create();
  const api = await installation.api();
  call = api.call;
  admin = await given(api.app).superAdmin();
  key = await given(api.app).apiKey(admin);
});
afterAll(() => installation.close());

describe('POST /api/auth/login', () => {
  it('200 with a token that opens /api/auth/me, doubled Bearer included', async () => {
    const session = await call.post<{ access_token: string }>('/api/auth/login', {
      email: admin.email,
      password,
    });
    expect(session).toMatchObject({
      status: 200,
      body: { token_type: 'bearer', expires_in: 3600, user: { id: admin.id, email: admin.email } },
    });
    const { access_token: token } = session.body;
    const me = {
      status: 200,
      body: { id: admin.id, email: admin.email, roles: ['super-admin'], tenant: null },
    };
    expect(await call.signedIn(token).get('/api/auth/me')).toMatchObject(me);
    expect(await call.signedIn(`Bearer ${token}`).get('/api/auth/me')).toMatchObject(me);
  });

  it('401 alike for a wrong password and an unknown person', async () => {
    const wrong = await call.post('/api/auth/login', { email: admin.email, password: 'wrong' });
    const unknown = await call.post('/api/auth/login', { email: 'nobody@example.com', password });
    expect(wrong).toMatchObject({ status: 401, body: { error: 'Unauthorized' } });
    expect(unknown.body).toEqual(wrong.body);
  });

  it('422 with a complaint per field', async () => {
    expect(await call.post('/api/auth/login', {})).toMatchObject({
      status: 422,
      body: {
        message: 'The email field is required. (and 1 more error)',
        errors: { email: ['The email field is required.'], password: ['The password field is required.'] },
      },
    });
  });

  it('400 for a body that is no JSON', async () => {
    expect(await call.post('/api/auth/login', '{"email":')).toMatchObject({
      status: 400,
      body: { message: 'The body is not valid JSON.' },
    });
  });
});

describe('signing in', () => {
  it('401 without a credential, in the style of each surface', async () => {
    expect(await call.get('/api/auth/me')).toMatchObject({
      status: 401,
      body: { error: 'Not authenticated' },
    });
    expect(await call.post('/v1/chat/completions', {})).toMatchObject({
      status: 401,
      body: { error: { type: 'authentication_error' } },
    });
  });

  it('401 for a token that was tampered with, and for an unknown key', async () => {
    const { body } = await call.post<{ access_token: string }>('/api/auth/login', {
      email: admin.email,
      password,
    });
    const tampered = `${body.access_token.slice(0, -3)}AAA`;
    expect(await call.signedIn(tampered).get('/api/auth/me')).toMatchObject({ status: 401 });
    expect(await call.signedIn('sk-onegate-unknown').get('/api/auth/me')).toMatchObject({ status: 401 });
  });

  it('a key signs in as its owner but never administers the platform', async () => {
    expect(await call.signedIn(key).get('/api/auth/me')).toMatchObject({
      status: 200,
      body: { id: admin.id },
    });
    expect(await call.signedIn(key).get('/metrics')).toMatchObject({ status: 401 });
  });
});
