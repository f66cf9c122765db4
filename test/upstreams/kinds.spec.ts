import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { TestResult } from '@onegate/models';
import { people } from '../account/people.ts';
import { administration, type Administration } from '../admin/administration.ts';
import type { Caller } from '../setup/caller.ts';
import { Installation } from '../setup/installation.ts';
import { RecordedProvider } from './recorded-provider.ts';

const path = '/api/upstream-accounts';
const first = 'sk-first-nobody-sees';
const second = 'sk-second-nobody-sees';

interface AccountBody {
  readonly id: number;
  readonly public_id: string;
  readonly kind: string;
  readonly base_url: string;
  readonly credentials: { set: string[]; set_at: string };
  readonly models: { upstream_name: string }[];
}

interface KindCase {
  readonly kind: string;
  /** Of the address, as this kind of provider has it. */
  readonly base?: string;
  readonly asked: string;
  readonly signIn: (key: string) => Record<string, string>;
  readonly good: unknown;
  readonly settings?: Record<string, string>;
  readonly wish?: { model: string };
}

const bearer = (key: string) => ({ authorization: `Bearer ${key}` });
const list = { data: [{ id: 'some-model' }] };
const like = (kind: string): KindCase => ({
  kind,
  base: '/v1',
  asked: 'GET /v1/models',
  signIn: bearer,
  good: list,
});

const kinds: KindCase[] = [
  ...['openai', 'mistral', 'xai', 'groq', 'fireworks', 'openai-compatible', 'simulator'].map(like),
  { ...like('deepseek'), base: '', asked: 'GET /models' },
  { ...like('azure'), signIn: (key) => ({ 'api-key': key }) },
  { ...like('anthropic'), signIn: (key) => ({ 'x-api-key': key, 'anthropic-version': '2023-06-01' }) },
  { ...like('together'), good: [{ id: 'some-model' }] },
  { ...like('openrouter'), asked: 'GET /v1/key', good: { data: { limit_remaining: null } } },
  {
    ...like('google'),
    asked: 'GET /v1/models?pageSize=1000',
    signIn: (key) => ({ 'x-goog-api-key': key }),
    good: { models: [{ name: 'models/some-model' }] },
  },
  {
    ...like('cohere'),
    base: '/v2',
    asked: 'GET /v1/models?page_size=1000',
    good: { models: [{ name: 'some-model' }] },
  },
  {
    ...like('bedrock'),
    base: '',
    settings: { region: 'eu-central-1' },
    wish: { model: 'openai/gpt-4o' },
    asked: 'POST /model/gpt-4o/converse',
    good: { output: { message: {} } },
  },
];

let installation: Installation;
let app: NestFastifyApplication;
let call: Caller;
let admin: Administration;
let provider: RecordedProvider;

beforeAll(async () => {
  installation = await Installation.create();
  ({ app, call } = await installation.api());
  admin = await administration(app, call);
  provider = await RecordedProvider.start(installation);
});
afterAll(() => installation.close());

async function made(draft: object): Promise<AccountBody> {
  const { status, body } = await admin.boss.post<AccountBody>(path, draft);
  if (status !== 201) throw new Error(JSON.stringify(body));
  return body;
}

const test = async (id: number, wish: object = {}) =>
  (await admin.boss.post<TestResult>(`${path}/${id}/test`, wish)).body;

