import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { given, password } from '../setup/given.ts';
import type { Caller } from '../setup/caller.ts';
import { Installation } from '../setup/installation.ts';

const metricsToken = 'a-token-for-prometheus';
let installation: Installation;
let call: Caller;
let worker: Caller;
let session: string;

beforeAll(async () => {
  installation = await Installation.create({
    env: { ONEGATE_METRICS_TOKEN: metricsToken, ONEGATE_CORS_ORIGINS: 'https://console.example.com' },
  });
  const api = await installation.api();
  call = api.call;
  worker = call.at(await (await installation.worker()).getUrl());
  const admin = await given(api.app).superAdmin();
  const signedIn = await call.post<{ access_token: string }>('/api/auth/login', {
    email: admin.email,
    password,
  });
  session = signedIn.body.access_token;
});
afterAll(() => installation.close());

describe('health', () => {
  it('API and worker are live and ready', async () => {
    const checks = { postgres: 'ok', redis: 'ok', migrations: 'ok', running: 'ok' };
    for (const one of [call, worker]) {
      expect(await one.get('/health/live')).toMatchObject({ status: 200, body: { status: 'ok' } });
      expect(await one.get('/health/ready')).toMatchObject({ status: 200, body: { status: 'ok', checks } });
    }
  });
});

describe('GET /metrics', () => {
  it('200 with the token, and in the API with the session of a super-admin', async () => {
    for (const one of [call.signedIn(metricsToken), call.signedIn(session), worker.signedIn(metricsToken)]) {
      const metrics = await one.get<string>('/metrics');
      expect(metrics.status).toBe(200);
      expect(metrics.body).toContain('onegate_http_request_seconds_bucket');
    }
  });

  it('401 without, or with another token', async () => {
    for (const one of [call, call.signedIn('x'), worker, worker.signedIn(session)]) {
      expect(await one.get('/metrics')).toMatchObject({
        status: 401,
        body: { error: { code: 'metrics.closed' } },
      });
    }
  });

  it('counts by route pattern, never by path', async () => {
    await call.get('/api/users/somebody/secret-path');
    const { body } = await call.signedIn(metricsToken).get<string>('/metrics');
    expect(body).not.toMatch(/somebody|secret-path/);
  });
});

describe('every answer', () => {
  it('carries its request id under each name that clients look for', async () => {
    for (const path of ['/health/live', '/v1/nothing', '/api/auth/me']) {
      const { headers } = await call.get(path);
      const id = headers.get('x-request-id');
      expect(id).toMatch(/^req_/);
      expect([headers.get('request-id'), headers.get('x-oneapi-request-id')]).toEqual([id, id]);
    }
  });

  it('an unknown route answers in the style of its surface', async () => {
    expect(await call.get('/api/nothing')).toMatchObject({
      status: 404,
      body: { message: 'The route api/nothing could not be found.' },
    });
    expect(await call.get('/api/v1/nothing')).toMatchObject({ status: 404, body: { success: false } });
    expect(await call.get('/v1/nothing')).toMatchObject({
      status: 404,
      body: { error: { type: 'invalid_request_error', message: 'Invalid URL (GET /v1/nothing)' } },
    });
    expect(await call.with({ 'anthropic-version': '2023-06-01' }).get('/v1/nothing')).toMatchObject({
      status: 404,
      body: { type: 'error', error: { type: 'not_found_error' } },
    });
    expect(await call.get('/nothing')).toMatchObject({
      status: 404,
      body: { error: { code: 'route.unknown' } },
    });
  });

  it('413 for a body beyond the limit of its surface', async () => {
    const body = { email: 'x'.repeat(2 * 1024 * 1024), password: 'x' };
    expect(await call.post('/api/auth/login', body)).toMatchObject({
      status: 413,
      body: { message: expect.stringContaining('larger') },
    });
  });

  it('400 for a URL that cannot be decoded, and for a value that cannot be stored', async () => {
    expect(await call.get('/v1/models/%zz')).toMatchObject({ status: 400, body: { error: { code: 'url' } } });
    const stored = await call.post('/api/auth/login', { email: 'a\u0000b', password: 'x' });
    expect(stored).toMatchObject({
      status: 400,
      body: { message: expect.stringContaining('null character') },
    });
  });

  it('415 for a content type that is not accepted', async () => {
    const asXml = call.with({ 'content-type': 'application/xml' });
    expect(await asXml.post('/api/auth/login', '<x/>')).toMatchObject({ status: 415 });
  });

  it('lets listed pages call the admin surface, and any page the model surfaces', async () => {
    const allowed = async (path: string, origin: string) =>
      (await call.with({ origin }).get(path)).headers.get('access-control-allow-origin');
    expect(await allowed('/api/auth/me', 'https://console.example.com')).toBe('https://console.example.com');
    expect(await allowed('/api/auth/me', 'https://evil.example.com')).toBeNull();
    expect(await allowed('/v1/models', 'https://any.example.com')).toBe('https://any.example.com');
  });
});
