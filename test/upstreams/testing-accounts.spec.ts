import { createServer as createHttp, type RequestListener, type Server } from 'node:http';
import { createServer as createTcp, type AddressInfo, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { TestResult } from '@onegate/models';
import { administration, type Administration } from '../admin/administration.ts';
import type { Caller } from '../setup/caller.ts';
import { Installation } from '../setup/installation.ts';
import { simulatedProvider, type SimulatedProvider } from './simulated-provider.ts';

const key = 'sk-live-1234567890-nobody-sees';
const path = '/api/upstream-accounts';
const lines: string[] = [];
let installation: Installation;
let app: NestFastifyApplication;
let call: Caller;
let admin: Administration;
let provider: SimulatedProvider;
let count = 0;

beforeAll(async () => {
  installation = await Installation.create({ log: { write: (line) => void lines.push(line) } });
  ({ app, call } = await installation.api());
  admin = await administration(app, call);
  provider = await simulatedProvider(installation);
});
afterAll(() => installation.close());

async function account(change: Record<string, unknown>): Promise<number> {
  count += 1;
  const draft = {
    name: `Account ${count}`,
    kind: 'openai-compatible',
    credentials: { api_key: key },
    base_url: provider.baseUrl,
    ...change,
  };
  const { status, body } = await admin.boss.post<{ id: number }>(path, draft);
  if (status !== 201) throw new Error(JSON.stringify(body));
  return body.id;
}

async function tested(change: Record<string, unknown>, wish: object = {}): Promise<TestResult> {
  const { status, body } = await admin.boss.post<TestResult>(`${path}/${await account(change)}/test`, wish);
  expect(status).toBe(200);
  expect(JSON.stringify(body)).not.toContain('nobody-sees');
  return body;
}

/** A server that answers as the test says, on a port of its own. */
async function serverThat(listener: RequestListener): Promise<string> {
  return listening(createHttp(listener));
}

async function listening(server: Server | ReturnType<typeof createTcp>): Promise<string> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => sockets.add(socket));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  installation.onClose(async () => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe('an account that works', () => {
  it('is asked for its models, and what it is to call and does not find is told', async () => {
    const result = await tested({
      models: [{ model: 'openai/gpt-4o' }, { model: 'openai/gpt-4.1', upstream_name: 'no-such-deployment' }],
    });
    expect(result).toMatchObject({
      ok: true,
      code: 'ok',
      status: 200,
      called: `GET ${provider.baseUrl}/models`,
      models_listed: expect.any(Number),
      models_missing: ['no-such-deployment'],
    });
    expect(result.models_listed).toBeGreaterThan(3);
  });

  it('is asked for one token of a model, in the protocol that it speaks', async () => {
    const models = [{ model: 'openai/gpt-4o', upstream_name: 'gpt-4o+tag=tested' }];
    expect(await tested({ models }, { model: 'gpt-4o' })).toMatchObject({
      ok: true,
      called: `POST ${provider.baseUrl}/chat/completions`,
    });
    const claude = [{ model: 'anthropic/claude-sonnet-4.5', upstream_name: 'claude-sonnet-4-5' }];
    const asked = { kind: 'anthropic', models: claude };
    expect(await tested(asked, { model: 'anthropic/claude-sonnet-4.5' })).toMatchObject({
      ok: true,
      called: `POST ${provider.baseUrl}/messages`,
    });
  });

  it('keeps the result, so that it is seen later', async () => {
    const id = await account({});
    await admin.boss.post(`${path}/${id}/test`, {});
    const { body } = await admin.boss.get(`${path}/${id}`);
    expect(body).toMatchObject({ last_test: { ok: true, tested_at: expect.any(String) } });
  });
});

describe('an account that does not work says what is wrong', () => {
  const models = (script: string) => [{ model: 'openai/gpt-4o', upstream_name: `gpt-4o+${script}` }];

  it.each([
    [401, 'unauthorized'],
    [403, 'forbidden'],
    [404, 'model_unknown'],
    [429, 'rate_limited'],
    [500, 'provider_failed'],
    [503, 'provider_failed'],
    [529, 'provider_failed'],
  ])('the provider answers %i', async (status, code) => {
    const result = await tested({ models: models(`fail=${status}`) }, { model: 'openai/gpt-4o' });
    expect(result).toMatchObject({ ok: false, status, code });
  });

  it('no credentials are sent where the provider wants some', async () => {
    expect(await tested({ credentials: {} })).toMatchObject({ code: 'unauthorized', status: 401 });
  });

  it('the base URL is wrong', async () => {
    const wrong = provider.baseUrl.replace('/v1', '/v2');
    expect(await tested({ base_url: wrong })).toMatchObject({ code: 'not_found', status: 404 });
  });

  it('the name does not resolve', async () => {
    expect(await tested({ base_url: 'https://no-such-host.invalid/v1' })).toMatchObject({
      code: 'dns',
      status: null,
    });
  });

  it('nothing listens there', async () => {
    const server = createTcp();
    const host = await listening(server);
    await new Promise((resolve) => server.close(resolve));
    expect(await tested({ base_url: `http://${host}/v1` })).toMatchObject({ code: 'connection_refused' });
  });

  it('no TLS is spoken there', async () => {
    const host = await serverThat((_request, response) => response.end());
    expect(await tested({ base_url: `https://${host}/v1` })).toMatchObject({ code: 'tls' });
  });

  it('the connection is broken off', async () => {
    const host = await listening(createTcp((socket) => socket.once('data', () => socket.destroy())));
    expect(await tested({ base_url: `http://${host}/v1` })).toMatchObject({ code: 'connection_broken' });
  });

  it('the address leads elsewhere, and no key goes along', async () => {
    const elsewhere: (string | undefined)[] = [];
    const other = await serverThat((request, response) => {
      elsewhere.push(request.headers.authorization);
      response.end();
    });
    const host = await serverThat((_request, response) => {
      response.writeHead(302, { location: `http://${other}/v1/models` }).end();
    });
    expect(await tested({ base_url: `http://${host}/v1` })).toMatchObject({ code: 'redirected' });
    expect(elsewhere).toEqual([]);
  });

  it('the answer is a page of something else', async () => {
    const host = await serverThat((_request, response) => response.end('<html>Welcome to nginx</html>'));
    expect(await tested({ base_url: `http://${host}/v1` })).toMatchObject({
      code: 'unexpected_answer',
      status: 200,
    });
  });

  it('in the provider’s own words, without the key that it quotes', async () => {
    const host = await serverThat((request, response) => {
      const quoted = String(request.headers.authorization).slice(7);
      response
        .writeHead(400, { 'content-type': 'application/json' })
        .end(JSON.stringify({ error: { message: `Bad project for ${quoted.slice(0, 14)}****` } }));
    });
    const result = await tested({ base_url: `http://${host}/v1` });
    expect(result).toMatchObject({ code: 'rejected', status: 400 });
    expect(result.message).toContain('Bad project for [hidden]****');
  });

  it('a model that the account does not serve is not asked for', async () => {
    const id = await account({});
    const answer = await admin.boss.post(`${path}/${id}/test`, { model: 'openai/gpt-4o' });
    expect(answer).toMatchObject({ status: 422, body: { errors: { model: expect.any(Array) } } });
  });
});

describe('new credentials that are to be verified', () => {
  it('stay away when they do not work, and the old ones go on', async () => {
    const host = await serverThat((request, response) => {
      const isGood = request.headers.authorization === `Bearer ${key}`;
      response
        .writeHead(isGood ? 200 : 401, { 'content-type': 'application/json' })
        .end(JSON.stringify(isGood ? { data: [] } : { error: { message: 'Bad key' } }));
    });
    const id = await account({ base_url: `http://${host}/v1` });
    const replaced = await admin.boss.put(`${path}/${id}/credentials`, {
      credentials: { api_key: 'sk-not-a-good-key' },
      verify: true,
    });
    expect(replaced).toMatchObject({ status: 422, body: { errors: { credentials: expect.any(Array) } } });
    const { body } = await admin.boss.post<TestResult>(`${path}/${id}/test`, {});
    expect(body.code).toBe('ok');
  });
});

it('nothing of a key is in any log line of all this', () => {
  expect(lines.length).toBeGreaterThan(20);
  expect(lines.join('')).not.toContain('nobody-sees');
});