describe('an account of each kind', () => {
  it.each(kinds)('$kind: made, read, changed, tested, rotated, removed', async (one) => {
    const account = await made({
      name: `Of kind ${one.kind}`,
      kind: one.kind,
      base_url: `${provider.url}${one.base}`,
      settings: one.settings,
      credentials: { api_key: first },
      models: [{ model: 'openai/gpt-4o', upstream_name: 'gpt-4o' }],
    });
    const at = `${path}/${account.id}`;
    const read = await admin.boss.get<AccountBody>(at);
    expect(read.body).toMatchObject({ kind: one.kind, credentials: { set: ['api_key'] } });
    const changed = await admin.boss.put(at, {
      weight: 4,
      requests_per_minute: 60,
      monthly_budget_usd: '7.5',
    });
    expect(changed.body).toMatchObject({
      weight: 4,
      requests_per_minute: 60,
      monthly_budget_usd: '7.500000000',
    });

    provider.answers(200, one.good);
    expect(await test(account.id, one.wish)).toMatchObject({ ok: true, code: 'ok', status: 200 });
    const asked = provider.calls.findLast(({ line }) => line === one.asked);
    expect(asked).toMatchObject({ headers: one.signIn(first) });

    const rotated = await admin.boss.put(`${at}/credentials`, { credentials: { api_key: second } });
    expect(rotated.status).toBe(200);
    await test(account.id, one.wish);
    expect(provider.lastCall.headers).toMatchObject(one.signIn(second));
    provider.answers(401, { error: { message: 'No such key' } });
    expect(await test(account.id, one.wish)).toMatchObject({ ok: false, code: 'unauthorized', status: 401 });
    provider.answers(200, { welcome: 'to something else' });
    expect(await test(account.id, one.wish)).toMatchObject({ ok: false, code: 'unexpected_answer' });

    expect(JSON.stringify([account, read, changed, rotated])).not.toContain('nobody-sees');
    expect((await admin.boss.delete(at)).status).toBe(200);
    expect((await admin.boss.get(at)).status).toBe(404);
  });

  it('bedrock with an access key signs each call, and sends no secret along', async () => {
    const { id } = await made({
      name: 'Amazon, signed',
      kind: 'bedrock',
      base_url: provider.url,
      settings: { region: 'eu-central-1' },
      credentials: { access_key_id: 'AKIAEXAMPLE', secret_access_key: second },
      models: [{ model: 'openai/gpt-4o', upstream_name: 'vendor.model-v1:0' }],
    });
    provider.answers(200, { output: {} });
    expect(await test(id, { model: 'openai/gpt-4o' })).toMatchObject({ ok: true });
    const { line, headers } = provider.lastCall;
    expect(line).toBe('POST /model/vendor.model-v1%3A0/converse');
    expect(headers.authorization).toMatch(
      /^AWS4-HMAC-SHA256 Credential=AKIAEXAMPLE\/\d{8}\/eu-central-1\/bedrock\//,
    );
    expect(JSON.stringify(headers)).not.toContain(second);
  });

  it('vertex with a key file that is none says so, before anybody is called', async () => {
    const { id } = await made({
      name: 'Vertex',
      kind: 'vertex',
      base_url: provider.url,
      settings: { region: 'europe-west4', project: 'my-project' },
      credentials: { service_account: JSON.stringify({ client_email: 'a@b.example', private_key: first }) },
    });
    const before = provider.calls.length;
    const result = await test(id);
    expect(result).toMatchObject({ ok: false, code: 'credentials_unreadable' });
    expect(JSON.stringify(result)).not.toContain('nobody-sees');
    expect(provider.calls).toHaveLength(before);
    const replaced = await admin.boss.put(`${path}/${id}/credentials`, {
      credentials: { service_account: '{"client_email":"c@d.example","private_key":"y"}' },
    });
    expect(replaced.status).toBe(200);
    expect((await admin.boss.delete(`${path}/${id}`)).status).toBe(200);
  });

  it('leaves none out', async () => {
    const { body } = await admin.boss.get<{ data: { kind: string }[] }>(`${path}/kinds`);
    const tried = [...kinds.map(({ kind }) => kind), 'vertex'].toSorted();
    expect(body.data.map(({ kind }) => kind).toSorted()).toEqual(tried);
  });
});

describe('where private addresses are not allowed', () => {
  let guarded: Installation;
  let guardedApp: NestFastifyApplication;
  let guardedCall: Caller;
  beforeAll(async () => {
    guarded = await Installation.create({ env: { ONEGATE_ALLOW_PRIVATE_UPSTREAMS: 'false' } });
    ({ app: guardedApp, call: guardedCall } = await guarded.api());
  });
  afterAll(() => guarded.close());

  const draft = { name: 'Inside', kind: 'openai-compatible', credentials: { api_key: first } };
  const inside = [
    'https://127.0.0.1/v1',
    'https://10.0.0.8/v1',
    'https://192.168.1.2/v1',
    'https://169.254.169.254/latest',
    'https://[::1]/v1',
    'https://[::ffff:10.0.0.8]/v1',
    'https://0x7f000001/v1',
    'https://100.64.0.1/v1',
    'http://203.0.113.5/v1',
  ];

  it.each(inside)('no account at %s, for the platform or for an organization', async (url) => {
    const { boss } = await administration(guardedApp, guardedCall);
    expect(await boss.post(path, { ...draft, base_url: url })).toMatchObject({
      status: 422,
      body: { errors: { base_url: expect.any(Array) } },
    });
    const where = await people(guardedApp, guardedCall).organization();
    const refused = await where.owner.call.post(`${where.path}/upstream-accounts`, {
      ...draft,
      baseUrl: url,
    });
    expect(refused).toMatchObject({
      status: 400,
      body: { success: false, errors: { baseUrl: [expect.any(String)] } },
    });
  });

  it('a name that leads inside is refused when it is called, and nothing is sent', async () => {
    const before = provider.calls.length;
    const { boss } = await administration(guardedApp, guardedCall);
    const at = provider.url.replace('http://127.0.0.1', 'https://localhost');
    const { status, body } = await boss.post<AccountBody>(path, { ...draft, base_url: at });
    const code =
      status === 201
        ? (await boss.post<TestResult>(`${path}/${body.id}/test`, {})).body.code
        : 'address_refused';
    expect(code).toBe('address_refused');
    expect(provider.calls).toHaveLength(before);
  });
});
